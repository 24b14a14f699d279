"""What judge and ramp have in common."""
