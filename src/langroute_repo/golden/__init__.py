"""What golden queries say: held against answers, never asking anything itself."""
