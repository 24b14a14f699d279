"""What a judge says, as text, Markdown, a page and JSON."""
