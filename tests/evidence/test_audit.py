"""What an audit would cost and tell, by the counts that there are."""

import pytest

from langroute_repo.evidence.audit import Audit, audits
from langroute_repo.evidence.estimate import Estimate, recall
from langroute_repo.tree.files.evidence import Events, Evidence
from tests.evidence.stratified import Labels, stratified

# As of the real scores that the widths of the docs were simulated with: 46 % pass, of which 47 %
# are relevant.
COUNTS = {100: 5_400, 600: 4_600}
KEPT: Labels = {600: (2_760, 1_300)}


def language(per_day: float, kept: Labels = KEPT, dropped: Labels | None = None) -> Evidence:
    made = stratified(COUNTS, 500, kept, dropped or {})
    return made.model_copy(update={"events": Events(per_day=per_day, peak_per_second=1)})


@pytest.mark.parametrize(
    ("per_day", "expected"),
    [
        (1300, [(7, 18, 3), (14, 13, 2), (35, 8, 1)]),
        (300, [(2, 39, 13), (3, 27, 7), (8, 17, 3)]),
        (60, [(0, None, 62), (1, None, 31), (2, 38, 13)]),
    ],
)
def test_it_costs_events_a_day_and_tells_an_interval(
    per_day: float, expected: list[tuple[int, int | None, int]]
) -> None:
    """Simulated for 1, 2 and 5 %: 17, 13 and 8 points at 1,300 a day; 24 and 16 at 300."""
    found = [
        (round(one.per_day), None if one.width is None else round(100 * one.width), one.days)
        for one in audits(language(per_day), 0.5, 0.85)
    ]
    assert found == expected


def test_it_tells_what_the_estimate_tells_when_it_is_done() -> None:
    """2 % of what is dropped of 1,300 events a day in 14 days are 197, 14 of them relevant."""
    counts, kept = {100: 9_828, 600: 8_372}, {600: (5_023, 2_366)}
    done = recall(stratified(counts, 500, kept, {100: (197, 14)}), 0.5)
    assert isinstance(done, Estimate)
    planned = audits(language(1300), 0.5, done.share)[1].width
    assert planned == pytest.approx(done.high - done.low, abs=0.01)


def test_of_what_nobody_labelled_it_cannot_be_said_what_it_tells() -> None:
    assert [one.width for one in audits(language(1300, {}), 0.5, 0.85)] == [None] * 3


def test_where_nothing_is_dropped_there_is_nothing_to_audit() -> None:
    made = stratified({600: 100}, 500, {600: (60, 30)}, {})
    assert audits(made, 0.5, 0.85) == tuple(
        Audit(share, 0.0, None, None) for share in (0.01, 0.02, 0.05)
    )
