"""Stops asking an endpoint that does not answer, and tries it with one call from time to time."""

import logging
import threading
from time import monotonic
from typing import Literal, NamedTuple

from langroute.predictor.failure import CallFailed
from langroute.recording.record import OURS, TIMED_OUT, UNREACHABLE

# What costs the caller its time, or comes from nobody; any other failure is an answer.
DOWN = {TIMED_OUT, UNREACHABLE}
# An open breaker is told of for so long after its pause: a document may ask the endpoint no more.
FORGOTTEN = 60.0  # seconds
_log = logging.getLogger("langroute.predictor")


class NotAsked(CallFailed):
    """A call that was not made, for no room or for an open breaker; ``why`` is its counter."""

    def __init__(self, why: Literal["crowded", "broken"], reason: str) -> None:
        super().__init__(OURS if why == "crowded" else UNREACHABLE, reason)
        self.args = (why, reason)
        self.why = why


class Limits(NamedTuple):
    """How much of a process one endpoint may take: a SageMaker endpoint, or a URL."""

    # Calls in flight at once, of answers; at 64 and 250 ms that is 256 a second.
    calls: int = 64
    shadows: int = 4  # the same, of shadows: they count apart, so that none takes an answer's place
    failures: int = 5  # in a row, timed out or unreachable, after which it is not asked
    pause: float = 2.0  # seconds until one call tries it again


class Breaker:
    """Of one endpoint: closed while it answers, open for a pause, then half open for one trial."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._lock = threading.Lock()
        self._failed = 0  # in a row
        self._last = ""
        self._until: float | None = None  # the next trial; None while it is closed
        self._trying = False

    @property
    def is_open(self) -> bool:
        """Whether events are not asked about, but for a trial; not where nobody asks any more."""
        until = self._until
        return until is not None and monotonic() < until + FORGOTTEN

    def enter(self) -> bool:
        """Whether this call is the trial; ``NotAsked`` while others wait for what comes of it."""
        if self._until is None:
            return False
        with self._lock:
            if self._until is None:
                return False
            wait = self._until - monotonic()
            if self._trying or wait > 0:
                raise NotAsked("broken", self._told(wait))
            self._trying = True
            return True

    def leave(self, trial: bool, error: BaseException | None, *, fair: bool) -> None:
        """What came of a call; ``fair`` is whether it had the time that an answer takes."""
        if error is None and not self._failed:
            return
        with self._lock:
            if trial:
                self._trying = False  # if it tells nothing, the next call is one
            if self._answered(error):
                self._close()
            elif self._down(error, fair):
                self._count(f"{error}")

    def _answered(self, error: BaseException | None) -> bool:
        if error is None:
            return True
        return isinstance(error, CallFailed) and error.status not in (*DOWN, OURS)

    def _down(self, error: BaseException | None, fair: bool) -> bool:
        """Whether it is the endpoint's doing: not where a call began with its time nearly up."""
        if isinstance(error, NotAsked) or not isinstance(error, (CallFailed, OSError)):
            return False
        status = getattr(error, "status", None)
        if status == OURS:
            return False
        timed_out = status == TIMED_OUT or isinstance(error, TimeoutError)
        return fair or not timed_out

    def _close(self) -> None:
        self._failed = 0
        if self._until is not None:
            self._until = None
            _log.info("%s answers again", self._name)

    def _count(self, reason: str) -> None:
        self._failed += 1
        self._last = reason
        if self._failed < self._limits.failures:
            return
        if self._until is None:
            _log.warning("%s is not asked any more: %s", self._name, self._said())
        self._until = monotonic() + self._limits.pause

    def _told(self, wait: float) -> str:
        when = "now" if self._trying else f"in {max(wait, 0.0):.1f} s"
        return f"not asked: {self._name} {self._said()}; it is tried again {when}"

    def _said(self) -> str:
        return f"failed {self._failed} times in a row, the last one: {self._last}"
