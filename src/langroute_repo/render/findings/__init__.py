"""What the rules found: as text, JSON, annotations and SARIF, and the file that accepts."""
