"""Edits of the reviewed files that keep comments and layout, and the files that `new` begins."""
