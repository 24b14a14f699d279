"""What serves the repository: the reviewed files, what a change does, evidence, AWS and GitHub."""
