"""Between which bounds the share of gains lies at the end of each day, for a picture of a verdict.

The bounds are the bets of the recall clause turned around: the lower one reaches what is needed
exactly when the clause is shown to be within, the upper one lies below a half exactly when it is
broken.
"""

from collections.abc import Callable, Iterator, Sequence
from math import exp
from typing import NamedTuple

from langroute.sequential import Period, Range, place, place_over
from langroute_repo.judging.clause import OF_RECALL
from langroute_repo.judging.clauses import least_gains
from langroute_repo.judging.day import Day
from langroute_repo.judging.limits import Limits

FARTHEST = 8.0  # of the log odds: farther from what is needed is as good as none or all
STEPS = 9  # halvings: to a thirtieth of the log odds
MOST = 60  # days, the last ones: each looks at all before it


class Bounds(NamedTuple):
    """At the end of a day: the share of gains that is needed, and the bounds of the true one."""

    needed: float
    low: float
    high: float


def bounds(
    days: Sequence[Day], prevalence: float, limits: Limits, told: int = 1
) -> Iterator[Bounds | None]:
    """For each day, None for those before the last ``MOST``; without relevant labels 0 to 1."""
    least = list(least_gains(days, prevalence, limits))
    periods: list[Period] = []
    found: tuple[float, float] | None = None
    for number, (before, one, needed) in enumerate(zip(least, days, least[1:], strict=False)):
        if one.relevant:
            gains = Range(before, 1.0)
            periods.append(Period(one.relevant_gains / told, one.relevant / told, gains))
            found = None
        if number < len(days) - MOST:
            yield None
            continue
        found = found or _of(periods)
        shift, high = found
        yield Bounds(needed, 0.0 if shift == -FARTHEST else _shifted(needed, shift), high)


def _of(periods: Sequence[Period]) -> tuple[float, float]:
    """By how much the gains are above what is needed, in log odds, and the upper bound."""
    if not periods:
        return -FARTHEST, 1.0
    shift = _last(-FARTHEST, FARTHEST, lambda by: _is_above(periods, by))
    return shift, _upper(periods)


def _is_above(periods: Sequence[Period], shift: float) -> bool:
    """Whether the gains are shown to be more than is needed and so much."""
    moved = [
        one._replace(expected=Range(_shifted(one.expected.low, shift), 1.0)) for one in periods
    ]
    return place_over(moved, 0) == "within"


def _upper(periods: Sequence[Period]) -> float:
    """The least share of which the gains are shown to be less."""
    part, whole = sum(one.part for one in periods), sum(one.whole for one in periods)
    return _last(0.0, 1.0, lambda end: place(part, whole, Range(end, 1.0), OF_RECALL) != "below")


def _last(low: float, high: float, holds: Callable[[float], bool]) -> float:
    """The last number of which something holds that holds of none beyond; ``low`` if of none."""
    if holds(high):
        return high
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _shifted(share: float, shift: float) -> float:
    """The share whose log odds are higher by so much."""
    return share * exp(shift) / (1 - share + share * exp(shift))
