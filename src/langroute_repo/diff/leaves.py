"""The differences between two states of one file's data, as leaves with their paths."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from langroute_repo.diff.classify import Leaf
from langroute_repo.strict_yaml.position import Keys

# One file holds a few dozen leaves; a diff that needs more passes than this is not understood.
MOST_DIFFERENCES = 100_000
# Their order says nothing. The order of ``fields`` does: it is the order in which they are sent.
UNORDERED = frozenset(
    {"also", "owners", "languages", "except", "required", "optional", "environments"}
)


class TooDifferent(Exception):
    """deepdiff stopped before it was done, so its answer would be partial."""


def leaves(before: dict[str, Any], after: dict[str, Any]) -> list[Leaf]:
    """All differences; shadows are matched by their model, not by their position.

    A list of plain values (fields, owners, tags) is one leaf.
    """
    if before == after:
        return []
    from deepdiff import DeepDiff

    found = DeepDiff(
        by_name(before),
        by_name(after),
        view="tree",
        # Keys that begin with __ are hidden otherwise.
        ignore_private_variables=False,
        # Otherwise mappings that share few keys are told as one replaced value.
        threshold_to_diff_deeper=0,
        # 1 is 1.0; ignore_numeric_type_changes would also round to twelve decimals.
        ignore_type_in_groups=[(int, float, Decimal)],
        max_diffs=MOST_DIFFERENCES,
    )
    stats: dict[str, int] = found.get_stats()  # type: ignore[no-untyped-call]
    if stats.get("MAX DIFF LIMIT REACHED") or stats.get("MAX PASS LIMIT REACHED"):
        raise TooDifferent(f"more than {MOST_DIFFERENCES:,} differences in one file")
    unique = {leaf.path: leaf for level in found.values() for leaf in map(_leaf, level)}
    return sorted(unique.values(), key=lambda leaf: [str(step) for step in leaf.path])


def by_name(data: Any) -> Any:
    """The data with shadows keyed by model, and lists without an order sorted."""
    if isinstance(data, dict):
        return {key: _named(key, value) for key, value in data.items()}
    if isinstance(data, list):
        return tuple(by_name(one) for one in data)
    return data


def _named(key: str, value: Any) -> Any:
    # A language has shadows with a model each; a case names the models only.
    if key == "shadows" and all(isinstance(one, dict) for one in value):
        return {
            one["model"]: by_name({k: v for k, v in one.items() if k != "model"}) for one in value
        }
    return tuple(sorted(value)) if key in UNORDERED and isinstance(value, list) else by_name(value)


def _leaf(level: Any) -> Leaf:
    path = _until_list(level)
    while len(level.path(output_format="list")) > len(path):
        level = level.up
    return Leaf(path, _value(level.t1), _value(level.t2))


def _until_list(level: Any) -> Keys:
    """The path cut before the first position in a list, which is one leaf as a whole."""
    return tuple(_take(level.path(output_format="list")))


def _take(steps: list[str | int]) -> Iterator[str | int]:
    for step in steps:
        if isinstance(step, int):
            return
        yield step


def _value(value: object) -> object:
    """The value as it is in the file again; None where it is absent."""
    if type(value).__name__ == "NotPresent":
        return None
    return list(value) if isinstance(value, tuple) else value
