"""Where a backend gets its compiled document from, kept up to date while it runs."""
