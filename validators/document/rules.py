"""The rules on one document, in reading order: what the check and AppConfig's validator both run.

A warning is no rule here: AppConfig's validator cannot be told that somebody accepted it.
"""

from collections.abc import Iterator

from validators.document.document_breaks_file_rules import document_breaks_file_rules
from validators.document.document_not_canonical import document_not_canonical
from validators.document.document_of_another_environment import document_of_another_environment
from validators.document.document_too_large import document_too_large
from validators.document.document_unreadable import document_unreadable
from validators.document.empty_document import empty_document
from validators.document.pushed import DocumentRule, Objection, Pushed

DOCUMENT_RULES: tuple[DocumentRule, ...] = (
    empty_document,
    document_unreadable,
    document_of_another_environment,
    document_not_canonical,
    document_breaks_file_rules,
    document_too_large,
)


def objections(pushed: Pushed) -> Iterator[Objection]:
    """What any of the rules holds against a document."""
    for rule in DOCUMENT_RULES:
        yield from rule(pushed)
