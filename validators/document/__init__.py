"""Rules on the compiled document, the exact bytes that are pushed."""
