"""Whether a canary or a shadow may go on, by what a log says of it beside its primary."""
