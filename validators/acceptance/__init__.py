"""Rules on acceptances; they see what the other rules found."""
