"""Whether a model's scores changed in the middle of a log, while the events did not.

As far as weekly shares that pass tell it: between two weeks the odds of passing move in all
languages of the model, and not for the other models of the same languages, which saw the same news.
"""

from collections import defaultdict
from math import exp, log, sqrt
from statistics import fmean
from typing import NamedTuple

from langroute_repo.evidence import weekly
from langroute_repo.evidence.refresh import Pair, Refresh
from langroute_repo.evidence.weekly import Rate

# By model and the Monday of a week, then by language.
Steps = dict[tuple[str, str], dict[str, "_Step"]]


class _Step(NamedTuple):
    """A move of the log odds between two weeks: what few events add to its variance, and weeks."""

    value: float
    noise: float
    weeks: float  # the sum of one over the number of weeks on either side


class TwoVersions(NamedTuple):
    """A model whose scores are others from a week on; ``factor`` by which the odds moved."""

    model: str
    monday: str
    factor: float
    pairs: tuple[Pair, ...]


def two_versions(refresh: Refresh, least: float) -> list[TwoVersions]:
    """The models that changed by a factor of the odds, each with the week at which it did most."""
    steps = _steps(refresh)
    old = (weekly.passed(both.old.weeks, refresh.repeats) for both in refresh.both.values())
    scatter = weekly.variance(old)
    sure = weekly.sure(len(steps))
    found: dict[str, TwoVersions] = {}
    for (model, monday), own in steps.items():
        step, deviation = _apart(steps, model, monday, scatter)
        raw = fmean(one.value for one in own.values())
        # Of two models that part from each other it is the one that moved.
        if abs(step) > max(sure * deviation, log(least)) and abs(raw) > abs(step) / 2:
            pairs = tuple((model, language) for language in own)
            known = TwoVersions(model, monday, exp(abs(step)), pairs)
            if model not in found or known.factor > found[model].factor:
                found[model] = known
    return list(found.values())


def _steps(refresh: Refresh) -> Steps:
    """By model, week and language, how far the odds moved from the weeks before that one."""
    steps: Steps = defaultdict(dict)
    for (model, language), both in refresh.both.items():
        weeks = [one for one in both.after.weeks if one.events and one.passed is not None]
        rates = weekly.passed(weeks, refresh.repeats)
        for at in range(1, len(weeks)):
            steps[model, weeks[at].monday][language] = _step(rates[:at], rates[at:])
    return steps


def _step(before: list[Rate], after: list[Rate]) -> _Step:
    return _Step(
        fmean(one.value for one in after) - fmean(one.value for one in before),
        sum(fmean(one.variance for one in part) / len(part) for part in (before, after)),
        1 / len(before) + 1 / len(after),
    )


def _apart(steps: Steps, model: str, monday: str, scatter: float) -> tuple[float, float]:
    """How far a model moved beyond the others of its languages, and its standard deviation.

    Where there are no others the news may have moved all of its languages by as much.
    """
    values, variances, beside = [], [], False
    for language, own in steps[model, monday].items():
        others = [
            held[language]
            for (other, week), held in steps.items()
            if week == monday and other != model and language in held
        ]
        beside = beside or bool(others)
        theirs = fmean(one.noise for one in others) / len(others) if others else 0.0
        values.append(own.value - (fmean(one.value for one in others) if others else 0.0))
        variances.append(scatter * own.weeks + own.noise + theirs)
    together = len(values) if beside else 1
    return fmean(values), sqrt(fmean(variances) / together)
