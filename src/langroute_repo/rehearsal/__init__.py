"""Tries what a push and a deployment need, where nobody is answered by it."""
