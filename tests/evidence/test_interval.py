"""The interval of a counted share: what everybody who states one relies on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.evidence.interval import CountedShare, drop, mixed, wilson

COUNTED = st.integers(1, 10**7).flatmap(
    lambda total: st.tuples(st.integers(0, total), st.just(total))
)


@given(COUNTED)
def test_it_holds_the_share_and_is_one(counted: tuple[int, int]) -> None:
    passed, total = counted
    low, high = wilson(passed, total)
    assert 0 <= low <= passed / total <= high <= 1
    assert low < high


@given(COUNTED)
def test_what_did_not_pass_has_the_mirrored_interval(counted: tuple[int, int]) -> None:
    passed, total = counted
    low, high = wilson(total - passed, total)
    assert wilson(passed, total) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(COUNTED, st.integers(2, 100))
def test_more_events_narrow_it(counted: tuple[int, int], times: int) -> None:
    passed, total = counted
    low, high = wilson(passed, total)
    narrow = wilson(passed * times, total * times)
    assert narrow[1] - narrow[0] < high - low


@given(COUNTED)
def test_one_more_that_passes_raises_both_ends(counted: tuple[int, int]) -> None:
    passed, total = counted
    if passed < total:
        low, high = wilson(passed, total)
        more = wilson(passed + 1, total)
        assert more[0] > low
        assert more[1] > high


@given(COUNTED)
def test_being_surer_widens_it(counted: tuple[int, int]) -> None:
    low, high = wilson(*counted)
    surer = wilson(*counted, z=2.576)
    assert surer[0] <= low
    assert surer[1] >= high


@given(st.lists(st.tuples(st.integers(1, 10_000), COUNTED), min_size=1, max_size=3))
def test_a_mixture_lies_between_its_parts(parts: list[tuple[int, tuple[int, int]]]) -> None:
    counted = [(weight, CountedShare(*one)) for weight, one in parts]
    found = mixed(counted)
    assert found is not None
    shares = [part.share for _, part in counted]
    assert min(shares) - 1e-9 <= found.share <= max(shares) + 1e-9
    low, high = found.interval
    assert 0 <= low <= found.share + 1e-9
    assert found.share - 1e-9 <= high <= 1
    assert high - low <= max(part.interval[1] - part.interval[0] for _, part in counted) + 1e-9


@given(COUNTED, COUNTED)
def test_what_decides_nothing_says_nothing(one: tuple[int, int], other: tuple[int, int]) -> None:
    part = CountedShare(*one)
    found = mixed([(7, part), (0, CountedShare(*other)), (0, None)])
    assert found is not None
    assert found.share == pytest.approx(part.share)
    assert found.whole == part.whole
    assert found.interval == pytest.approx(part.interval, abs=1e-9)
    assert mixed([(7, part), (1, None)]) is None


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("passed", "total", "expected"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_known_intervals(passed: int, total: int, expected: tuple[float, float]) -> None:
    """The four examples of Newcombe (1998), table I, method 3."""
    assert wilson(passed, total) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [((56, 70), (48, 80), (0.0524, 0.3339)), ((9, 10), (3, 10), (0.1705, 0.8090))],
)
def test_known_differences(
    before: tuple[int, int], after: tuple[int, int], expected: tuple[float, float]
) -> None:
    """The first two examples of Newcombe (1998), table II, method 10."""
    assert drop(before, after) == pytest.approx(expected, abs=1e-4)


@given(COUNTED, COUNTED)
def test_a_drop_the_other_way_round_is_its_negative(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    low, high = drop(before, after)
    assert low <= before[0] / before[1] - after[0] / after[1] <= high
    assert drop(after, before) == pytest.approx((-high, -low))
