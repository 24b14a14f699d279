"""Recorded events through two configurations: which change their model, and which their fate."""
