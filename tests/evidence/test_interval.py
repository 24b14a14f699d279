"""The interval of a counted share: what everybody who states one relies on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.evidence.interval import wilson

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
