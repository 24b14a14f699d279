"""Writes what an endpoint answered into a golden file; pure: bytes in, bytes out."""

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from langroute_repo.editing.edit import add, relist, replace
from langroute_repo.golden.answer import Asked
from langroute_repo.golden.target import Target
from langroute_repo.tree.files.golden import Between
from langroute_repo.tree.modeline import modeline

STEPS = 10_000  # of the score scale: a two-hundredth of the usual tolerance


class Draft(NamedTuple):
    """An event that somebody wrote for a golden file that is not there yet."""

    about: str
    relevant: bool | None
    event: Mapping[str, Any]


def drafted(model: str, tag: str, fields: Sequence[str], drafts: Sequence[Draft]) -> bytes:
    """A new golden file, without any score yet."""
    lines = [
        modeline(f"config/golden/{model}/{tag}.yaml"),
        f"model: {model}",
        f"language: {tag}",
        f"fields: [{', '.join(fields)}]",
        "events:",
    ]
    for one in drafts:
        lines.append(f"  - about: {_text(one.about)}")
        if one.relevant is not None:
            lines.append(f"    relevant: {_text(one.relevant)}")
        if not one.event:
            lines.append("    event: {}")
            continue
        lines.append("    event:")
        lines += [f"      {name}: {_text(value)}" for name, value in one.event.items()]
    return "\n".join([*lines, ""]).encode()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def written(score: float, width: float) -> str:
    """A score with as many decimals as a step of its scale has."""
    decimals = max(0, math.ceil(math.log10(STEPS / width)))
    return f"{score:.{decimals}f}"


def recorded(target: Target, asked: Sequence[Asked]) -> bytes:
    """The file with the first answers; what asks for an error or a stretch stays as it is."""
    raw = target.file.raw
    if target.outdated:
        raw = relist(raw, ("fields",), target.decision.fields)
    for one in asked:
        if one.event.gives == "error" or isinstance(one.event.gives, Between) or not one.scores:
            continue
        value = written(one.scores[0], target.width)
        at = ("events", one.place, "gives")
        if one.event.gives is None:
            raw = add(raw, at, value, after="event")
        elif Decimal(value) != one.event.gives:
            raw = replace(raw, at, value)
    return raw
