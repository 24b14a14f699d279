"""Rules on evidence and on the seals that name it."""
