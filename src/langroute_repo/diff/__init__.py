"""What a change does, in words of the trade: kinds, effects, and one sentence of impact."""
