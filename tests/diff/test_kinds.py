"""Every leaf of every file has a kind; what has none is told as needs-review, never left out."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from langroute_repo.diff.changes import Change, Difference, classified, difference
from langroute_repo.diff.classify import FILES, Leaf, kind_of
from langroute_repo.diff.impact import Impact
from langroute_repo.diff.kind import Kind
from langroute_repo.schemas.editor import Schema
from langroute_repo.tree.compile import compile_language
from langroute_repo.tree.read import TYPES
from langroute_repo.tree.tree import valid
from tests.diff.changes import EXAMPLES, ROOT, WORDS, states

SIDES: dict[str, tuple[object, object]] = {
    "at": (Decimal("0.342"), Decimal("0.350")),
    "traffic": ("10%", "20%"),
    "capacity": ("40/s", "30/s"),
    "audit": ("1%", "2%"),
    "compared": ("1%", "2%"),
}


def leaves_of(schema: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Paths of the leaves that a schema describes; lists but shadows are leaves."""
    yield from leaves_below(schema, schema, ())


def leaves_below(
    schema: dict[str, Any], part: dict[str, Any], at: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    if "$ref" in part:
        yield from leaves_below(schema, schema["$defs"][part["$ref"].rpartition("/")[2]], at)
        return
    if at == ("shadows",):
        yield from leaves_below(schema, part["items"], (*at, "relevance-e5-v3"))
        return
    inner = part.get("properties", {}).items()
    choices = part.get("oneOf", [])
    values = part.get("additionalProperties")
    if not inner and not choices and not isinstance(values, dict):
        yield at
    for key, child in inner:
        yield from leaves_below(schema, child, (*at, key))
    for choice in choices:
        yield from leaves_below(schema, choice, at)
    if isinstance(values, dict):
        yield from leaves_below(schema, values, (*at, "any-name"))


LEAVES = [
    (folder, leaf)
    for folder, model in TYPES.items()
    for leaf in leaves_of(Schema.of(model))
    if leaf != ("shadows", "relevance-e5-v3", "model")  # the key of a shadow, not a leaf
]


@pytest.mark.parametrize(
    ("folder", "leaf"), LEAVES, ids=lambda one: ".".join(one) if isinstance(one, tuple) else one
)
def test_every_leaf_has_a_kind(folder: str, leaf: tuple[str, ...]) -> None:
    before, after = SIDES.get(leaf[-1], ("one", "two"))
    kind = kind_of(Leaf(leaf, before, after), FILES[folder].table)
    assert kind is not Kind.NEEDS_REVIEW


def test_the_leaves_are_those_of_the_files() -> None:
    assert ("languages", ("primary", "threshold", "at")) in LEAVES
    assert ("languages", ("shadows", "relevance-e5-v3", "traffic")) in LEAVES
    assert ("models", ("endpoint", "name", "any-name")) in LEAVES
    assert ("sources", ("fields", "any-name", "except")) in LEAVES


@pytest.mark.parametrize("after", [None, "primary"])
def test_a_fallback_is_told_beside_a_new_model_of_the_canary(after: str | None) -> None:
    before = None if after else "primary"
    model = Leaf(("canary", "model"), "words", "embedding")
    found = [model, Leaf(("canary", "on_failure"), before, after)]
    fallback = Kind.CANARY_FALLBACK_ADDED if after else Kind.CANARY_FALLBACK_REMOVED
    table = FILES["languages"].table
    assert [change.kind for change in classified("de.yaml", table, found)] == [
        Kind.CANARY_REPLACED,
        fallback,
    ]


def test_a_comparison_is_told_beside_a_new_model_of_the_canary() -> None:
    model = Leaf(("canary", "model"), "words", "embedding")
    found = [model, Leaf(("canary", "compared"), "25%", "5%")]
    assert [one.kind for one in classified("de.yaml", FILES["languages"].table, found)] == [
        Kind.CANARY_REPLACED,
        Kind.COMPARISON_LOWERED,
    ]


def test_an_unknown_leaf_needs_review() -> None:
    unknown = Leaf(("primary", "temperature"), 1, 2)
    assert kind_of(unknown, FILES["languages"].table) is Kind.NEEDS_REVIEW


def test_no_kind_is_written_out_but_in_the_table() -> None:
    table = ROOT / "src/langroute_repo/diff/kind.py"
    written = re.compile(f"""["']({"|".join(map(str, Kind))})["']""")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for folder in ("src", "scripts", "validators")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for match in written.finditer(path.read_text())
        if path != table
    ]
    assert found == []


@pytest.fixture(scope="module")
def differences(tmp_path_factory: pytest.TempPathFactory) -> list[Difference]:
    """Of each example, whose output test_diff.py compares as a whole."""
    return [
        difference(*states(tree, name, tmp_path_factory.mktemp("states")))
        for tree, name in EXAMPLES
    ]


def test_every_kind_has_an_example(differences: list[Difference]) -> None:
    produced = {change.kind for found in differences for change in found.changes}
    assert {str(kind) for kind in Kind if kind not in produced} == set()


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_spelled_as_it_is_named(kind: Kind) -> None:
    assert str(kind) == kind.name.lower().replace("_", "-")


def test_a_load_moves_only_by_a_kind_that_says_so(differences: list[Difference]) -> None:
    """Without one of those kinds `diff` does not look at the endpoints at all."""
    looked = Change(Kind.CAPACITY_RAISED, WORDS, (), None, None)
    for found in differences:
        always = Impact(replace(found, changes=(*found.changes, looked)))
        assert Impact(found).endpoints == always.endpoints


def test_a_route_moves_only_by_a_kind_that_says_so(differences: list[Difference]) -> None:
    """Unless its own file changes; one that does not compile any more is the check's to tell."""
    for found in differences:
        told = {change.language for change in found.changes}
        for tag, _, language in valid(found.after.languages):
            before, after = (
                compile_language(tree, language, "production")
                for tree in (found.before, found.after)
            )
            assert tag in told or before == after or not (before and after)
