"""What is raised when a model gives no answer, in the terms of a record's status."""

from concurrent.futures import Future
from typing import Any

from langroute.decision import MissingField, Role
from langroute.recording.record import TIMED_OUT, Fault, fault
from langroute.scale import ScoreError

SHOWN = 80
LONGEST_ERROR = 200


class CallFailed(Exception):
    """One call that brought no score. ``status`` is the one that its record gets."""

    running: "Future[Any] | None" = None  # what goes on although the caller has left

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class TimedOut(CallFailed):
    """A call whose time was up."""

    def __init__(self, seconds: float) -> None:
        super().__init__(TIMED_OUT, f"no answer within {seconds * 1000:.0f} ms")
        self.args = (seconds,)


class PredictionFailed(Exception):
    """An event that got no answer. ``__cause__`` is what went wrong with the call.

    ``status`` is that of HTTP or the nearest to it, as in the record of this failure.
    """

    def __init__(self, language: str, model: str, role: Role, status: int, reason: str) -> None:
        super().__init__(language, model, role, status, reason)
        self.language = language
        self.model = model
        self.role = role
        self.status = status
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.model}, the {self.role} of {self.language}, gave no answer: {self.reason}"

    @property
    def fault(self) -> Fault | None:
        """Whose it was: of the ``event``, it fails as often as it is sent."""
        return fault(self.status)


class Overloaded(RuntimeError):
    """An event that no model was asked about: as many are waiting for a thread as may wait.

    ``endpoint`` is the address of the one whose line is full; None where it is that of all.
    """

    def __init__(self, most: int, endpoint: str | None = None) -> None:
        super().__init__(most, endpoint)
        self.most = most
        self.endpoint = endpoint

    def __str__(self) -> str:
        by = f" by {self.endpoint}" if self.endpoint else ""
        return f"{self.most} events are being answered{by} or wait for it, and no more may"


def excerpt(raw: bytes) -> str:
    """The beginning of what came, in one line and without characters that a terminal obeys."""
    # A character has four bytes at most.
    return repr(raw[: 4 * SHOWN].decode(errors="replace")[:SHOWN])


def said(error: BaseException | None) -> str:
    """An error in one line."""
    known = isinstance(error, (CallFailed, MissingField, ScoreError))
    text = f"{error}" if known else f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:LONGEST_ERROR]
