"""Days of two models beside each other, drawn from counts of real paired scores, and their judge.

A story is told three times on average (geometric), each telling is an event of its own. The
contents' decisions are drawn from the pairs of a language; who answers, what is compared, which
disagreements are labelled and what fails are drawn beside them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from pathlib import Path
from random import Random
from typing import NamedTuple

from langroute_repo.judging.day import Day
from langroute_repo.judging.limits import Limits
from langroute_repo.judging.verdict import Word, verdict

PAIRS: dict[str, dict[str, dict[str, list[int] | float]]] = json.loads(
    Path(__file__).with_name("pairs.json").read_text()
)
BEGINS = date(2026, 1, 5)
DAYS = 30
TOLD = 3
DIFFERENT = tuple(range(100))
ALIKE = (500,) * 100
FAILING = 0.002
OUTAGE, MINUTES = 15, 24 * 60  # minutes, and those of a day


class Setting(NamedTuple):
    """What a language is like, and how its canary is run."""

    events: int  # a day
    traffic: float
    compared: float
    labels: int  # a day


SETTINGS = (
    Setting(60, 0.25, 1.0, 20),
    Setting(300, 0.10, 1.0, 20),
    Setting(1300, 0.10, 0.25, 40),
    Setting(3000, 0.10, 0.25, 40),
)


@dataclass(frozen=True)
class Case:
    """A candidate: the pairs that it is drawn from, and what else is the matter with it."""

    pairs: str = "equal"
    failing: float = FAILING
    answers: float = 1.0  # factor on the odds of answering
    constant: bool = False
    only_kept_labelled: bool = False
    outages: float = 0.0  # chance of a quarter of an hour a day in which everything fails
    bursts: bool = False  # whether each fails by the quarter of an hour, no more often
    wobble: float = 0.0  # standard deviation between weeks of the log odds that anything passes
    sent: bool = True  # whether the log says what was sent, so that a content is counted once


CASES = {
    "equal": Case(),
    "equal, outages of both": Case(outages=0.5),
    "equal, bursts of either": Case(bursts=True),
    "equal, weeks that differ": Case(wobble=0.18),
    "equal, log without `sent`": Case(sent=False),
    "equal, labels of what passes": Case(only_kept_labelled=True),
    "5 points better": Case("better-5"),
    "5 points worse": Case("worse-5"),
    "5 points worse, log without `sent`": Case("worse-5", sent=False),
    "10 points worse": Case("worse-10"),
    "odds of passing x 1.5": Case("passes-more"),
    "odds of answering x 1.5": Case(answers=1.5),
    "failures 0.2 -> 2 %": Case(failing=0.02),
    "constant scores": Case(constant=True),
}


class Ended(NamedTuple):
    """How a run ended, and on which day from 1; after the last one with hold."""

    word: Word
    day: int


def run(language: str, case: Case, setting: Setting, seed: int) -> Ended:
    """Judge every day for a month; the first word that ends a canary ends the run."""
    held = PAIRS[language][case.pairs]
    counts, promised = held["counts"], held["promised"]
    assert isinstance(counts, list)
    assert isinstance(promised, float)
    prevalence, beside = sum(counts[1::2]) / sum(counts), sum(counts[4:]) / sum(counts)
    last = ALIKE if case.constant else DIFFERENT
    days: list[Day] = []
    for day in _days(counts, case, setting, Random(seed)):
        days.append(day)
        told = 1 if case.sent else TOLD
        found = verdict(
            days, Limits(), promised, prevalence, last, told=told, promised_beside=beside
        )
        if found.word in ("promote", "take-back"):
            return Ended(found.word, len(days))
    return Ended("hold", DAYS)


def _days(counts: list[int], case: Case, setting: Setting, random: Random) -> Iterator[Day]:
    kinds: list[float] = list(counts)
    for number in range(DAYS):
        if case.wobble and number % 7 == 0:
            kinds = _in_a_week(counts, exp(random.gauss(0, case.wobble)))
        yield _day(BEGINS + timedelta(days=number), kinds, case, setting, random)


def _in_a_week(counts: list[int], odds: float) -> list[float]:
    """The kinds with so many times the odds that either of the two passes it."""
    return [count * odds if kind & 6 else count for kind, count in enumerate(counts)]


def _day(day: date, counts: list[float], case: Case, setting: Setting, random: Random) -> Day:
    stories = max(1, round(random.gauss(setting.events / TOLD, (setting.events / TOLD) ** 0.5)))
    traffic = _answering(setting.traffic, case.answers)
    of = answered = passes = contents = pairs = passes_beside = contents_beside = 0
    disagreements: list[int] = []
    asked = asked_beside = 0
    for kind in random.choices(range(8), counts, k=stories):
        candidate = both = primary = 0
        while True:
            of += 1
            canary, compared = random.random() < traffic, random.random() < setting.compared
            answered += canary
            asked += canary or compared
            candidate += canary or compared
            both += compared
            primary += not canary or compared
            if random.random() < 1 / TOLD:
                break
        asked_beside += primary
        if case.sent:
            candidate, both, primary = min(candidate, 1), min(both, 1), min(primary, 1)
        contents += candidate
        passes += candidate * bool(kind & 2)
        contents_beside += primary
        passes_beside += primary * bool(kind & 4)
        pairs += both
        if bool(kind & 2) != bool(kind & 4):
            disagreements += [kind] * both
    drawn = [one for one in disagreements if one & 4 or not case.only_kept_labelled]
    random.shuffle(drawn)
    drawn = drawn[: setting.labels]
    failing, only_it, only_beside = _failing(asked, asked_beside, case, random)
    return Day(
        day,
        setting.traffic,
        answered=answered,
        of=of,
        minutes=asked,
        minutes_beside=asked_beside,
        failing=failing,
        only_it=only_it,
        only_beside=only_beside,
        answers=asked,
        slow=_binomial(asked, 0.01, random),
        contents=contents,
        passes=passes,
        contents_beside=contents_beside,
        passes_beside=passes_beside,
        pairs=pairs,
        gains=sum(bool(one & 2) for one in disagreements),
        losses=sum(bool(one & 4) for one in disagreements),
        labelled_gains=sum(bool(one & 2) for one in drawn),
        labelled_losses=sum(bool(one & 4) for one in drawn),
        relevant_gains=sum(one & 3 == 3 for one in drawn),
        relevant_losses=sum(one & 5 == 5 for one in drawn),
    )


def _failing(asked: int, beside: int, case: Case, random: Random) -> tuple[int, int, int]:
    """Minutes in which the candidate failed, and quarters of an hour in which only one did."""
    both = _burst(asked, random) if random.random() < case.outages else []
    if case.bursts:
        own, others = _bursts(asked, random), _bursts(beside, random)
    else:
        own = _minutes(asked, case.failing, random)
        others = _minutes(beside, FAILING, random)
    it, primary = _quarters([*own, *both]), _quarters([*others, *both])
    return len(own) + len(both), len(it - primary), len(primary - it)


def _minutes(asked: int, share: float, random: Random) -> list[int]:
    return [random.randrange(MINUTES) for _ in range(_binomial(asked, share, random))]


def _bursts(asked: int, random: Random) -> list[int]:
    """Failing minutes, as many as without bursts."""
    bursts = _binomial(MINUTES // OUTAGE, FAILING, random)
    return [minute for _ in range(bursts) for minute in _burst(asked, random)]


def _burst(asked: int, random: Random) -> list[int]:
    """Of a quarter of an hour the minutes in which it was asked."""
    begins = random.randrange(MINUTES)
    return [begins + at for at in range(OUTAGE) if random.random() < asked / MINUTES]


def _quarters(minutes: list[int]) -> set[int]:
    return {minute // OUTAGE for minute in minutes}


def _answering(traffic: float, factor: float) -> float:
    odds = traffic / (1 - traffic) * factor
    return odds / (1 + odds)


def _binomial(number: int, share: float, random: Random) -> int:
    return sum(random.random() < share for _ in range(number))
