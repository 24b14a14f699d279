"""Whose value a new threshold most likely is."""

from math import inf, isfinite

from hypothesis import assume, given
from hypothesis import strategies as st

from validators.likeness import SUSPECT, log_ratio, nearest

CELL = st.integers(0, 1000)
STEP = st.integers(1, 500)
SMALL = st.integers(1, 12)  # many of which have room between two cells
OTHERS = st.dictionaries(st.sampled_from(["de", "en", "es", "fi", "fr"]), CELL, min_size=1)


@given(CELL, CELL, OTHERS, STEP)
def test_it_is_a_number_for_whatever_values(
    value: int, own: int, others: dict[str, int], step: int
) -> None:
    found = log_ratio(value, own, others, step)
    assert isfinite(found) or found == -inf
    assert nearest(value, others) in others


@given(CELL, OTHERS, SMALL)
def test_a_value_far_from_its_own_on_another_is_suspect(
    own: int, others: dict[str, int], step: int
) -> None:
    value = next(iter(others.values()))
    assume(abs(value - own) > 10 * step)
    assert log_ratio(value, own, others, step) > SUSPECT


@given(CELL, CELL, OTHERS, STEP)
def test_the_farther_from_its_own_the_more_suspect(
    value: int, own: int, others: dict[str, int], step: int
) -> None:
    farther = own + 1 if own >= value else own - 1
    assert log_ratio(value, farther, others, step) >= log_ratio(value, own, others, step)


@given(CELL, CELL, OTHERS, SMALL)
def test_nobody_near_is_no_suspicion(
    value: int, own: int, others: dict[str, int], step: int
) -> None:
    assume(all(abs(value - other) > 20 * step for other in others.values()))
    assert log_ratio(value, own, others, step) < SUSPECT


def test_the_copied_value_weighs_most() -> None:
    others = {"en": 415, "es": 500}
    on, beside = (log_ratio(value, 342, others, 10) for value in (415, 418))
    assert on > beside > SUSPECT
    assert nearest(418, others) == "en"
