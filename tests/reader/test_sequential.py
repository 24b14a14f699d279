"""A verdict that may be looked at any time: seldom wrong in all looks together, and soon there."""

import random
from collections.abc import Callable, Iterator
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.sequential import MOST, Period, Range, Watch, around, needed, place, place_over

# Of one bet among six, where a push may be stopped for nothing once in a thousand times.
DOUBT = 0.001 / 6
MINUTES = 60
COUNTED = st.integers(1, 10**6).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)
EXPECTED = st.builds(around, st.floats(0, 1), st.floats(1, 10))
Share = Callable[[random.Random], Iterator[float]]


def steady(share: float) -> Share:
    """The same share at all times."""

    def shares(_: random.Random) -> Iterator[float]:
        while True:
            yield share

    return shares


def wandering(within: Range) -> Share:
    """A share that goes up and down from minute to minute, and turns at the ends of a range."""

    def shares(chance: random.Random) -> Iterator[float]:
        share = (within.low + within.high) / 2
        while True:
            share = min(within.high, max(within.low, share + chance.gauss(0, 0.02)))
            yield share

    return shares


def ever_outside(
    shares: Share, expected: Range, a_minute: int, seed: int, told: int = 1, repeats: int = 1
) -> bool:
    """Whether one of 60 looks, finds it outside; each story is told so often."""
    chance, part, whole = random.Random(seed), 0, 0
    for share in islice(shares(chance), MINUTES):
        for _ in range(a_minute // told):
            part += told * (chance.random() < share)
            whole += told
        if place(part / repeats, whole / repeats, expected, DOUBT) in ("below", "above"):
            return True
    return False


def events_until_outside(share: float, expected: Range, seed: int, repeats: int = 1) -> int:
    """How many events it takes when every tenth is looked at."""
    chance, part, whole = random.Random(seed), 0, 0
    while place(part / repeats, whole / repeats, expected, DOUBT) not in ("below", "above"):
        part += sum(chance.random() < share for _ in range(10))
        whole += 10
    return whole


PROMISED = around(0.241, 1.5)


@pytest.mark.parametrize(
    "shares",
    [
        steady(0.241),
        steady(0.276),  # odds × 1.2
        steady(0.209),
        steady(PROMISED.high),
        steady(PROMISED.low),
        wandering(PROMISED),
    ],
    ids=["as promised", "more", "less", "at the high end", "at the low end", "wandering"],
)
@pytest.mark.parametrize("a_minute", [3, 40])
def test_a_share_within_is_not_called_outside_in_sixty_looks(shares: Share, a_minute: int) -> None:
    assert not any(ever_outside(shares, PROMISED, a_minute, seed) for seed in range(150))


def test_stories_told_as_often_as_expected_are_no_reason() -> None:
    found = [
        ever_outside(steady(PROMISED.high), PROMISED, 60, seed, told=3, repeats=3)
        for seed in range(150)
    ]
    assert not any(found)


def test_stories_told_more_often_than_expected_are_one() -> None:
    """Why the number of repeats is a limit that people set."""
    found = [ever_outside(steady(PROMISED.high), PROMISED, 60, seed, told=20) for seed in range(50)]
    assert sum(found) > 10


@pytest.mark.parametrize(
    ("promised", "odds", "true", "median"),
    [
        (0.38, 1.5, 0.12, 160),  # another language's threshold
        (0.12, 1.5, 0.38, 130),
        (0.241, 1.5, 0.612, 90),
        (0.1, 1.25, 0.5, 50),  # a canary at 50 % in place of 10 %
        (0.1, 1.25, 0.2, 500),
    ],
)
def test_a_wrong_share_is_found_soon(
    promised: float, odds: float, true: float, median: int
) -> None:
    expected = around(promised, odds)
    taken = sorted(events_until_outside(true, expected, seed) for seed in range(101))
    assert taken[50] <= median
    assert taken[95] <= 2.5 * median


@given(COUNTED, EXPECTED)
def test_the_other_side_is_the_mirror_image(counted: tuple[int, int], expected: Range) -> None:
    part, whole = counted
    mirrored = Range(1 - expected.high, 1 - expected.low)
    names = {"below": "above", "above": "below"}
    here = place(part, whole, expected, DOUBT)
    assert place(whole - part, whole, mirrored, DOUBT) == names.get(here, here)


@given(COUNTED, EXPECTED)
def test_a_share_that_is_seen_within_is_never_called_outside(
    counted: tuple[int, int], expected: Range
) -> None:
    part, whole = counted
    seen = place(part, whole, expected, DOUBT)
    if expected.low <= part / whole <= expected.high:
        assert seen in ("within", "unclear")
    else:
        assert seen in ("below", "above", "unclear")


@given(EXPECTED)
def test_nothing_seen_decides_nothing(expected: Range) -> None:
    anything = expected == Range(0, 1)
    assert place(0, 0, expected, DOUBT) == ("within" if anything else "unclear")


@given(COUNTED, EXPECTED)
def test_without_doubt_allowed_nothing_is_outside(
    counted: tuple[int, int], expected: Range
) -> None:
    assert place(*counted, expected, 0) in ("within", "unclear")


@given(st.floats(0, 1), st.floats(1.1, 10))
def test_so_many_events_show_that_it_is_within(share: float, odds: float) -> None:
    expected = around(share, odds)
    enough = needed(share, expected)
    assert place(share * enough, enough, expected, DOUBT) == "within"
    few = enough // 4
    assert enough <= 16 or place(share * few, few, expected, DOUBT) == "unclear"


@given(st.floats(0, 1), st.floats(1, 100))
def test_a_range_holds_its_share_and_half_a_point_about_it(share: float, odds: float) -> None:
    low, high = around(share, odds)
    assert 0 <= low <= max(0, share - 0.005)
    assert min(1, share + 0.005) <= high <= 1


def test_known_range() -> None:
    assert around(0.241, 1.5) == pytest.approx((0.1747, 0.3226), abs=1e-4)


WATCHED = 1e-6  # the doubt that the guards have


def events_until_left(share: float, seed: int, before: int = 0) -> int:
    """How many events of another share it takes, after so many that were as promised."""
    chance, watch = random.Random(seed), Watch(PROMISED, WATCHED, repeats=3)
    for _ in range(before):
        assert watch.see(chance.random() < 0.241) == "unclear"
    for number in count(1):
        if watch.see(chance.random() < share) != "unclear":
            return number
    raise AssertionError


def test_a_watch_is_as_quick_after_weeks_as_on_the_first_day() -> None:
    fresh, late = (
        sorted(events_until_left(0.612, seed, before) for seed in range(25)) for before in (0, 5000)
    )
    assert fresh[12] <= 300
    assert late[12] <= 1.1 * fresh[12]
    # What counts all that ever came is blind by then.
    part, whole = 0.241 * 5000 + 0.612 * fresh[-1], 5000 + fresh[-1]
    assert place(part / 3, whole / 3, PROMISED, WATCHED) == "within"


@pytest.mark.parametrize(("share", "side"), [(0.612, "above"), (0.02, "below")])
def test_a_watch_says_on_which_side(share: float, side: str) -> None:
    chance, watch = random.Random(1), Watch(PROMISED, WATCHED)
    seen = (watch.see(chance.random() < share) for _ in range(2000))
    assert next(place for place in seen if place != "unclear") == side


@pytest.mark.parametrize("share", [0.241, 0.276, 0.209], ids=["as promised", "more", "less"])
def test_a_watch_is_quiet_while_the_share_is_within(share: float) -> None:
    chance, watch = random.Random(3), Watch(PROMISED, WATCHED, repeats=3)
    assert {watch.see(chance.random() < share) for _ in range(50_000)} == {"unclear"}


def test_a_watch_is_wrong_about_as_seldom_as_it_promises_at_the_very_end() -> None:
    """With a doubt of a hundredth, once in 100 events at the soonest on average."""
    taken = []
    for seed in range(100):
        chance, watch = random.Random(seed), Watch(PROMISED, 0.01)
        taken.append(
            next(at for at in count(1) if watch.see(chance.random() < PROMISED.high) != "unclear")
        )
    assert sum(taken) / len(taken) >= 100


def test_a_watch_on_anything_sees_nothing() -> None:
    watch = Watch(Range(0, 1), 0.5)
    assert {watch.see(hit) for hit in (True, False) * 50} == {"unclear"}


@given(st.lists(COUNTED, min_size=1, max_size=5), EXPECTED)
def test_periods_of_one_range_are_one_period(
    counted: list[tuple[int, int]], expected: Range
) -> None:
    part, whole = (sum(one) for one in zip(*counted, strict=True))
    periods = [Period(*one, expected) for one in counted]

    assert place_over(periods, 0.01) == place(part, whole, expected, 0.01)


def test_what_was_won_before_a_ramp_is_staked_on_after_it() -> None:
    """A canary that answers half as much again as it should is seen through three shares."""
    shares = (0.1, 0.2, 0.4)
    periods = [Period(one * 1.5 * 400, 400, around(one, 1.25)) for one in shares]

    assert [place_over([one], 0.001) for one in periods[:2]] == ["unclear", "unclear"]
    assert place_over(periods, 0.001) == "above"


def test_through_periods_it_is_wrong_as_seldom() -> None:
    """A share at the very end of its range, whatever that is, is outside in one look of few."""
    wrong = 0
    for seed in range(200):
        chance = random.Random(seed)
        periods: list[Period] = []
        for day in range(30):
            end = around(0.1 + 0.1 * (day // 6), 1.25).high
            part = sum(chance.random() < end for _ in range(50))
            periods.append(Period(part, 50, Range(0.0, end)))
            if place_over(periods, 0.02) == "above":
                wrong += 1
                break
    assert wrong <= 0.02 * 200


def test_no_number_shows_a_share_at_the_end_of_its_range() -> None:
    expected = around(0.2, 1.5)

    assert needed(expected.high, expected) == needed(0.9, expected) == MOST
    assert needed(0.2, expected) < 1000
