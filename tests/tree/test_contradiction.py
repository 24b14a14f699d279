"""Numbers in an evidence file that no log can have given, and that what a log gives has none."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.scale import CELLS
from langroute_repo.tree.files.evidence import Events, Evidence, EvidenceScale, Week, Window
from langroute_repo.tree.impossible_counts import contradiction
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.rules.examples import BASE

COUNTED = {
    "format": 1,
    "language": "de",
    "model": "words",
    "score": EvidenceScale(minimum=0.0, maximum=1.0),
    "window": Window.model_validate({"from": "2026-10-26", "to": "2026-11-08"}),
    "events": Events(per_day=1.0, peak_per_second=1),
    "passed_at": 0.5,
    "weeks": [
        Week(monday="2026-10-26", events=3, passed=1),
        Week(monday="2026-11-02", events=2, passed=2),
    ],
    "digest": "00000000",
    "counts": [0] * CELLS + [5],
    "labelled": [0] * CELLS + [2],
    "relevant": [0] * CELLS + [1],
}
ROW = st.lists(st.integers(0, 3), min_size=8, max_size=8)


def evidence(**changed: Any) -> Evidence:
    return Evidence.model_construct(**{**COUNTED, **changed})


def padded(row: list[int]) -> list[int]:
    return row + [0] * (CELLS + 1 - len(row))


def test_what_a_log_gives_has_none() -> None:
    tree = read(Folder(BASE))
    assert contradiction(evidence()) is None
    assert [tree.evidence_fault(*pair) for pair in tree.evidence_paths] == [None] * 4


@given(ROW, ROW, ROW)
def test_told_exactly_when_a_cell_holds_more_of_a_kind_than_there_are(
    counts: list[int], labelled: list[int], relevant: list[int]
) -> None:
    rows = list(zip(counts, labelled, relevant, strict=True))
    odd = [at for at, (all_, known, good) in enumerate(rows) if not good <= known <= all_]
    said = contradiction(
        evidence(
            counts=padded(counts),
            labelled=padded(labelled),
            relevant=padded(relevant),
            weeks=[],
        )
    )
    assert (said is None) == (not odd)
    if said:
        assert said.startswith(f"cell {odd[0]} has ")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"score": EvidenceScale(minimum=1.0, maximum=1.0)}, "its score scale goes from 1 to 1"),
        (
            {"window": Window.model_validate({"from": "2026-11-08", "to": "2026-10-26"})},
            "its window ends on 2026-10-26, before it begins on 2026-11-08",
        ),
        (
            {"window": Window.model_validate({"from": "2026-02-30", "to": "2026-10-26"})},
            "its window has the day 2026-02-30, which no calendar has",
        ),
        (
            {"weeks": [Week(monday="2026-10-27", events=1, passed=1)]},
            "it has a week from 2026-10-27, which is no Monday",
        ),
        (
            {"weeks": [Week(monday="2026-10-26", events=1, passed=2)]},
            "the week from 2026-10-26 has 2 passed of 1 events",
        ),
        ({"weeks": COUNTED["weeks"][::-1]}, "its weeks are not in order"),  # type: ignore[index]
        (
            {"weeks": [Week(monday="2026-10-26", events=6, passed=None)]},
            "its weeks have 6 events, its cells 5",
        ),
    ],
)
def test_each_is_named(changed: dict[str, Any], said: str) -> None:
    assert contradiction(evidence(**changed)) == said


def test_an_infinite_number_is_refused_before() -> None:
    with pytest.raises(ValueError, match="finite"):
        Events.model_validate_json('{"per_day": Infinity, "peak_per_second": 1}')
