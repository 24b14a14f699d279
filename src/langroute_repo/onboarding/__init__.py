"""A company in the place of the sample: its answers, the files made of them, and their place."""
