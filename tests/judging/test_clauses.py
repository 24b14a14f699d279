"""Each question says what was counted, what is allowed and missing; no data is no answer."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from langroute_repo.judging import clauses
from langroute_repo.judging.clause import Clause
from langroute_repo.judging.day import Day
from langroute_repo.judging.limits import Limits
from langroute_repo.judging.passing import pass_share
from langroute_repo.judging.verdict import Verdict, verdict

MONDAY = date(2026, 11, 2)
LIMITS = Limits()
DIFFERENT = tuple(range(100))


def days(number: int = 1, /, **counts: Any) -> list[Day]:
    """So many days, each with these counts."""
    return [Day(MONDAY + timedelta(days=at), **counts) for at in range(number)]


def good(number: int = 14) -> list[Day]:
    """A canary at 10 % that is as good as its primary."""
    return days(
        number,
        traffic=0.1,
        answered=130,
        of=1300,
        minutes=700,
        minutes_beside=700,
        answers=1300,
        slow=5,
        contents=400,
        passes=100,
        pairs=400,
        gains=40,
        losses=40,
        labelled_gains=20,
        labelled_losses=20,
        relevant_gains=6,
        relevant_losses=5,
    )


def judged(held: list[Day], **given: Any) -> Verdict:
    known: dict[str, Any] = {"promised": 0.25, "prevalence": 0.25, "last_scores": DIFFERENT}
    return verdict(held, LIMITS, **(known | given))


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (
            clauses.answered(days(7, traffic=0.1, answered=130, of=1300)),
            "share answered: 10.0% of 9,100 keyed events; allowed 8.2% to 12.2%",
        ),
        (
            clauses.answered(days(7, traffic=0.1, answered=13, of=130)),
            "share answered: 10.0% of 910 keyed events; allowed 8.2% to 12.2%; "
            "about 1,458 keyed events more, if it stays as it is",
        ),
        (
            clauses.answered(
                [
                    *days(7, traffic=0.1, answered=130, of=1300),
                    *days(2, traffic=0.25, answered=325, of=1300),
                ]
            ),
            "share answered: 25.0% of 2,600 keyed events, after 1 other share; "
            "allowed 21.1% to 29.4%",
        ),
        (
            clauses.failures(days(7, minutes=700, minutes_beside=700), LIMITS),
            "failures: in 0.0% of 4,900 minutes in which it was asked; allowed below 1.0%",
        ),
        (
            clauses.latency(days(7, answers=100, slow=12), LIMITS),
            "latency: 12.0% of 700 answers slower than 1s; allowed below 5.0%",
        ),
        (
            pass_share(days(7, contents=100, passes=40), 0.25),
            "pass share: 40.0% of 700 contents pass, 25.0% were promised; allowed 21.7% to 28.6%",
        ),
        (
            clauses.scores((500,) * 100),
            "scores: the last 100 scores are all alike; allowed not all alike",
        ),
        (
            clauses.scores(DIFFERENT[:60]),
            "scores: the last 60 scores; allowed not all alike; 40 scores more",
        ),
    ],
    ids=str,
)
def test_a_clause_says_what_it_rests_on(clause: Clause, said: str) -> None:
    assert str(clause) == said


def test_weeks_hide_nothing_of_the_last_days() -> None:
    """A new container at the same address, after the first verdict."""
    held = days(14, contents=150, passes=38)
    spoiled = days(3, contents=150, passes=90)

    assert pass_share(held, 0.25).state == "within"
    assert pass_share([*held, *spoiled], 0.25).state == "broken"


def test_weeks_at_one_share_hide_nothing_of_the_next() -> None:
    held = days(14, traffic=0.1, answered=600, of=6000)
    ramped = days(2, traffic=0.25, answered=2000, of=6000)

    assert clauses.answered([*held, *ramped]).state == "broken"
    little = days(1, traffic=0.25, answered=10, of=20)
    assert clauses.answered([*held, *little]).state == "open"


@pytest.mark.parametrize(
    "clause",
    [
        clauses.answered(days(7, minutes=10)),
        clauses.answered([]),
        clauses.failures([], LIMITS),
        clauses.latency(days(7, minutes=10), LIMITS),
        pass_share([], 0.25),
        pass_share(days(7, contents=100, passes=25), None),
        clauses.recall([], 0.25, LIMITS),
        clauses.recall(good(), None, LIMITS),
        clauses.recall(days(7, pairs=400, gains=40, losses=40), 0.25, LIMITS),
    ],
    ids=str,
)
def test_no_data_is_never_agreement(clause: Clause) -> None:
    assert clause.state == "no-data"
    assert clause.missing


def test_times_in_which_both_fail_are_neither_s() -> None:
    together = days(7, minutes=700, minutes_beside=700, failing=20)
    alone = days(7, minutes=700, minutes_beside=700, failing=20, only_it=20)

    assert clauses.failures(together, LIMITS).state == "open"
    assert clauses.failures(alone, LIMITS).state == "broken"


def test_who_is_asked_more_may_fail_in_more_minutes() -> None:
    """A shadow of a quarter of the events beside a canary that is asked about all of them."""
    seldom = days(7, minutes=900, minutes_beside=100, failing=10, only_it=10, only_beside=1)

    assert clauses.failures(seldom, LIMITS).state != "broken"


def test_labels_of_losses_alone_take_nothing_back() -> None:
    """A few are not known to be unfair yet where gains are rare."""
    held = days(1, pairs=400, gains=10, losses=30, labelled_losses=11, relevant_losses=11)
    both = days(
        1, pairs=400, gains=10, losses=30, labelled_gains=2, labelled_losses=11, relevant_losses=11
    )

    assert clauses.recall(held, 0.25, LIMITS).state == "open"
    assert clauses.recall(both, 0.25, LIMITS).state == "broken"


def test_a_week_that_moves_both_models_is_not_the_candidate_s() -> None:
    """Half as many events again pass both; and alone the candidate's are too many."""
    both = days(7, contents=500, passes=165, contents_beside=500, passes_beside=165)
    alone = days(7, contents=500, passes=165, contents_beside=500, passes_beside=125)

    assert pass_share(both, 0.25, beside=0.25).state == "open"
    assert pass_share(alone, 0.25, beside=0.25).state == "broken"
    assert pass_share(both, 0.25, beside=None).state == "broken"


