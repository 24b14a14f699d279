"""The state of the files, its history, and what other values would do, as static pages."""
