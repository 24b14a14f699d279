"""A share counts from the day on which it is live, whenever people approved its push."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from langroute_repo.judging.beginning import Beginning
from langroute_repo.judging.clauses import answered
from langroute_repo.judging.day import Day
from langroute_repo.judging.live import live

RAMPED = datetime(2026, 11, 9, 12)
BEGAN = datetime(2026, 11, 1, 12)
EVENTS = 6000


def days(first: date, shares: Sequence[float]) -> list[Day]:
    return [
        Day(first + timedelta(days=at), answered=round(EVENTS * share), of=EVENTS)
        for at, share in enumerate(shares)
    ]


def told(shares: Sequence[float]) -> tuple[list[float | None], str]:
    """The shares by which days after the ramp from 10 to 25 % are judged, and what is said."""
    since = Beginning(BEGAN, "", ((RAMPED, 0.25), (BEGAN, 0.1)))
    found = list(
        live([*days(date(2026, 11, 2), [0.1] * 7), *days(date(2026, 11, 10), shares)], since)
    )
    return [one.traffic for one in found[7:]], answered(found).state


def test_a_push_at_once() -> None:
    assert told([0.25, 0.24]) == ([0.25, 0.25], "within")


def test_a_push_in_the_middle_of_a_day() -> None:
    """Merged in the evening and approved the next noon: the canary was taken back for it."""
    assert told([0.17]) == ([None], "within")
    assert told([0.17, 0.25]) == ([None, 0.25], "within")


def test_a_push_days_later() -> None:
    """The days before it went on to count against the canary after it was live."""
    waited = [0.1, 0.11, 0.1, 0.09, 0.18]

    assert told([*waited, 0.25, 0.26]) == ([None] * 5 + [0.25] * 2, "within")


def test_more_than_either_share_is_no_push() -> None:
    assert told([0.34, 0.33]) == ([0.25, 0.25], "broken")


def test_what_stays_between_two_shares_is_the_canary_s_own() -> None:
    """It hands back a third of what it gets."""
    shares, state = told([0.17] * 9)

    assert shares == [None] * 7 + [0.25] * 2
    assert state == "broken"


def test_a_first_share_that_comes_late() -> None:
    since = Beginning(BEGAN, "", ((BEGAN, 0.1),))
    found = list(live(days(date(2026, 11, 2), [0, 0, 0.06, 0.1, 0.1]), since))

    assert [one.traffic for one in found] == [None, None, None, 0.1, 0.1]
