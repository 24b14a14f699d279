"""Which fields the events of a source have in a language."""

from langroute_repo.tags.canonical import covers
from langroute_repo.tree.files.source import FieldScope, SourceFile


def exists_in(scope: FieldScope, tag: str) -> bool:
    """Whether a field exists in a language; a tag covers its regions and scripts."""
    if scope.languages is not None and not covers(scope.languages, tag):
        return False
    return scope.except_ is None or not covers(scope.except_, tag)


def fields_in(source: SourceFile, tag: str) -> list[str]:
    """The fields that events of this language have, in the order of the file."""
    return [name for name, scope in source.fields.items() if exists_in(scope, tag)]
