"""Scores become cells by one rule, and what has no cell is refused by name."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from langroute import CELLS, ScoreError, cell
from langroute.scale import steps_around

ends = st.floats(min_value=-1e300, max_value=1e300)


@given(ends, ends, st.data())
def test_every_score_on_a_scale_has_a_cell(one: float, other: float, data: st.DataObject) -> None:
    minimum, maximum = sorted((one, other))
    if minimum == maximum:
        maximum = math.nextafter(maximum, math.inf)
    score = data.draw(st.floats(min_value=minimum, max_value=maximum))
    assert 0 <= cell(score, minimum, maximum) <= CELLS
    assert cell(minimum, minimum, maximum) == 0
    assert cell(maximum, minimum, maximum) == CELLS


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_score_is_never_in_a_lower_cell(one: float, other: float) -> None:
    lower, higher = sorted((one, other))
    assert cell(lower, 0, 1) <= cell(higher, 0, 1)


@given(st.integers(0, CELLS), st.sampled_from([(0, 1), (-5, 5), (0, 100), (0, 10), (-1, 0)]))
def test_a_decimal_and_its_float_are_in_the_same_cell(step: int, scale: tuple[int, int]) -> None:
    minimum, maximum = scale
    written = Decimal(minimum) + Decimal(step) * (maximum - minimum) / CELLS
    assert cell(written, minimum, maximum) == step
    assert cell(float(written), Decimal(minimum), Decimal(maximum)) == step


@given(st.floats(0, 1, width=32))
def test_numpy_scalars_are_numbers(score: float) -> None:
    numpy = pytest.importorskip("numpy")
    for kind in (numpy.float32, numpy.float64):
        assert cell(kind(score), 0, 1) == cell(score, 0, 1)
    assert cell(numpy.int64(1), 0, 1) == CELLS
    with pytest.raises(ScoreError):
        cell(numpy.bool_(True), 0, 1)


def test_other_numbers_are_numbers() -> None:
    assert [cell(score, 0, 4) for score in (1, True + 1.0, Fraction(1, 3))] == [250, 500, 83]


@pytest.mark.parametrize(
    ("score", "message"),
    [
        (None, "score None is no number but NoneType"),
        (True, "score True is no number but bool"),
        ("0.5", "score '0.5' is no number but str"),
        (b"0.5", "score b'0.5' is no number but bytes"),
        ([0.5], "score [0.5] is no number but list"),
        (0.5j, "score 0.5j is no number but complex"),
        (math.nan, "score nan is off the scale from 0 to 1"),
        (math.inf, "score inf is off the scale from 0 to 1"),
        (-math.inf, "score -inf is off the scale from 0 to 1"),
        (34.2, "score 34.2 is off the scale from 0 to 1"),
        (math.nextafter(1, 2), "score 1.0000000000000002 is off the scale from 0 to 1"),
        (-5e-324, "score -5e-324 is off the scale from 0 to 1"),
        (Decimal("NaN"), "score Decimal('NaN') is off the scale from 0 to 1"),
        (Decimal("sNaN"), "score Decimal('sNaN') is off the scale from 0 to 1"),
    ],
)
def test_no_decision_without_a_score(score: Any, message: str) -> None:
    with pytest.raises(ScoreError) as caught:
        cell(score, 0, 1)
    assert str(caught.value) == message


def test_a_number_beyond_every_float_is_refused() -> None:
    with pytest.raises(ScoreError, match="is off the scale from 0 to 1"):
        cell(10**400, 0, 1)


@pytest.mark.parametrize(
    ("minimum", "maximum"), [(0, 0), (1, 0), (-1e308, 1e308), (math.nan, 1), (0, math.inf)]
)
def test_a_scale_without_width_has_no_cells(minimum: float, maximum: float) -> None:
    with pytest.raises(ScoreError) as caught:
        cell(0.5, minimum, maximum)
    assert str(caught.value) == (
        f"scale from {minimum} to {maximum} has no finite width above zero"
    )


decimals = st.decimals(-1000, 1000, places=4)


@given(decimals, decimals, decimals)
def test_a_value_lies_between_two_steps_or_exactly_on_one(
    value: Decimal, one: Decimal, other: Decimal
) -> None:
    assume(one != other)
    low, high = sorted((one, other))
    steps = (Fraction(value) - Fraction(low)) * CELLS / (Fraction(high) - Fraction(low))

    around = steps_around(value, low, high)

    assert around == (None if steps.denominator == 1 else (math.floor(steps), math.ceil(steps)))
