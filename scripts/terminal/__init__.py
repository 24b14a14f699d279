"""How verbs talk to the person who runs them, and how they end."""
