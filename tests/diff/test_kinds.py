"""Every leaf of every file has a kind; what has none is told as needs-review, never left out."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from langroute_repo.diff.changes import classified
from langroute_repo.diff.kinds import FILES, NEEDS_REVIEW, Leaf, kind_of
from langroute_repo.diff.risk import KIND_RISK, RISKS
from langroute_repo.schemas.editor import Schema
from langroute_repo.tree.files.exceptions import ExceptionsFile
from langroute_repo.tree.files.freeze import FreezeFile
from langroute_repo.tree.files.named import FILES as NAMED
from langroute_repo.tree.files.policy import PolicyFile

MODELS: dict[str, type[BaseModel]] = {model.folder: model for model in NAMED} | {
    "policy.yaml": PolicyFile,
    "exceptions.yaml": ExceptionsFile,
    "freeze.yaml": FreezeFile,
}
SIDES: dict[str, tuple[object, object]] = {
    "at": (Decimal("0.342"), Decimal("0.350")),
    "traffic": ("10%", "20%"),
    "capacity": ("40/s", "30/s"),
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
    for folder, model in MODELS.items()
    for leaf in leaves_of(Schema.of(model))
    if leaf != ("shadows", "relevance-e5-v3", "model")  # the key of a shadow, not a leaf
]


@pytest.mark.parametrize(
    ("folder", "leaf"), LEAVES, ids=lambda one: ".".join(one) if isinstance(one, tuple) else one
)
def test_every_leaf_has_a_kind(folder: str, leaf: tuple[str, ...]) -> None:
    before, after = SIDES.get(leaf[-1], ("one", "two"))
    _, table = FILES[folder]
    assert kind_of(Leaf(leaf, before, after), table) != NEEDS_REVIEW


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
    table = FILES["languages"][1]
    word = "added" if after else "removed"
    assert [change.kind for change in classified("de.yaml", table, found)] == [
        "canary-replaced",
        f"canary-fallback-{word}",
    ]


def test_an_unknown_leaf_needs_review() -> None:
    assert kind_of(Leaf(("primary", "temperature"), 1, 2), FILES["languages"][1]) == NEEDS_REVIEW


def test_every_row_of_the_risks_names_a_risk() -> None:
    assert set(KIND_RISK.values()) <= set(RISKS)
