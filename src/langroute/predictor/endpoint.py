"""What a way to reach models has to be, whatever it speaks."""

from collections.abc import Mapping
from typing import Protocol

from langroute.predictor.deadline import Deadline

# An answer is one score: more than this is something else.
LARGEST_ANSWER = 1 << 20


class Endpoint(Protocol):
    """Reaches the models of one kind of endpoint, from any thread."""

    def ask(
        self, where: Mapping[str, str], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        """The body of the answer; ``CallFailed`` with the status that says what came instead.

        ``where`` is the endpoint as in the document: kind, then region and name, or url. Returns
        or raises by the deadline.
        """

    def close(self) -> None:
        """Give up what is held open. Called once, when no call is in flight."""


def address(where: Mapping[str, str]) -> str:
    """What tells endpoints apart: a URL without its query, or a name and its region.

    Not a URL's host alone: behind one of those there may be many services, or many models.
    """
    if url := where.get("url"):
        return url.partition("?")[0]
    return f"{where.get('kind')} {where.get('name')} in {where.get('region')}"
