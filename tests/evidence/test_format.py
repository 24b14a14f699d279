"""Evidence of format 2: labels by stratum, sparsely, under a digest of everything."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from langroute.scale import CELLS
from langroute_repo.tree.files.evidence import Evidence, render
from langroute_repo.tree.files.strata import dense, sparse
from langroute_repo.tree.impossible_counts import contradiction
from tests.evidence.stratified import stratified

KNOWN = stratified(
    {100: 40, 341: 20, 342: 20, 900: 20},
    342,
    kept={342: (10, 2), 900: (10, 9)},
    dropped={100: (3, 0), 341: (2, 1)},
)


@given(st.dictionaries(st.integers(0, CELLS), st.integers(1, 9), max_size=30))
def test_runs_hold_what_a_row_holds(counts: dict[int, int]) -> None:
    row = [counts.get(cell, 0) for cell in range(CELLS + 1)]

    assert dense(sparse(row)) == row


def test_what_is_written_reads_back_the_same() -> None:
    read = Evidence.model_validate_json(render(KNOWN))

    assert read == KNOWN
    assert read.computed_digest() == read.digest
    assert contradiction(read) is None


def test_labels_of_both_strata_are_the_model_s() -> None:
    labelled = {cell: number for cell, number in enumerate(KNOWN.labelled) if number}
    relevant = {cell: number for cell, number in enumerate(KNOWN.relevant) if number}

    assert labelled == {100: 3, 341: 2, 342: 10, 900: 10}
    assert relevant == {341: 1, 342: 2, 900: 9}


def _leaves(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for step, inside in steps:
        if isinstance(inside, dict | list) and inside:
            found += _leaves(inside, (*at, step))
        elif step != "digest" and (at, inside) != (("counts",), 0):
            found.append((*at, step))
    return found


WRITTEN = json.loads(render(KNOWN))


@pytest.mark.parametrize("at", _leaves(WRITTEN), ids=lambda at: ".".join(map(str, at)))
def test_the_digest_covers(at: tuple[Any, ...]) -> None:
    edited = json.loads(render(KNOWN))
    holder = edited
    for step in at[:-1]:
        holder = holder[step]
    value = holder[at[-1]]
    holder[at[-1]] = f"{value}"[:-1] + "7" if isinstance(value, str) else (value or 0) + 1
    if at == ("format",):
        holder["format"] = 1

    try:
        read = Evidence.model_validate_json(json.dumps(edited))
    except ValidationError:
        return
    assert read.computed_digest() != read.digest


WRONG = {
    "format 1 with strata": {"format": 1},
    "labels beside the strata": {"labelled": [0] * (CELLS + 1)},
    "no strata": {"strata": None},
    "a key that nobody knows": {"label": 1},
    "a format to come": {"format": 3},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG.keys())
def test_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Evidence.model_validate_json(json.dumps({**WRITTEN, **changed}))


@pytest.mark.parametrize("runs", [[[5, 1, 1], [6, 1]], [[1000, 1, 1]], [[7, 1], [5, 1]]])
def test_runs_that_cannot_be_meant_are_refused(runs: list[list[int]]) -> None:
    edited = json.loads(render(KNOWN))
    edited["strata"]["kept"]["labelled"] = runs

    with pytest.raises(ValidationError, match="overlaps another or the scale's end"):
        Evidence.model_validate_json(json.dumps(edited))


def strata_with(stratum: str, **changed: Any) -> Evidence:
    edited = json.loads(render(KNOWN))
    edited["strata"][stratum] |= changed
    return Evidence.model_validate_json(json.dumps(edited))


IMPOSSIBLE = {
    "it has 20 labels of only 19 kept events": strata_with("kept", events=19),
    "its 40 kept events lie in the cells None": strata_with("kept", cells=None),
    "its 60 dropped events lie in the cells [5, 4]": strata_with("dropped", cells=[5, 4]),
    "it has labels of dropped events outside of the cells 0 to 340": strata_with(
        "dropped", cells=[0, 340]
    ),
    "it has 3 events of which nobody knows the decision, 2 labels of them and 3 relevant ones": (
        strata_with("unknown", events=3, labelled=2, relevant=3)
    ),
    "cell 342 has 11 relevant scores of only 10 labelled": strata_with(
        "kept", relevant=[[342, 11]]
    ),
    "cell 342 has 21 labelled scores of only 20 recorded": strata_with(
        "kept", labelled=[[342, 21]], events=50
    ),
    "a cell of its dropped events has more relevant scores than labelled ones": strata_with(
        "dropped", relevant=[[341, 3]]
    ),
}


@pytest.mark.parametrize(("said", "evidence"), IMPOSSIBLE.items(), ids=IMPOSSIBLE.keys())
def test_what_no_log_can_have_given_is_told(said: str, evidence: Evidence) -> None:
    assert contradiction(evidence) == said
