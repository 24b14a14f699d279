"""What came back for one golden event: each time that it was asked."""

from typing import NamedTuple

from langroute.recording.record import TIMED_OUT, UNREACHABLE, fault
from langroute_repo.tree.files.golden import GoldenEvent

# A server in front of a model, as one of AWS's own, may refuse with 400 and say so by name.
REFUSED = ("AccessDenied", "ExpiredToken", "InvalidSignature", "UnrecognizedClient")
# Nobody has looked at the event: these are no answer "error" either.
UNHEARD = (UNREACHABLE, TIMED_OUT)


class Answer(NamedTuple):
    """One answer: a score, or why there is none. ``latency_ms`` is that of the last attempt."""

    score: float | None
    status: int
    latency_ms: float
    reason: str = ""

    @property
    def no_right(self) -> bool:
        whose = fault(self.status)
        told = whose is not None and any(word in self.reason for word in REFUSED)
        return whose == "right" or told

    @property
    def refused(self) -> bool:
        """Whether the event itself was refused: by the backend's own look at it, or the server."""
        whose = fault(self.status)
        heard = whose == "model" and self.status not in UNHEARD
        return (whose == "event" or heard) and not self.no_right


class Asked(NamedTuple):
    """An event of the file, with its place there, and its answers in the order of the rounds."""

    place: int
    event: GoldenEvent
    answers: tuple[Answer, ...]

    @property
    def scores(self) -> list[float]:
        return [one.score for one in self.answers if one.score is not None]
