"""What runs in AWS, and how it gets back to what ran before."""
