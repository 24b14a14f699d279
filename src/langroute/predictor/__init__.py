"""Asks the model that was chosen, and the shadows beside it."""
