"""Recorded scores: as pictures in text and SVG, and as estimates."""
