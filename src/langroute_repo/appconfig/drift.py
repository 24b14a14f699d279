"""What is live held against the document that a commit compiles to."""

from dataclasses import dataclass

from langroute.document import DocumentError, parse
from langroute_repo.appconfig.live import Live
from langroute_repo.diff.changes import Change
from langroute_repo.diff.documents import document_changes


@dataclass(frozen=True, slots=True)
class Drift:
    """How far apart they are, from what is live to what is wanted.

    ``foreign`` says why what is live is no document of ours; then nothing else can be compared.
    Without ``foreign`` and ``changes`` it means the same, and only the bytes may differ.
    """

    same: bool
    changes: list[Change]
    foreign: str = ""


def drift(live: Live | None, wanted: bytes) -> Drift:
    """Compare; where nothing is live, or its version was deleted, nothing is the same."""
    if live is None or live.content is None:
        return Drift(same=False, changes=[])
    if live.content == wanted:
        return Drift(same=True, changes=[])
    try:
        parse(live.content)
    except DocumentError as error:
        return Drift(same=False, changes=[], foreign=str(error))
    return Drift(same=False, changes=document_changes(live.content, wanted))
