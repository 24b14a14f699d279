"""Which cell a score is in, and what that decides."""

from collections.abc import Iterator
from fractions import Fraction

from tests.vectors.formula import Json, cell, float32

SCALES: list[tuple[float, float, int]] = [(0, 1, 3), (-5, 5, 2), (0, 100, 1), (-1, 1, 3), (1, 5, 3)]
CLOSE = [
    # What a rounding error may be, a millionth of the scale, and what it may not be.
    ("0.4999990001", 500),
    ("0.4999989999", 499),
    ("0.5000009", 500),
    ("0.3419989", 341),
    ("0.34199999999999997", 342),
    ("0.9989989", 998),
    ("0.0009990001", 1),
    ("0.0009989999", 0),
    ("0.9999999", 1000),
    ("5e-324", 0),
]


def vectors() -> Json:
    """Which cell a score is in, and what that decides."""
    return {
        "about": "A score becomes a cell, 0 to 1000: floor((score - minimum) / (maximum - minimum) "
        "* 1000 + 0.001) in double precision and in this order; an event is relevant when its "
        "cell is at or above the threshold's. In each of scales, scores holds every value of the "
        "grid as the nearest float32, written as a double: scores[i] is in cell i, and so is the "
        "decimal minimum + i * (maximum - minimum) / 1000, rounded to decimals. In cells, "
        "[minimum, maximum, score, cell]. In decisions, [minimum, maximum, threshold, score, "
        "relevant]. refused holds [minimum, maximum, score]: an error and never a decision; NaN "
        "and the infinities, which JSON lacks, are refused as well.",
        "scales": [_scale(*scale) for scale in SCALES],
        "cells": [_cell(float(score), wanted) for score, wanted in CLOSE],
        "decisions": list(_decisions()),
        "refused": [
            [0, 1, 1.0000000000000002],
            [0, 1, -5e-324],
            [0, 1, 34.2],
            [-5, 5, 5.01],
            [0, 100, -0.1],
            [0, 1, None],
            [0, 1, "0.5"],
            [0, 1, True],
            [0, 1, [0.5]],
        ],
    }


def _grid(minimum: float, maximum: float, decimals: int) -> list[float]:
    step = Fraction(maximum - minimum) / 1000
    return [float(round(minimum + index * step, decimals)) for index in range(1001)]


def _scale(minimum: float, maximum: float, decimals: int) -> Json:
    scores = [float32(value) for value in _grid(minimum, maximum, decimals)]
    assert [cell(score, minimum, maximum) for score in scores] == list(range(1001))
    return {"minimum": minimum, "maximum": maximum, "decimals": decimals, "scores": scores}


def _cell(score: float, wanted: int) -> list[object]:
    assert cell(score, 0, 1) == wanted, (score, wanted)
    return [0, 1, score, wanted]


def _decisions() -> Iterator[list[object]]:
    for minimum, maximum, decimals in SCALES:
        grid = _grid(minimum, maximum, decimals)
        for index in (1, 342, 999):
            for score in (float32(grid[index]), grid[index], grid[index - 1], grid[index + 1]):
                kept = cell(score, minimum, maximum) >= index
                yield [minimum, maximum, grid[index], score, kept]
    yield [0, 1, 0, 0, True]
    yield [0, 1, 1, 1, True]
    yield [0, 1, 1, 0.999, False]
