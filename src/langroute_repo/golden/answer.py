"""What came back for one golden event: each time that it was asked."""

from typing import NamedTuple

from langroute.recording.record import ANSWERED, TIMED_OUT, UNREACHABLE
from langroute_repo.tree.files.golden import GoldenEvent

NO_RIGHT = (401, 403)
# SageMaker and STS refuse with 400, and say so by name.
REFUSED = ("AccessDenied", "ExpiredToken", "InvalidSignature", "UnrecognizedClient")
REFUSED_HERE = ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError")
# Nobody has looked at the event: these are no answer "error" either.
UNHEARD = (429, UNREACHABLE, TIMED_OUT, *NO_RIGHT)


class Answer(NamedTuple):
    """One answer: a score, or why there is none. ``latency_ms`` is that of the last attempt."""

    score: float | None
    status: int
    latency_ms: float
    reason: str = ""

    @property
    def no_right(self) -> bool:
        told = any(word in self.reason for word in (*REFUSED, *REFUSED_HERE))
        return self.status != ANSWERED and (self.status in NO_RIGHT or told)

    @property
    def refused(self) -> bool:
        """Whether the event itself was refused: by the backend's own look at it, or the server."""
        return self.score is None and self.status not in UNHEARD and not self.no_right


class Asked(NamedTuple):
    """An event of the file, with its place there, and its answers in the order of the rounds."""

    place: int
    event: GoldenEvent
    answers: tuple[Answer, ...]

    @property
    def scores(self) -> list[float]:
        return [one.score for one in self.answers if one.score is not None]
