"""The suggestion is as near to what was asked as any value of the grid, and says how sure it is."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from langroute.scale import CELLS
from langroute_repo.evidence.interval import wilson
from langroute_repo.evidence.seal import grid
from langroute_repo.evidence.suggest import CLOSE, Counted, enough, like, passing, recalling
from langroute_repo.tree.files.evidence import Events, Evidence, EvidenceScale, Window, digest

GRID = grid(Decimal(0), Decimal(1))
shares = st.integers(0, 1000).map(lambda tenth: Decimal(tenth) / 1000)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    """Scores in a few cells, some of them labelled, at least one of them relevant."""
    cells = draw(st.dictionaries(st.integers(0, CELLS), st.integers(1, 60), min_size=1, max_size=9))
    counts, labelled, relevant = ([0] * (CELLS + 1) for _ in range(3))
    for cell, events in cells.items():
        counts[cell] = events
        labelled[cell] = draw(st.integers(0, events))
        relevant[cell] = draw(st.integers(0, labelled[cell]))
    assume(any(relevant))
    return evidence_of(counts, labelled, relevant)


def evidence_of(counts: list[int], labelled: list[int], relevant: list[int]) -> Evidence:
    scale = EvidenceScale(minimum=0.0, maximum=1.0)
    return Evidence(
        format=1,
        language="de",
        model="words",
        score=scale,
        window=Window.model_validate({"from": "2026-10-26", "to": "2026-11-08"}),
        events=Events(per_day=100.0, peak_per_second=1),
        passed_at=None,
        weeks=[],
        digest=digest("de", "words", scale, counts, labelled, relevant),
        counts=counts,
        labelled=labelled,
        relevant=relevant,
    )


def recall(evidence: Evidence, at: Decimal) -> Decimal:
    kept = sum(evidence.relevant[evidence.cell(float(at)) :])
    return Decimal(kept) / sum(evidence.relevant)


@given(evidences(), shares)
def test_no_value_of_the_grid_passes_a_nearer_share(evidence: Evidence, share: Decimal) -> None:
    found = passing(evidence, float(share))

    nearest = min(abs(evidence.share(float(at)) - float(share)) for at in GRID)
    assert abs(found.passes.share - float(share)) == nearest
    assert found.at in GRID


@given(evidences(), shares.filter(bool))
def test_it_is_the_highest_value_that_reaches_the_recall(
    evidence: Evidence, share: Decimal
) -> None:
    found = recalling(evidence, share)

    assert found.at == max(at for at in GRID if recall(evidence, at) >= share)
    assert found.recall is not None
    assert Decimal(found.recall.part) >= share * found.recall.whole


@given(evidences(), shares.filter(bool), shares.filter(bool))
def test_more_recall_never_takes_a_higher_threshold(
    evidence: Evidence, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    assert recalling(evidence, high).at <= recalling(evidence, low).at


@given(evidences(), shares, shares)
def test_passing_more_never_takes_a_higher_threshold(
    evidence: Evidence, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((float(one), float(other)))
    assert passing(evidence, high).at <= passing(evidence, low).at


@given(evidences(), shares)
def test_the_value_lies_within_what_is_known_of_it(evidence: Evidence, share: Decimal) -> None:
    found = passing(evidence, float(share))
    assert found.lowest <= found.at <= found.highest
    if share:
        found = recalling(evidence, share)
        assert found.lowest <= found.at <= found.highest


@given(evidences(), st.sampled_from(GRID))
def test_a_model_like_itself_passes_what_it_passes(evidence: Evidence, at: Decimal) -> None:
    assert like(evidence, evidence, at).passes.part == evidence.passing(float(at))


def test_seven_percent_of_a_hundred_are_seven() -> None:
    """In floats 0.07 × 100 is more than 7, and the eighth would be asked for."""
    counts = [0] * 901 + [1] * 100
    found = recalling(evidence_of(counts, counts, counts), Decimal(7) / 100)
    assert found.recall == Counted(7, 100)


@pytest.mark.parametrize(("share", "events"), [(0.5, 381), (0.85, 195), (0.24, 277), (1.0, 35)])
def test_so_many_events_tell_a_share_to_five_points(share: float, events: int) -> None:
    assert enough(share) == events
    low, high = wilson(round(share * events), events)
    assert high - low <= 2 * CLOSE


def test_what_is_missing_is_counted_in_events_and_in_labels() -> None:
    counts, labelled, relevant = [0] * 1001, [0] * 1001, [0] * 1001
    counts[900], labelled[900], relevant[900] = 100, 40, 20
    counts[100] = 100
    found = passing(evidence_of(counts, labelled, relevant), 0.5)
    assert found.passes == Counted(100, 200)
    assert found.passes.missing == 181
    # 15 more relevant ones, and every second labelled one is relevant.
    assert (found.recall, found.labels_missing) == (Counted(20, 20), 30)
    assert found.precision == Counted(20, 40)
    assert found.events_per_day == 50.0
