"""What a change does: as text, Markdown, HTML and JSON."""
