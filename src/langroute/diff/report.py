"""A difference as text, Markdown and JSON: direct changes first, indirect ones apart."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from langroute.diff.changes import Change, Difference
from langroute.diff.effect import Effect, effects
from langroute.diff.words import events, headline, risk_of, sentence, value, worst

Told = tuple[Change, Effect]
ESCAPES = str.maketrans(
    {character: f"&#{ord(character)};" for character in "\\`*_{}[]<>|#~@&"} | {"\r": " ", "\n": " "}
)
Hashes = Mapping[str, str | None]


class DiffReport:
    """What is told of a difference, in each of its forms."""

    def __init__(self, found: Difference) -> None:
        self.found = found
        self.told: list[Told] = effects(found)
        self.headline = headline(found)
        self.risk = worst([risk_of(*one) for one in self.told])

    def text(self) -> str:
        """For a terminal."""
        lines = [self.headline, f"risk: {self.risk}"]
        for title, group in self._sections():
            lines += ["", title]
            for row in _rows(group):
                lines += [f"  {row.what}", *([f"    {row.effect}"] if row.effect else [])]
        return "\n".join(lines) + "\n"

    def markdown(self) -> str:
        """For a pull request; what comes from files is escaped."""
        lines = [f"**{escaped(self.headline)}**", "", f"Risk: {self.risk}"]
        for title, group in self._sections():
            lines += [
                "",
                f"### {escaped(title)}",
                "",
                "| where | change | effect |",
                "|---|---|---|",
            ]
            lines += [
                f"| {escaped(row.where)} | {escaped(row.change)} | {escaped(row.effect)} |"
                for row in _rows(group)
            ]
        return "\n".join(lines) + "\n"

    def json(self, before: Hashes, after: Hashes) -> str:
        """For machines, in the shape of schemas/diff-output.schema.json."""
        languages: dict[str, list[dict[str, Any]]] = {}
        for change, effect in self.told:
            if change.language:
                languages.setdefault(change.language, []).append(_as_json(change, effect))
        others = [_as_json(*one) for one in self.told if not one[0].language]
        whole = {
            "schema_version": 1,
            "headline": self.headline,
            "risk": self.risk,
            "languages": [{"language": tag, "changes": rows} for tag, rows in languages.items()],
            "others": others,
            "plan_hash": {"before": dict(before), "after": dict(after)},
        }
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"

    def _sections(self) -> Iterator[tuple[str, list[Told]]]:
        direct = [one for one in self.told if one[0].language and one[0].direct]
        others = [one for one in self.told if not one[0].language]
        if direct:
            yield "directly", direct
        for cause in dict.fromkeys(change.cause for change, _ in self.told if change.cause):
            yield f"indirectly, through {cause}", [o for o in self.told if o[0].cause == cause]
        if others:
            yield "files that are no language's", others


class _Row:
    """Equal changes of several languages, told once."""

    def __init__(self, group: list[Told]) -> None:
        change, effect = group[0]
        self.languages = [one.language for one, _ in group if one.language]
        self.where = ", ".join(self.languages) if self.languages else change.file
        self.change = _change(change)
        self.what = f"{self.where}  {self.change}"
        self.effect = sentence(change, effect) if len(group) == 1 else _together(group)


def _rows(told: list[Told]) -> list[_Row]:
    groups: dict[tuple[object, ...], list[Told]] = {}
    for one in told:
        change = one[0]
        alike = (change.kind, change.path, value(change.before), value(change.after))
        groups.setdefault(alike if change.language else (change.file, *alike), []).append(one)
    return [_Row(group) for group in groups.values()]


def _together(group: list[Told]) -> str:
    known = [effect.events_per_day for _, effect in group if effect.events_per_day is not None]
    unknown = [str(change.language) for change, one in group if one.events_per_day is None]
    if not known:
        return ""
    return f"{events(sum(known))} for the analysts in all" + (
        f" (not known for {', '.join(unknown)})" if unknown else ""
    )


def _change(change: Change) -> str:
    where = ".".join(map(str, change.path))
    if not where:
        return change.kind  # of a whole file
    return f"{change.kind} {where} {value(change.before)} → {value(change.after)}"


def _as_json(change: Change, effect: Effect) -> dict[str, Any]:
    path = change.file + ("#" + ".".join(map(str, change.path)) if change.path else "")
    return {
        "kind": change.kind,
        "path": path,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "effect": {key: one for key, one in asdict(effect).items() if one is not None},
        "direct": change.direct,
    }


def _plain(thing: object) -> Any:
    if isinstance(thing, Decimal):
        return float(thing)
    if isinstance(thing, dict):
        return {key: _plain(one) for key, one in thing.items()}
    if isinstance(thing, list | tuple):
        return [_plain(one) for one in thing]
    return thing


def escaped(text: str) -> str:
    """The text as it is, whatever Markdown or GitHub would make of it."""
    return text.translate(ESCAPES)
