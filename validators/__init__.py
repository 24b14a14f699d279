"""What is held against a file, a tree, a document and a change: one fault per file."""
