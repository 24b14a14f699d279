"""Days of two models beside each other, drawn from counts of real paired scores, and their judge.

A story is told three times on average (geometric), each telling is an event of its own. The
contents' decisions are drawn from the pairs of a language; who answers, what is compared, which
disagreements are labelled and what fails are drawn beside them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
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


CASES = {
    "equal": Case(),
    "equal, outages of both": Case(outages=0.5),
    "equal, labels of what passes": Case(only_kept_labelled=True),
    "5 points better": Case("better-5"),
    "5 points worse": Case("worse-5"),
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
    prevalence = sum(counts[1::2]) / sum(counts)
    last = ALIKE if case.constant else DIFFERENT
    days: list[Day] = []
    for day in _days(counts, case, setting, Random(seed)):
        days.append(day)
        found = verdict(days, Limits(), promised, prevalence, last)
        if found.word in ("promote", "take-back"):
            return Ended(found.word, len(days))
    return Ended("hold", DAYS)


def _days(counts: list[int], case: Case, setting: Setting, random: Random) -> Iterator[Day]:
    for number in range(DAYS):
        yield _day(BEGINS + timedelta(days=number), counts, case, setting, random)


def _day(day: date, counts: list[int], case: Case, setting: Setting, random: Random) -> Day:
    stories = max(1, round(random.gauss(setting.events / TOLD, (setting.events / TOLD) ** 0.5)))
    traffic = _answering(setting.traffic, case.answers)
    of = answered = passes = contents = pairs = 0
    disagreements: list[int] = []
    asked = asked_beside = 0
    for kind in random.choices(range(8), counts, k=stories):
        candidate = both = False
        while True:
            of += 1
            canary, compared = random.random() < traffic, random.random() < setting.compared
            answered += canary
            asked += canary or compared
            asked_beside += not canary or compared
            candidate |= canary or compared
            both |= compared
            if random.random() < 1 / TOLD:
                break
        contents += candidate
        passes += candidate and bool(kind & 2)
        pairs += both
        if (both and kind & 2 and not kind & 4) or (both and kind & 4 and not kind & 2):
            disagreements.append(kind)
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
        pairs=pairs,
        gains=sum(bool(one & 2) for one in disagreements),
        losses=sum(bool(one & 4) for one in disagreements),
        labelled_gains=sum(bool(one & 2) for one in drawn),
        labelled_losses=sum(bool(one & 4) for one in drawn),
        relevant_gains=sum(one & 3 == 3 for one in drawn),
        relevant_losses=sum(one & 5 == 5 for one in drawn),
    )


def _failing(asked: int, beside: int, case: Case, random: Random) -> tuple[int, int, int]:
    """Minutes in which the candidate failed, in which only it did, and only its primary."""
    outage = OUTAGE * asked // MINUTES if random.random() < case.outages else 0
    own = _binomial(asked, case.failing, random)
    return own + outage, own, _binomial(beside, FAILING, random)


def _answering(traffic: float, factor: float) -> float:
    odds = traffic / (1 - traffic) * factor
    return odds / (1 + odds)


def _binomial(number: int, share: float, random: Random) -> int:
    return sum(random.random() < share for _ in range(number))
