"""Rules on a change: each sees the state before and the state after."""
