"""Evidence made from prediction logs, and the seals that rest on it."""
