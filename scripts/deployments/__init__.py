"""What the verbs on AppConfig share."""
