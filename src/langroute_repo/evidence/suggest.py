"""Which threshold reaches what a person wants, and how well the recorded events know it."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from math import ceil

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
    nearer to the best value than this the evidence cannot tell. Recall is None without events
    labelled relevant, precision without labelled ones that pass.
    """

    at: Decimal
    lowest: Decimal
    highest: Decimal
    passes: Counted
    recall: Counted | None
    precision: Counted | None
    labelled: int
    events_per_day: float

    @property
    def labels_missing(self) -> int | None:
        """More events to label until recall is known to ± 5 points; None where nothing says.

        Only the relevant ones count, and they are as rare among the next labels as so far.
        """
        if self.recall is None:
            return None
        return ceil(self.recall.missing * self.labelled / self.recall.whole)


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


def recalling(evidence: Evidence, share: Decimal) -> Suggestion:
    """The highest threshold at which at least a share of the relevant events passes.

    There have to be events labelled relevant. The share is decimal so that 7 % of 100 is 7.
    """
    total = sum(evidence.relevant)
    ends = wilson(round(share * total), total)
    low, high = map(Decimal, ends)
    at, lowest, highest = (value_recalling(evidence, one) for one in (share, high, low))
    return _suggestion(evidence, at, min(lowest, at), max(highest, at))


def value_recalling(evidence: Evidence, share: Decimal) -> Decimal:
    """The highest value of the grid at which at least a share of the relevant events passes."""
    wanted = share * sum(evidence.relevant)
    kept = 0
    for at in reversed(grid_of(evidence)):
        kept += evidence.relevant[evidence.cell(float(at))]
        if kept >= wanted:
            return at
    raise ValueError(f"no threshold passes {share} of the relevant events")


def like(evidence: Evidence, other: Evidence, at: Decimal) -> Suggestion:
    """The threshold that passes the share that another model's threshold passes.

    That share counts as known; what is told of this model's value is what its own events tell.
    """
    return passing(evidence, other.share(float(at)))


def _suggestion(evidence: Evidence, at: Decimal, lowest: Decimal, highest: Decimal) -> Suggestion:
    cell = evidence.cell(float(at))
    labelled, relevant = (sum(row[cell:]) for row in (evidence.labelled, evidence.relevant))
    passes = Counted(evidence.passing(float(at)), evidence.total)
    return Suggestion(
        at=at,
        lowest=lowest,
        highest=highest,
        passes=passes,
        recall=_counted(relevant, sum(evidence.relevant)),
        precision=_counted(relevant, labelled),
        labelled=sum(evidence.labelled),
        events_per_day=evidence.events.per_day * passes.share,
    )


def _counted(part: int, whole: int) -> Counted | None:
    return Counted(part, whole) if whole else None
