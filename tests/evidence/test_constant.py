"""Scores that say the same whatever the event, told from scores that do not."""

import pytest

from langroute.constant import FEWEST, is_constant
from langroute.scale import CELLS


def counts(**cells: int) -> list[int]:
    """Counts of cells named ``at_500``."""
    return [cells.get(f"at_{at}", 0) for at in range(CELLS + 1)]


@pytest.mark.parametrize(
    ("held", "constant"),
    [
        (counts(at_500=FEWEST), True),
        (counts(at_500=FEWEST - 1), False),
        (counts(at_0=20, at_1=20), True),
        (counts(at_999=20, at_1000=20), True),
        (counts(at_0=20, at_2=20), False),
        (counts(at_1000=990, at_3=10), True),
        (counts(at_1000=989, at_3=11), False),
        (counts(), False),
        ([1] * (CELLS + 1), False),
    ],
)
def test_nearly_all_in_one_place_is_constant(held: list[int], constant: bool) -> None:
    assert is_constant(held) is constant
