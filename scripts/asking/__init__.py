"""Asks the endpoints of models, as a backend would."""
