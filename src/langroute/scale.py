"""The one rule by which a score becomes a cell, shared by the router, the evidence and the SQL.

Comparing floats decides wrongly: a float32 score printed equal to a three-decimal threshold lies
below it in 489 of 1,001 cases. So both become one of 1,001 cells and integers are compared.
"""

from decimal import Decimal
from math import floor, inf, nan
from numbers import Real
from typing import SupportsFloat

CELLS = 1000

# A thousandth of a cell: far above the rounding of a float32 as long as neither end of the scale
# lies further from zero than about 16 times the scale's width.
ROUNDING = 0.001


class ScoreError(ValueError):
    """A score that no decision may be based on: no number, NaN, infinite or off its scale."""


def cell(score: SupportsFloat, minimum: SupportsFloat, maximum: SupportsFloat) -> int:
    """The cell of a score, 0 to 1000, on a scale whose ends are included.

    ``floor((score - minimum) / (maximum - minimum) * 1000 + 0.001)`` in double precision and in
    this order. Clamping to 0…1000, which the rule asks for, has nothing to do here: a score
    outside the scale, however little, is a ``ScoreError`` before anything is computed. Takes
    every real number (int, float, Fraction, NumPy scalars) and Decimal; truth values are none.
    """
    low, high = float(minimum), float(maximum)
    if not 0 < high - low < inf:
        raise ScoreError(f"scale from {minimum} to {maximum} has no finite width above zero")
    value = _number(score)
    if not low <= value <= high:
        raise ScoreError(f"score {score!r} is off the scale from {minimum} to {maximum}")
    return floor((value - low) / (high - low) * CELLS + ROUNDING)


def steps_around(value: Decimal, minimum: Decimal, maximum: Decimal) -> tuple[int, int] | None:
    """The two cells whose lower ends a value lies between; None for one that is such an end.

    Exact: a value that differs from an end in the last of its digits lies between two.
    """
    # In integers: fractions, reduced at each step, take many times as long.
    (at, of), (low, of_low), (high, of_high) = (
        one.as_integer_ratio() for one in (value, minimum, maximum)
    )
    below, rest = divmod(
        (at * of_low - low * of) * of_high * CELLS, (high * of_low - low * of_high) * of
    )
    return (below, below + 1) if rest else None


def _number(score: SupportsFloat) -> float:
    if isinstance(score, bool) or not isinstance(score, (float, Decimal, Real)):
        raise ScoreError(f"score {score!r:.80} is no number but {type(score).__name__}")
    try:
        return float(score)
    except (OverflowError, ValueError):  # an int beyond every float, a signalling NaN
        return nan
