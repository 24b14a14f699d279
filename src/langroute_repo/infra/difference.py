"""What deploying a template would change, resource by resource and in words.

The order of keys, and of the members of the lists that a template here has, says nothing and is not
compared. What is text to CloudFormation and has parts (a schema, an alarm's rule) is compared part
by part, and a reference as a whole.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Literal

Kind = Literal["added", "changed", "removed"]
Leaves = dict[tuple[str, ...], object]

WIDEST = 72  # characters of a value that are shown
WIDEST_LINE = 100
OR = " OR "
FUNCTIONS = ("Fn::", "Ref")
LABELS = ("Sid", "PolicyName", "Name", "Key", "Type")
MARKS: dict[Kind, str] = {"added": "+", "changed": "~", "removed": "-"}


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """One resource, or another part of the template, that would be another.

    ``about`` is a resource's type, or the section that a part stands in.
    """

    kind: Kind
    name: str
    about: str
    details: tuple[str, ...] = ()


def lines(changes: Iterable[ResourceChange]) -> Iterator[str]:
    """The changes as people read them; those that are alike but for the name stand together."""
    alike: dict[tuple[Kind, str, tuple[str, ...]], list[str]] = {}
    for change in changes:
        alike.setdefault((change.kind, change.about, change.details), []).append(
            change.name.removeprefix(f"{change.about}.")
        )
    for (kind, about, details), names in alike.items():
        head = f"{MARKS[kind]} {about}  {', '.join(names)}"
        yield from wrap(head, WIDEST_LINE, subsequent_indent="    ", break_on_hyphens=False)
        yield from (f"    {detail}" for detail in details)


def difference(deployed: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[ResourceChange]:
    """All changes, resources first."""
    before, after = _parts(deployed), _parts(wanted)
    changes = [_change(name, before.get(name), after.get(name)) for name in {**after, **before}]
    return [change for change in changes if change is not None]


Part = tuple[str, Any]  # its section, or what type of resource it is, and itself


def _parts(template: Mapping[str, Any]) -> dict[str, Part]:
    """Resources and the members of other sections by their names, and what is one value."""
    parts: dict[str, Part] = {}
    for section, held in template.items():
        if section == "Resources":
            parts |= {name: (one["Type"], one) for name, one in held.items()}
        elif isinstance(held, dict):
            parts |= {f"{section}.{name}": (section, one) for name, one in held.items()}
        else:
            parts[section] = ("Template", held)
    return parts


def _change(name: str, before: Part | None, after: Part | None) -> ResourceChange | None:
    if before is None or after is None:
        kind: Kind = "added" if before is None else "removed"
        about, _ = before or after or ("", None)
        return ResourceChange(kind, name, about)
    details = tuple(_details(_leaves(before[1]), _leaves(after[1])))
    return ResourceChange("changed", name, after[0], details) if details else None


def _details(before: Leaves, after: Leaves) -> Iterator[str]:
    for path in {**before, **after}:
        where = ".".join(step for step in path if step != "Properties")
        if path not in after:
            yield f"- {where}{_value(before[path])}"
        elif path not in before:
            yield f"+ {where}{_value(after[path])}"
        elif before[path] != after[path]:
            yield f"{where}:{_value(before[path])} →{_value(after[path])}"


def _value(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f" {text}" if len(text) <= WIDEST else f" {text[: WIDEST - 1]}…"


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Leaves:
    """Each value by the path that leads to it; a member of a list of values is a path itself."""
    if isinstance(value, str):
        value = _taken_apart(value)
    if not isinstance(value, dict | list) or not value or _is_reference(value):
        return {path: value}
    members = value.items() if isinstance(value, dict) else _members(value)
    found: Leaves = {}
    for key, inner in members:
        found |= _leaves(inner, (*path, key))
    return found


def _is_reference(value: dict[str, Any] | list[Any]) -> bool:
    """Whether it is one of CloudFormation's functions: of their arguments the order counts."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(FUNCTIONS)


def _members(held: list[Any]) -> Iterator[tuple[str, Any]]:
    """The members of a list, each under a name by which it is the same one in another order."""
    met: Counter[str] = Counter()
    for one in held:
        name, inner = _member(one)
        met[name] += 1
        yield name if met[name] == 1 else f"{name} ({met[name]})", inner


def _member(one: Any) -> tuple[str, Any]:
    if isinstance(one, dict):
        for label in LABELS:
            if isinstance(one.get(label), str):
                return one[label], one
    return one if isinstance(one, str) else json.dumps(one, sort_keys=True), None


def _taken_apart(text: str) -> Any:
    """A text that has parts as these; any other as it is."""
    if OR in text:
        return text.split(OR)
    if not text.startswith("{"):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
