"""Rules between files: what one names, another must have."""
