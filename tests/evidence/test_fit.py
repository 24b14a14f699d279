"""How well scores fit others: for whatever was recorded, and for what drifted a little."""

from math import isfinite
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from langroute.scale import CELLS
from langroute_repo.evidence.fit import Bins, Reference, of_nobody

# A few cells, and how many scores lie there.
ROWS = st.dictionaries(
    st.sampled_from([0, 1, 2, 400, 500, CELLS - 1, CELLS]), st.integers(1, 9**6), min_size=1
).map(lambda held: [held.get(cell, 0) for cell in range(CELLS + 1)])


@settings(max_examples=40, deadline=None)
@given(old=ROWS, new=ROWS, repeats=st.sampled_from([1.0, 3.0, 12.0]))
def test_whatever_was_recorded_has_a_likelihood(
    old: list[int], new: list[int], repeats: float
) -> None:
    bins = Bins.of([old])
    before, after = bins.counted(old), bins.counted(new)
    reference = Reference.of(before, bins, repeats)
    tilt = reference.tilt(after, repeats, 0.0)
    found = (
        reference.likelihood(after, repeats, 0.0, reference.stories),
        reference.dispersion(before, after, tilt),
        of_nobody(bins, after, repeats),
    )
    assert all(map(isfinite, found))


def test_scores_that_drifted_fit_their_own_better_than_others_with_the_same_mean() -> None:
    chance = Random("fit")

    def drawn(power: float) -> list[int]:
        row = [0] * (CELLS + 1)
        for _ in range(3000):
            row[int(CELLS * chance.random() ** power)] += 1
        return row

    old, drifted = drawn(2.0), drawn(1.8)
    narrow = [0] * (CELLS + 1)
    for _ in range(3000):
        narrow[int(CELLS * (0.2 + 0.3 * chance.random()))] += 1
    bins = Bins.of([old, narrow])
    own, other = (Reference.of(bins.counted(row), bins, 3.0) for row in (old, narrow))
    new = bins.counted(drifted)
    fits = [one.likelihood(new, 3.0, 0.0, own.stories) for one in (own, other)]
    assert fits[0] > fits[1] + 50
    assert 0.05 < own.tilt(new, 3.0, 0.0) < 0.3
