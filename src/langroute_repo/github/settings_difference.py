"""What would be another in settings that GitHub tells as JSON, in lines that people read.

Only what is wanted is compared: GitHub tells much more, such as ids, addresses and times.
"""

import json
from collections.abc import Iterator
from typing import Any

LABELS = ("type", "context", "actor_id")
Leaves = dict[str, object]


def difference(live: Any, wanted: Any) -> list[str]:
    """``- path``, ``+ path`` and ``~ path: before → after``, in the order of what is wanted."""
    before, after = _leaves(_asked_for(live, wanted)), _leaves(wanted)
    return [line for path in {**after, **before} for line in _line(path, before, after)]


def _line(path: str, before: Leaves, after: Leaves) -> Iterator[str]:
    if path not in after:
        yield f"- {path}{_value(before[path])}"
    elif path not in before:
        yield f"+ {path}{_value(after[path])}"
    elif before[path] != after[path]:
        yield f"~ {path}:{_value(before[path])} →{_value(after[path])}"


def _value(value: object) -> str:
    return "" if value is None else f" {json.dumps(value, ensure_ascii=False)}"


def _asked_for(live: Any, wanted: Any) -> Any:
    """Of what is live, all that is wanted to be one way or another; lists stay whole."""
    if isinstance(live, dict) and isinstance(wanted, dict):
        return {key: _asked_for(live[key], wanted[key]) for key in wanted if key in live}
    if isinstance(live, list) and isinstance(wanted, list):
        by_label = {_label(one): one for one in wanted}
        return [_asked_for(one, by_label.get(_label(one), one)) for one in live]
    return live


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Leaves:
    """Each value by its path; what is in a list by its label, for its order says nothing here."""
    if isinstance(value, list):
        return _below({_label(one): _unlabelled(one) for one in value}, path)
    if not isinstance(value, dict):
        return {".".join(path): value}
    below = _below(value, path)
    return {".".join(path): None} if path and not below else below


def _below(members: dict[str, Any], path: tuple[str, ...]) -> Leaves:
    found: Leaves = {}
    for key, inner in members.items():
        found |= _leaves(inner, (*path, key))
    return found


def _unlabelled(member: Any) -> Any:
    """What a member of a list says besides its label: nothing where it is only a name."""
    if not isinstance(member, dict):
        return None
    label = next((name for name in LABELS if name in member), None)
    return {key: one for key, one in member.items() if key != label}


def _label(member: Any) -> str:
    if isinstance(member, dict):
        return next((str(member[name]) for name in LABELS if name in member), json.dumps(member))
    return str(member)
