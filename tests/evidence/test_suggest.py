"""The suggestion is as near to what was asked as any value of the grid, and says how sure it is."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from langroute.scale import CELLS
from langroute_repo.evidence.estimate import Estimate, NotKnown, Why, recall
from langroute_repo.evidence.interval import wilson
from langroute_repo.evidence.seal import grid
from langroute_repo.evidence.suggest import (
    CLOSE,
    Counted,
    Suggestion,
    enough,
    like,
    passing,
    recalling,
)
from langroute_repo.tree.files.evidence import Evidence
from tests.evidence.stratified import Labels, stratified

GRID = grid(Decimal(0), Decimal(1))
shares = st.integers(0, 1000).map(lambda tenth: Decimal(tenth) / 1000)
few = settings(max_examples=25)  # each asks for every value of the grid


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    """Scores in a few cells, those kept and those dropped labelled, at least one relevant."""
    cells = draw(
        st.dictionaries(st.integers(0, CELLS), st.integers(40, 90), min_size=1, max_size=9)
    )
    labels = {}
    for cell, events in cells.items():
        labelled = draw(st.integers(30, events))
        labels[cell] = labelled, draw(st.integers(0, labelled))
    assume(any(relevant for _, relevant in labels.values()))
    return audited(cells, draw(st.integers(1, CELLS)), labels)


def audited(counts: Mapping[int, int], threshold: int, labels: Labels) -> Evidence:
    """Of events that were labelled whether they were kept or dropped."""
    kept = {cell: pair for cell, pair in labels.items() if cell >= threshold}
    dropped = {cell: pair for cell, pair in labels.items() if cell < threshold}
    return stratified(counts, threshold, kept, dropped)


def recalled(evidence: Evidence, at: Decimal) -> float:
    found = recall(evidence, float(at))
    assert isinstance(found, Estimate)
    return found.share


def reaching(evidence: Evidence, share: Decimal) -> Suggestion:
    found = recalling(evidence, share)
    assert isinstance(found, Suggestion)
    return found


@few
@given(evidences(), shares)
def test_no_value_of_the_grid_passes_a_nearer_share(evidence: Evidence, share: Decimal) -> None:
    found = passing(evidence, float(share))

    nearest = min(abs(evidence.share(float(at)) - float(share)) for at in GRID)
    assert abs(found.passes.share - float(share)) == nearest
    assert found.at in GRID


@few
@given(evidences(), shares.filter(bool))
def test_it_is_the_highest_value_that_reaches_the_recall(
    evidence: Evidence, share: Decimal
) -> None:
    found = reaching(evidence, share)

    reached = [at for at in GRID if recalled(evidence, at) >= float(share) - 1e-9]
    assert found.at == max(reached, default=GRID[0])
    assert found.recall == recall(evidence, float(found.at))


@few
@given(evidences(), shares.filter(bool), shares.filter(bool))
def test_more_recall_never_takes_a_higher_threshold(
    evidence: Evidence, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    assert reaching(evidence, high).at <= reaching(evidence, low).at


@few
@given(evidences(), shares, shares)
def test_passing_more_never_takes_a_higher_threshold(
    evidence: Evidence, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((float(one), float(other)))
    assert passing(evidence, high).at <= passing(evidence, low).at


@few
@given(evidences(), shares)
def test_the_value_lies_within_what_is_known_of_it(evidence: Evidence, share: Decimal) -> None:
    found = passing(evidence, float(share))
    assert found.lowest <= found.at <= found.highest
    if share:
        found = reaching(evidence, share)
        assert found.lowest <= found.at <= found.highest


@few
@given(evidences(), st.sampled_from(GRID))
def test_a_model_like_itself_passes_what_it_passes(evidence: Evidence, at: Decimal) -> None:
    assert like(evidence, evidence, at).passes.part == evidence.passing(float(at))


def test_without_labels_of_what_is_dropped_it_is_not_known_which_that_is() -> None:
    found = recalling(stratified({100: 60, 600: 40}, 500, {600: (30, 20)}, {}), Decimal("0.85"))
    assert found == NotKnown(Why.NOTHING_DROPPED_LABELLED, 30)


@pytest.mark.parametrize(("share", "events"), [(0.5, 381), (0.85, 195), (0.24, 277), (1.0, 35)])
def test_so_many_events_tell_a_share_to_five_points(share: float, events: int) -> None:
    assert enough(share) == events
    low, high = wilson(round(share * events), events)
    assert high - low <= 2 * CLOSE


def test_what_is_missing_is_counted_in_events() -> None:
    found = passing(audited({100: 100, 900: 100}, 500, {900: (40, 20), 100: (40, 0)}), 0.5)
    assert found.passes == Counted(100, 200)
    assert found.passes.missing == 181
    assert found.events_per_day == 6.25
    assert isinstance(found.recall, Estimate)
    assert (found.recall.labelled, found.recall.of_dropped) == (80, 40)
    assert isinstance(found.precision, Estimate)
    assert found.precision.share == pytest.approx(0.5)
    assert found.precision.labelled == 80
