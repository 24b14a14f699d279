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
