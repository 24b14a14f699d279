"""What a company has today, in a document or in variables of its own shape, read by a mapping."""
