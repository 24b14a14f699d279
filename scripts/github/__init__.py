"""What verbs in workflows learn from GitHub."""
