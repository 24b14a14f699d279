"""Rules on standing exceptions; they see what the other rules found."""
