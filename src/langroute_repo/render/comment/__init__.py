"""The comment on a pull request, and the summary of a run."""
