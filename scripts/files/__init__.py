"""Which state of the files a verb works on, and how it edits them."""
