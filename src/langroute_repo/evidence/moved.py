"""What of new evidence moved farther than the weeks explain: what passes, volume, label rates.

That all pairs of a log move together a little is taken off, as far as there are enough of them.
"""

from collections.abc import Callable, Iterator, Mapping
from math import exp, log, sqrt
from statistics import median
from typing import NamedTuple

from langroute_repo.evidence import weekly
from langroute_repo.evidence.refresh import ENOUGH, Both, Pair, Refresh
from langroute_repo.evidence.weekly import Rate

VOLUMES = 2.0  # factor below which another number of events a day is the news


class Moved(NamedTuple):
    """A figure of a pair before and after, and by what factor its odds or its rate moved."""

    pair: Pair
    what: str
    before: float
    after: float
    factor: float


class _Step(NamedTuple):
    before: Rate
    after: Rate
    weeks: tuple[int, int]


def moved(refresh: Refresh, least: float) -> list[Moved]:
    """What moved by at least a factor (of the odds) and farther than chance lets it."""
    told, both = refresh.repeats, refresh.both
    rows = [weekly.passed(one.weeks, told) for each in both.values() for one in each[:2]]
    scatter = weekly.variance(rows)
    found = [
        *_of(_steps(both, lambda one: _passing(one, told)), scatter, least, "passes"),
        *_of(_steps(both, lambda one: _labels(one, told)), scatter, least, "labelled relevant"),
    ]
    by_language = {pair[1]: (pair, one) for pair, one in reversed(list(both.items()))}
    volumes = _steps(dict(by_language.values()), lambda one: _volume(one, told))
    rows = [weekly.volume(one, told) for each in both.values() for one in each[:2]]
    return [*found, *_of(volumes, weekly.variance(rows), VOLUMES, "events a day")]


def _steps(both: Mapping[Pair, Both], step: Callable[[Both], _Step | None]) -> dict[Pair, _Step]:
    found = {pair: step(one) for pair, one in both.items()}
    return {pair: one for pair, one in found.items() if one}


def _of(steps: Mapping[Pair, _Step], scatter: float, least: float, what: str) -> Iterator[Moved]:
    apart = [one.after.value - one.before.value for one in steps.values()]
    common = median(apart) if len(apart) >= ENOUGH else 0.0
    sure = weekly.sure(len(steps))
    for pair, one in steps.items():
        step = one.after.value - one.before.value - common
        weeks = scatter * sum(1 / number for number in one.weeks)
        deviation = sqrt(weeks + one.before.variance + one.after.variance)
        if abs(step) > max(sure * deviation, log(least)):
            yield Moved(pair, what, one.before.value, one.after.value, exp(abs(step)))


def _weeks(one: Both) -> tuple[int, int]:
    return max(1, len(one.old.weeks)), max(1, len(one.after.weeks))


def _passing(one: Both, told: float) -> _Step | None:
    """At the value that the new evidence was sealed at."""
    at = one.after.passed_at
    if at is None or not one.old.holds(at):
        return None
    cell = one.after.cell(at)
    before = weekly.odds(sum(one.old.counts[cell:]), one.old.total, told)
    return _Step(before, weekly.odds(sum(one.new[cell:]), sum(one.new), told), _weeks(one))


def _labels(one: Both, told: float) -> _Step | None:
    """Relevant ones among the labels of events at or above the value, which people see."""
    at = one.after.passed_at
    if at is None or not one.old.holds(at):
        return None
    cell = one.after.cell(at)
    old, new = sum(one.old.labelled[cell:]), sum(one.labelled[cell:])
    if not old or not new:
        return None
    before = weekly.odds(sum(one.old.relevant[cell:]), old, told)
    return _Step(before, weekly.odds(sum(one.relevant[cell:]), new, told), _weeks(one))


def _volume(one: Both, told: float) -> _Step | None:
    """Events of the language a day, whichever model answered them."""
    old, new = one.old.events.per_day, one.after.events.per_day
    if not old or not new:
        return None
    before, after = (
        Rate(log(rate), told / (rate * days))
        for rate, days in ((old, one.old.window.days), (new, one.after.window.days))
    )
    return _Step(before, after, _weeks(one))
