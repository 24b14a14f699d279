"""The moment by which a call has to be over, whatever it consists of."""

from time import monotonic

from langroute.predictor.failure import TimedOut


class Deadline:
    """So many seconds from now on, shared by all steps of a call."""

    __slots__ = ("_end", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left, above zero; ``TimedOut`` when there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimedOut(self.seconds)
        return left

    def at_most(self, seconds: float) -> "Deadline":
        """So many seconds from now on, or this one where that comes first."""
        within = self._end - monotonic() <= seconds
        return self if within else Deadline(seconds)

    def half(self) -> "Deadline":
        """The first half of what is left, for a call after which another one may be needed."""
        return Deadline(max(0.0, self._end - monotonic()) / 2)
