"""Recall of a language that two models decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.evidence.estimate import Estimate, NotKnown, Why
from langroute_repo.evidence.mixture import mixture

UNKNOWN = NotKnown(Why.NOTHING_DROPPED_LABELLED, 40)
ESTIMATES = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(
    lambda ends: Estimate(sorted(ends)[1], min(ends), max(ends), 100, 7)
)


@given(st.lists(st.tuples(st.integers(1, 10_000), ESTIMATES), min_size=1, max_size=3))
def test_it_lies_between_its_parts(parts: list[tuple[int, Estimate]]) -> None:
    found = mixture(parts)
    assert isinstance(found, Estimate)
    shares = [part.share for _, part in parts]
    assert min(shares) - 1e-9 <= found.share <= max(shares) + 1e-9
    assert 0 <= found.low <= found.share + 1e-9
    assert found.share - 1e-9 <= found.high <= 1
    assert found.high - found.low <= max(one.high - one.low for _, one in parts) + 1e-9
    assert (found.labelled, found.of_dropped) == (100 * len(parts), 7 * len(parts))


@given(ESTIMATES, ESTIMATES)
def test_what_decides_nothing_says_nothing(one: Estimate, other: Estimate) -> None:
    found = mixture([(7, one), (0, other), (0, UNKNOWN), (0, None)])
    assert isinstance(found, Estimate)
    assert (found.share, found.low, found.high) == pytest.approx((one.share, one.low, one.high))


@given(ESTIMATES)
def test_what_is_not_known_of_one_is_not_of_both(one: Estimate) -> None:
    assert mixture([(7, one), (1, UNKNOWN)]) == UNKNOWN
    assert mixture([(7, one), (1, None)]) is None
    assert mixture([(7, UNKNOWN), (1, None)]) is None
