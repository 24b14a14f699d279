"""What labels of a stratum say of recall and precision, and when they say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.evidence.estimate import (
    FEWEST_DROPPED,
    Estimate,
    NotKnown,
    Why,
    precision,
    recall,
    recall_ratio,
)
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.strata import UnknownStratum
from tests.evidence.stratified import Labels, stratified
from tests.evidence.test_evidence import evidence as unsorted

COUNTS = {100: 60_000, 300: 16_000, 400: 14_000, 900: 10_000}
KEPT: Labels = {400: (1400, 420), 900: (1000, 900)}
AUDITED: Labels = {100: (600, 6), 300: (160, 16)}


def known(found: Estimate | NotKnown) -> Estimate:
    assert isinstance(found, Estimate), found
    return found


def primary(kept: Labels = KEPT, dropped: Labels = AUDITED) -> Evidence:
    return stratified(COUNTS, 342, kept, dropped)


def test_a_dropped_label_stands_for_as_many_events_as_it_was_drawn_from() -> None:
    # 24,000 kept with 2,400 labels and 76,000 dropped with 760: ten events for a kept label and a
    # hundred for a dropped one.
    found = known(recall(primary(), 0.342))

    assert found.share == pytest.approx(13_200 / (13_200 + 2_200), abs=0.005)
    assert found.low < 0.85 < found.high
    assert found.high - found.low < 0.11
    assert (found.labelled, found.of_dropped) == (3160, 760)


def test_labels_of_what_passes_know_no_recall() -> None:
    assert recall(primary(dropped={}), 0.342) == NotKnown(
        Why.NOTHING_DROPPED_LABELLED, labelled=2400
    )


def test_labels_of_what_passes_know_what_raising_the_threshold_costs() -> None:
    found = known(recall_ratio(primary(dropped={}), 0.342, 0.5))

    assert found.share == pytest.approx(900 / 1320, abs=0.001)
    assert found.low < 900 / 1320 < found.high
    assert (found.labelled, found.of_dropped) == (2400, 0)


def test_they_do_not_know_what_lowering_it_gains() -> None:
    found = recall_ratio(primary(dropped={}), 0.342, 0.2)

    assert isinstance(found, NotKnown)
    assert found.why == Why.NOTHING_DROPPED_LABELLED


def test_an_audit_does() -> None:
    found = known(recall_ratio(primary(), 0.342, 0.2))

    assert found.share == pytest.approx(14_800 / 13_200, abs=0.01)
    assert 1 < found.low < found.high


def test_the_same_threshold_keeps_all_recall() -> None:
    found = known(recall_ratio(primary(dropped={}), 0.5, 0.5))

    assert (found.low, found.share, found.high) == (1.0, 1.0, 1.0)


def test_precision_is_known_from_the_threshold_in_force_upwards() -> None:
    without = primary(dropped={})
    found = known(precision(without, 0.342))
    below = precision(without, 0.341)

    assert found.share == pytest.approx(1320 / 2400, abs=0.001)
    assert known(precision(without, 0.9)).share == pytest.approx(0.9, abs=0.002)
    assert below == NotKnown(Why.NOTHING_DROPPED_LABELLED, labelled=2400)


def test_precision_below_it_weighs_what_was_dropped() -> None:
    found = known(precision(primary(), 0.3))

    assert found.share == pytest.approx((13_200 + 1_600) / (24_000 + 16_000), abs=0.005)


def test_a_shadow_is_told_by_what_the_decider_did() -> None:
    # A kept label stands for 50 events, a dropped one for 100. The shadow gives some of the
    # dropped events a high score and some of the kept a low one.
    shadow = stratified(
        COUNTS, 342, {100: (500, 50), 900: (500, 450)}, {100: (450, 10), 900: (50, 40)}, others=True
    )

    found = known(recall(shadow, 0.342))

    assert found.share == pytest.approx(26_500 / 30_000, abs=0.005)
    assert known(precision(shadow, 0.9)).share == pytest.approx(26_500 / 30_000, abs=0.005)


def test_a_shadow_without_an_audit_knows_nothing() -> None:
    shadow = stratified(COUNTS, 342, KEPT, {}, others=True)

    found = [recall(shadow, 0.5), precision(shadow, 0.5), recall_ratio(shadow, 0.5, 0.6)]

    assert found == [NotKnown(Why.NOTHING_DROPPED_LABELLED, labelled=2400)] * 3


def test_where_nothing_was_dropped_kept_labels_say_all() -> None:
    everything = stratified(COUNTS, 0, {100: (600, 6), 900: (100, 90)}, {})

    assert known(recall(everything, 0.5)).share == pytest.approx(90 / 96, abs=0.01)


def test_a_threshold_that_was_lower_within_the_window_is_no_limit() -> None:
    # It was 0.3, is 0.342: what was kept from 0.3 on is known.
    moved = stratified(COUNTS, 300, {300: (1600, 160), **KEPT}, {}).model_copy(
        update={"passed_at": 0.342}
    )

    assert known(recall_ratio(moved, 0.342, 0.5)).share == pytest.approx(900 / 1320, abs=0.001)


def test_a_threshold_that_was_higher_within_the_window_leaves_dropped_events_above() -> None:
    lowered = stratified(COUNTS, 500, KEPT, {}).model_copy(update={"passed_at": 0.342})

    assert isinstance(recall_ratio(lowered, 0.342, 0.6), NotKnown)
    assert known(recall_ratio(lowered, 0.5, 0.6)).share == pytest.approx(1, abs=0.01)


def test_a_threshold_that_kept_nothing_relevant_has_no_ratio() -> None:
    nothing = stratified(COUNTS, 950, {}, AUDITED)

    assert isinstance(recall_ratio(nothing, 0.95, 0.2), NotKnown)


def unknown(events: int) -> UnknownStratum:
    return UnknownStratum(events=events, labelled=0, relevant=0)


NOTHING_KNOWN = {
    Why.OLD_FORMAT: unsorted({300: 9, 900: 9}, {900: 9}, {900: 9}),
    Why.NO_LABELS: primary({}, {}),
    Why.NOTHING_DROPPED_LABELLED: primary(dropped={}),
    Why.DECIDER_UNKNOWN: stratified(COUNTS, 342, KEPT, AUDITED, unknown(5_300)),
    Why.TOO_FEW: primary(dropped={100: (FEWEST_DROPPED - 1, 1)}),
    Why.NOT_RELEVANT: primary({400: (1400, 0)}, {100: (600, 0)}),
}


@pytest.mark.parametrize("why", Why)
def test_recall_is_not_known_for(why: Why) -> None:
    found = recall(NOTHING_KNOWN[why], 0.342)

    assert isinstance(found, NotKnown)
    assert found.why == why


def test_few_events_of_unknown_decision_are_left_out() -> None:
    few = stratified(COUNTS, 342, KEPT, AUDITED, unknown(5_000))

    assert recall(few, 0.342) == recall(primary(), 0.342)


def test_a_precision_without_labels_from_there_on_is_not_known() -> None:
    found = precision(primary(), 0.95)

    assert isinstance(found, NotKnown)
    assert found.why == Why.NO_LABELS


def test_the_few_events_of_a_small_language_need_no_more_labels_than_there_are() -> None:
    small = stratified({100: 5, 900: 30}, 342, {900: (30, 20)}, {100: (5, 1)})

    assert known(recall(small, 0.342)).of_dropped == 5


LABELS = st.dictionaries(
    st.integers(0, 341),
    st.tuples(st.integers(40, 60), st.integers(0, 40)),
    min_size=1,
    max_size=5,
)


@given(LABELS, st.integers(0, 1000), st.integers(0, 1000))
def test_figures_stay_within_what_they_can_be(labels: Labels, one: int, other: int) -> None:
    evidence = primary(dropped=labels)
    at, higher = sorted((one / 1000, other / 1000))

    shares = [recall(evidence, at), precision(evidence, at), recall_ratio(evidence, at, higher)]

    for found in shares:
        if isinstance(found, Estimate):
            assert 0 <= found.low <= found.share <= found.high <= 1
    gained = recall_ratio(evidence, higher, at)
    if isinstance(gained, Estimate):
        assert 1 <= gained.low <= gained.share <= gained.high
