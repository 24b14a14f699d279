"""The doors to AWS, and how it says no."""
