"""Rules on one file, read on its own."""
