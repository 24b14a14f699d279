"""Makes the repository's own `.venv`; needs the standard library only."""
