"""The two halves of an upgrade: what the old version asks, and what the new one carries out."""
