"""What is rehearsed: a push, and the endpoints of models."""
