"""What verbs print for machines: the models that the published schemas come from."""
