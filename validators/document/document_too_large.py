from collections.abc import Iterator

from validators.document.pushed import Objection, Pushed

KB = 1024


def document_too_large(pushed: Pushed) -> Iterator[Objection]:
    """The document of an environment has more bytes than config/policy.yaml allows.

    AppConfig takes 2,048 KB, and at most 4,000 KB on request: the push would fail at its last
    step.
    """
    if len(pushed.raw) > pushed.largest_kb * KB:
        yield Objection(
            f"the document of {pushed.environment} has {kilobytes(pushed.raw)}; "
            f"the limit is {pushed.largest_kb:,} KB",
            "remove shadows or languages that are not needed, or ask AWS for a higher quota "
            "and raise largest_kb",
            limit="largest_kb",
            magnitude=len(pushed.raw),
        )


def kilobytes(raw: bytes) -> str:
    """The size as it is told, with a decimal so that it differs from the limit it exceeds."""
    return f"{len(raw) / KB:,.1f} KB"
