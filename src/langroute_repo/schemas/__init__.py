"""The JSON schemas: for editors, for AppConfig, and of what check and diff print."""
