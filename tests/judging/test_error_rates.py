"""How often a judge is wrong in a month of looking every day, and how often it is right in time.

Fewer draws than `./langroute bench --only judge` makes, whose table docs/judging.md has.
"""

from functools import cache

import pytest

from langroute_repo.judging.verdict import Word
from tests.judging.simulated import CASES, SETTINGS, Ended, run
from tests.judging.tables import REPORTED

RUNS = 48
OF_300 = SETTINGS[1]


@cache
def ends(name: str) -> tuple[Ended, ...]:
    """Months of a candidate at 300 events a day, over the languages in turn."""
    return tuple(
        run(REPORTED[seed % len(REPORTED)], CASES[name], OF_300, seed) for seed in range(RUNS)
    )


def share(name: str, word: Word) -> float:
    return sum(one.word == word for one in ends(name)) / RUNS


# An equal one in 1 of 100 at most: of 48 that none or one is, is what that looks like.
@pytest.mark.parametrize(
    "name",
    [
        "equal",
        "equal, outages of both",
        "equal, log without `sent`",
        "5 points better",
    ],
)
def test_who_is_as_good_is_hardly_ever_taken_back(name: str) -> None:
    assert share(name, "take-back") <= 1 / RUNS


@pytest.mark.parametrize(
    "name",
    [
        "5 points worse",
        "5 points worse, log without `sent`",
        "10 points worse",
        "odds of passing x 1.5",
        "odds of answering x 1.5",
        "failures 0.2 -> 2 %",
        "constant scores",
        "equal, labels of what passes",
    ],
)
def test_who_is_not_as_good_or_not_known_to_be_is_not_promoted(name: str) -> None:
    assert share(name, "promote") <= 0.05


@pytest.mark.parametrize(
    ("name", "word", "at_least"),
    [
        ("equal", "promote", 0.4),
        ("5 points better", "promote", 0.9),
        ("10 points worse", "take-back", 0.85),
        ("odds of passing x 1.5", "take-back", 0.85),
        ("odds of answering x 1.5", "take-back", 0.85),
        ("failures 0.2 -> 2 %", "take-back", 0.9),
        ("constant scores", "take-back", 1.0),
    ],
)
def test_most_are_told_within_a_month(name: str, word: Word, at_least: float) -> None:
    assert share(name, word) >= at_least


def test_constant_scores_are_told_at_once() -> None:
    assert {one.day for one in ends("constant scores")} == {1}
