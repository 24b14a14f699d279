"""Which threshold reaches what a person wants, and how well the recorded events know it."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from langroute_repo.evidence import estimate
from langroute_repo.evidence.estimate import Estimate, NotKnown
from langroute_repo.evidence.interval import CountedShare, wilson
from langroute_repo.evidence.seal import grid_of, value_passing
from langroute_repo.tree.files.evidence import Evidence

# A share is called known when its interval reaches no further than this to either side.
CLOSE = 0.05


@dataclass(frozen=True, slots=True)
class Counted(CountedShare):
    """A share that was counted, and how much more would have to be to know it well."""

    @property
    def missing(self) -> int:
        """How many more have to be counted until the share is known to ± 5 points."""
        known = _reach(self.part, self.whole) <= CLOSE
        return 0 if known else max(1, enough(self.share) - self.whole)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A threshold and what it does on the recorded events.

    ``lowest`` to ``highest`` are the values that reach the same goal at the ends of its interval:
    nearer to the best value than this the evidence cannot tell.
    """

    at: Decimal
    lowest: Decimal
    highest: Decimal
    passes: Counted
    recall: Estimate | NotKnown
    precision: Estimate | NotKnown
    events_per_day: float


def enough(share: float) -> int:
    """How many events have to be counted until a share is known to ± 5 points."""
    return next(whole for whole in count(1) if _reach(round(share * whole), whole) <= CLOSE)


def _reach(part: int, whole: int) -> float:
    """Half the width of a counted share's interval."""
    low, high = wilson(part, whole)
    return (high - low) / 2


def passing(evidence: Evidence, share: float) -> Suggestion:
    """The threshold that passes as close to a share (0 to 1) of the recorded events as it can."""
    at = value_passing(evidence, share)
    low, high = wilson(round(share * evidence.total), evidence.total)
    return _suggestion(evidence, at, value_passing(evidence, high), value_passing(evidence, low))


def recalling(evidence: Evidence, share: Decimal) -> Suggestion | NotKnown:
    """The highest threshold at which at least a share of the relevant events passes.

    Or why no label tells which that is.
    """
    lowest = estimate.recall(evidence, evidence.score.minimum)
    if isinstance(lowest, NotKnown):
        return lowest
    ends: tuple[Callable[[Estimate], float], ...] = (
        lambda one: one.share,
        lambda one: one.low,
        lambda one: one.high,
    )
    at, low, high = (_highest(evidence, float(share), end) for end in ends)
    return _suggestion(evidence, at, min(low, at), max(high, at))


def value_recalling(evidence: Evidence, share: float) -> Decimal:
    """The highest value of the grid whose recall is at least a share; recall has to be known."""
    return _highest(evidence, share, lambda one: one.share)


def _highest(evidence: Evidence, share: float, end: Callable[[Estimate], float]) -> Decimal:
    """The highest value at which that end of recall reaches a share; the lowest where none does."""
    values = grid_of(evidence)

    def lacks(at: Decimal) -> bool:
        found = estimate.recall(evidence, float(at))
        # A share that is written in whole percent is not missed by a rounded float.
        return not isinstance(found, Estimate) or end(found) < share - 1e-9

    return values[max(0, bisect_left(values, True, key=lacks) - 1)]


def like(evidence: Evidence, other: Evidence, at: Decimal) -> Suggestion:
    """The threshold that passes the share that another model's threshold passes.

    That share counts as known; what is told of this model's value is what its own events tell.
    """
    return passing(evidence, other.share(float(at)))


def _suggestion(evidence: Evidence, at: Decimal, lowest: Decimal, highest: Decimal) -> Suggestion:
    passes = Counted(evidence.passing(float(at)), evidence.total)
    return Suggestion(
        at=at,
        lowest=lowest,
        highest=highest,
        passes=passes,
        recall=estimate.recall(evidence, float(at)),
        precision=estimate.precision(evidence, float(at)),
        events_per_day=evidence.events.per_day * passes.share,
    )