def test_a_story_that_came_three_times_says_one_thing() -> None:
    held = days(1, contents=450, passes=180)

    assert pass_share(held, 0.25).state == "broken"
    assert pass_share(held, 0.25, told=3).state == "open"


def test_labels_of_what_the_primary_keeps_are_no_sample() -> None:
    kept = days(7, pairs=400, gains=40, losses=40, labelled_losses=20, relevant_losses=10)

    found = clauses.recall(kept, 0.25, LIMITS)

    assert found.state == "no-data"
    assert found.missing == (
        "0.0% of the labels are of events that it keeps and its primary drops, and 50.0% of the "
        "disagreements: take labels of events that `judge --to-label` drew"
    )


def test_two_that_decide_alike_are_not_told_apart_by_labels() -> None:
    """Without a disagreement nobody can be asked, and without labels nothing is promoted."""
    alike = days(14, pairs=400, contents=400, passes=100)

    assert clauses.recall(alike, 0.25, LIMITS).state == "no-data"


def test_all_that_is_asked_for_is_a_promotion() -> None:
    assert judged(good(30)).word == "promote"


def test_a_share_that_is_not_shown_yet_is_enough_for_a_rung() -> None:
    quiet = [replace(one, answered=1, of=10) for one in good(30)]

    assert judged(quiet).word == "next-rung"


def test_the_first_week_decides_nothing_but_an_end() -> None:
    assert judged(good(6)).reasons[0] == "6 of 7 full days since it is what it is"
    assert judged(good(6)).word == "hold"
    assert judged(good(1), last_scores=(1,) * 100).word == "take-back"


@pytest.mark.parametrize("given", [{"promised": None}, {"prevalence": None}, {"last_scores": ()}])
def test_what_is_not_known_holds(given: dict[str, Any]) -> None:
    assert judged(good(30), **given).word == "hold"


def test_a_doubt_holds_whatever_the_counts_say() -> None:
    found = judged(good(30), last_scores=(1,) * 100, doubts=["it may be another log"])

    assert found.word == "hold"
    assert found.reasons == (
        "it may be another log",
        "scores: the last 100 scores are all alike; allowed not all alike",
    )


def test_a_shadow_is_never_promoted_at_once() -> None:
    assert judged(good(30), shadow=True).word == "next-rung"
