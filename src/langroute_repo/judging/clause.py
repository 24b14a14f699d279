"""One question that a candidate has to answer, and what its counts say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from langroute.sequential import MOST, Place, Range, needed
from langroute_repo.judging.day import Day

# Chances that something is called broken that is not, in all looks together. Their sum is 1 %:
# recall has few labels and gets the most, and what has two ends divides its own.
OF_RECALL = 0.004
OF_OTHERS = 0.0015
OUTSIDE: tuple[Place, ...] = ("below", "above")
FAR_OFF = 10  # times what there is: a figure would only seem to say something
# Of "broken" the sum over all clauses is wrong in 1 of 100 candidates that are as they should be,
# however often somebody looks; "within" of each clause in 5 of 100 that are not.
State = Literal["within", "open", "broken", "no-data"]


@dataclass(frozen=True, slots=True)
class Until:
    """About how many more are needed, if what comes is as what was seen.

    Counted when somebody reads it: that takes as long as all questions of a day together.
    """

    part: float
    whole: float
    allowed: Range
    what: str

    def __str__(self) -> str:
        need = needed(self.part / self.whole, self.allowed)
        if need >= MOST:
            return "never, if it stays as it is"
        if need > FAR_OFF * self.whole:
            return "not for long, if it stays as it is"
        return f"about {max(1, need - int(self.whole)):,} {self.what} more, if it stays as it is"


@dataclass(frozen=True, slots=True)
class Clause:
    """What was counted, what is allowed and, while the question is open, what is missing."""

    name: str
    state: State
    counted: str
    allowed: str
    missing: str | Until = ""
    # What a picture or a machine shows: the share that was seen, and the ends of what is allowed.
    share: float | None = None
    low: float = 0.0
    high: float = 1.0

    def __str__(self) -> str:
        allowed = f"allowed {self.allowed}" if self.allowed else ""
        told = "; ".join(filter(None, (self.counted, allowed, str(self.missing))))
        return f"{self.name}: {told}"


def state_of(found: Place, broken: tuple[Place, ...]) -> State:
    return "broken" if found in broken else "within" if found == "within" else "open"


def missing(state: State, part: float, whole: float, allowed: Range, what: str) -> str | Until:
    """What an open question lacks."""
    return Until(part, whole, allowed, what) if state == "open" else ""


def no_data(name: str, why: str) -> Clause:
    return Clause(name, "no-data", "nothing", "", why)


def share_of(part: float, whole: float) -> str:
    return f"{part / whole:.1%}"


def sum_of(days: Sequence[Day], name: str) -> int:
    return sum(getattr(one, name) for one in days)
