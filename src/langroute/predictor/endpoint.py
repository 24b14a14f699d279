"""What a way to reach models has to be, whatever it speaks."""

from collections.abc import Mapping
from typing import Any, Protocol

from langroute.predictor.deadline import Deadline

# An answer is one score: more than this is something else.
LARGEST_ANSWER = 1 << 20


class Endpoint(Protocol):
    """Reaches the models of one kind of endpoint, from any thread."""

    def ask(
        self, where: Mapping[str, Any], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        """The body of the answer; ``CallFailed`` with the status that says what came instead.

        ``where`` is the endpoint as in the document: kind, then region and name, or url, and what
        format 2 has beside them. Returns or raises by the deadline.
        """

    def close(self) -> None:
        """Give up what is held open. Called once, when no call is in flight."""


def address(where: Mapping[str, Any]) -> str:
    """What tells endpoints apart: a URL without its query, or a name and its region.

    Whatever else the document says of one, such as its headers, is of what it is asked.
    Not a URL's host alone: behind one of those there may be many services, or many models.
    """
    if url := where.get("url"):
        return f"{url}".partition("?")[0]
    return f"{where.get('kind')} {where.get('name')} in {where.get('region')}"
