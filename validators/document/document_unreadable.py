from collections.abc import Iterator

from langroute.document import DocumentError
from validators.document.pushed import Objection, Pushed


def document_unreadable(pushed: Pushed) -> Iterator[Objection]:
    """A reader would refuse the document of an environment.

    The same code reads it in the backend: it would keep the document it has, and the change would
    seem to be live and not be.
    """
    if isinstance(pushed.parsed, DocumentError) and not pushed.empty:
        yield Objection(
            f"readers refuse the document of {pushed.environment}: {pushed.parsed}",
            "correct the file that this comes from, and what it names",
            pushed.parsed.path,
        )
