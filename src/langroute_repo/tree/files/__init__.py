"""The files people write, as types: the one source of the JSON schemas and of the first check.

A model says what a file may hold when it is read on its own; what must hold between values or
between files is a rule. Only what a JSON schema can say stands here, so that an editor, pre-commit
and the check refuse the same files.
"""
