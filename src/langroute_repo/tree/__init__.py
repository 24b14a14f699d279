"""The reviewed files: read strictly, typed and compiled."""
