"""What the recorded weeks say of how much shares and volumes move by themselves."""

from collections.abc import Iterable, Sequence
from math import log
from statistics import NormalDist, fmean
from typing import NamedTuple

from langroute_repo.tree.files.evidence import Evidence, Week

# How much a share or a volume moves from week to week, as a standard deviation of its log odds or
# of its logarithm, and as how many weeks' word that is taken where the weeks say little.
USUAL = 0.25
HELD = 4
# The chance that a log in which nothing but news moved is asked about, in all of its figures, if it
# were known what weeks scatter by: reckoned from a few of them, the true one is several times that.
FALSE = 0.002


class Rate(NamedTuple):
    """The logarithm of a rate or of odds, and the variance that so few events give it."""

    value: float
    variance: float


def odds(part: int, whole: int, told: float) -> Rate:
    """The log odds of a share; half an event each way, so that none and all have odds as well."""
    yes, no = part + 0.5, whole - part + 0.5
    return Rate(log(yes / no), told * (1 / yes + 1 / no))


def passed(weeks: Iterable[Week], told: float) -> list[Rate]:
    """The odds of passing of each week that has them."""
    return [
        odds(week.passed, week.events, told)
        for week in weeks
        if week.events and week.passed is not None
    ]


def volume(evidence: Evidence, told: float) -> list[Rate]:
    """The events a day of each week that the window holds whole."""
    weeks = [week.events for week in evidence.weeks[1:-1] if week.events]
    return [Rate(log(one / 7), told / one) for one in weeks]


def variance(rows: Iterable[Sequence[Rate]]) -> float:
    """How much weeks of one row scatter beyond their few events, over all rows of a kind."""
    apart, free = HELD * USUAL**2, float(HELD)
    for row in rows:
        if len(row) > 1:
            mean = fmean(rate.value for rate in row)
            apart += sum((rate.value - mean) ** 2 for rate in row)
            apart -= (len(row) - 1) * fmean(rate.variance for rate in row)
            free += len(row) - 1
    return max(0.05**2, apart / free)


def sure(figures: int) -> float:
    """So many standard deviations away one of so many figures is no chance."""
    return NormalDist().inv_cdf(1 - FALSE / 2 / max(1, figures))
