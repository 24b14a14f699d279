"""A seal fits exactly one value in one language on one model's evidence."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.evidence.seal import grid, line, misfit, on_grid, sealed, value_passing
from langroute_repo.tree.files.language import Answerer, Threshold
from langroute_repo.tree.files.model import Scale
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from tests.rules.examples import BASE

TREE = read(Folder(BASE))
CELLS = st.integers(0, 1000).map(lambda cell: Decimal(cell).scaleb(-3))
ANYONE = st.sampled_from(sorted(TREE.evidence_paths))


def answerer(model: str, threshold: Threshold) -> Answerer:
    return Answerer(model=model, fields=["title"], threshold=threshold)


def threshold(at: str, passes: str | None, evidence: str) -> Threshold:
    said = {} if passes is None else {"passes": passes}
    return Threshold.model_validate({"at": Decimal(at), "evidence": evidence, **said})


def told(tag: str, model: str, written: Threshold, tree: Tree = TREE) -> tuple[object, ...]:
    found = misfit(tree, tag, answerer(model, written))
    assert found is not None
    return found.wrong, found.origin and str(found.origin), found.line


@given(at=CELLS, whose=ANYONE)
def test_what_was_sealed_fits(at: Decimal, whose: tuple[str, str]) -> None:
    model, tag = whose
    assert misfit(TREE, tag, answerer(model, sealed(at, TREE.evidence(model, tag)))) is None


@given(at=CELLS, one=ANYONE, other=ANYONE)
def test_a_seal_fits_nobody_else(at: Decimal, one: tuple[str, str], other: tuple[str, str]) -> None:
    if one == other:
        return
    travelled = answerer(other[0], sealed(at, TREE.evidence(*one)))
    found = misfit(TREE, other[1], travelled)
    assert found is not None
    assert found.foreign
    assert str(found.origin) == f"{one[1]}/{one[0]}"


@given(at=CELLS, whose=ANYONE)
def test_the_line_of_a_finding_cures_it(at: Decimal, whose: tuple[str, str]) -> None:
    model, tag = whose
    broken = misfit(TREE, tag, answerer(model, threshold(f"{at}", "0.1%", "xx-00000000")))
    assert broken is not None
    assert misfit(TREE, tag, answerer(model, broken.fitting)) is None


@pytest.mark.parametrize(
    ("tag", "model", "written", "expected"),
    [
        pytest.param(
            "en",
            "words",
            threshold("0.342", "35.6%", "de-ac0d9ba0"),
            (
                ("language", "share"),
                "de/words",
                "{at: 0.342, passes: 35.3%, evidence: en-e9b17eea}",
            ),
            id="pasted from another language",
        ),
        pytest.param(
            "de",
            "embedding",
            threshold("0.342", "35.6%", "de-ac0d9ba0"),
            (("model", "share"), "de/words", "{at: 0.342, passes: 36.1%, evidence: de-81791f67}"),
            id="kept for another model",
        ),
        pytest.param(
            "de",
            "words",
            threshold("0.350", "35.6%", "de-ac0d9ba0"),
            (("share",), None, "{at: 0.350, passes: 34.6%, evidence: de-ac0d9ba0}"),
            id="value typed by hand",
        ),
        pytest.param(
            "de",
            "words",
            threshold("0.340", None, "de-ac0d9ba0"),
            (("share",), None, "{at: 0.340, passes: 35.7%, evidence: de-ac0d9ba0}"),
            id="no share",
        ),
        pytest.param(
            "de",
            "words",
            threshold("0.342", "35.6%", "de-0badcafe"),
            (("digest",), None, "{at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0}"),
            id="left behind by new evidence",
        ),
        pytest.param(
            "de",
            "words",
            threshold("0.342", None, "none"),
            (("unsealed", "share"), None, "{at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0}"),
            id="never sealed though there is evidence",
        ),
        pytest.param(
            "fr",
            "words",
            threshold("0.342", "35.6%", "fr-0badcafe"),
            (("missing", "share"), None, "{at: 0.342, evidence: none}"),
            id="evidence that is gone",
        ),
        pytest.param(
            "fr",
            "words",
            threshold("0.342", "35.6%", "es-0badcafe"),
            (("language", "share"), "es", "{at: 0.342, evidence: none}"),
            id="pasted from a language whose evidence is gone",
        ),
    ],
)
def test_what_does_not_fit_is_named(
    tag: str, model: str, written: Threshold, expected: tuple[object, ...]
) -> None:
    assert told(tag, model, written) == expected


def test_no_evidence_and_none_said_fits() -> None:
    assert misfit(TREE, "fr", answerer("words", threshold("0.342", None, "none"))) is None


def test_a_value_off_the_scale_has_no_seal() -> None:
    assert misfit(TREE, "de", answerer("words", threshold("34.2", "1.0%", "de-ac0d9ba0"))) is None


def test_evidence_at_fault_is_not_no_evidence() -> None:
    tree = replace(TREE, evidence_reader=lambda *_: "edited by hand")
    assert misfit(tree, "de", answerer("words", threshold("0.9", "1.0%", "de-ac0d9ba0"))) is None


def test_a_line_keeps_three_decimals() -> None:
    assert line(threshold("0.340", None, "none")) == "{at: 0.340, evidence: none}"


@given(at=CELLS, whose=ANYONE)
def test_the_value_for_a_share_is_the_nearest_there_is(at: Decimal, whose: tuple[str, str]) -> None:
    evidence = TREE.evidence(*whose)
    assert evidence is not None
    share = evidence.share(float(at))
    found = value_passing(evidence, share)
    assert evidence.share(float(found)) == share
    assert found <= at


@pytest.mark.parametrize(
    ("minimum", "maximum", "first", "last"),
    [("0", "1", "0.000", "1.000"), ("-1", "1", "-1.000", "1.000"), ("0", "100", "0.0", "100.0")],
)
def test_the_grid_has_the_decimals_of_its_step(
    minimum: str, maximum: str, first: str, last: str
) -> None:
    values = grid(Decimal(minimum), Decimal(maximum))
    assert (str(values[0]), str(values[-1]), len(values)) == (first, last, 1001)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("0.34", "0.340"), ("1", "1.000"), ("0.3405", None), ("1.001", None), ("-0.001", None)],
)
def test_a_typed_value_is_taken_only_on_the_grid(typed: str, written: str | None) -> None:
    found = on_grid(Decimal(typed), Scale(minimum=Decimal(0), maximum=Decimal(1)))
    assert (None if found is None else str(found)) == written
