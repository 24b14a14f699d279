"""The difference of two compiled documents in lines, a language or several each."""

from collections.abc import Iterable
from dataclasses import replace

from langroute_repo.diff.changes import Change
from langroute_repo.diff.kind import Kind
from langroute_repo.render.difference.report import in_one_line
from langroute_repo.render.difference.words import value


def in_words(changes: Iterable[Change], before: str, after: str) -> list[str]:
    """A line for each, equal ones of several languages together.

    ``before`` and ``after`` say where one is that the other lacks: ``live`` and ``in HEAD``.
    """
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        alike = (change.kind, change.path[2:], value(change.before), value(change.after))
        groups.setdefault(alike if change.language else (id(change),), []).append(change)
    return [_line(group, before, after) for group in groups.values()]


def _line(group: list[Change], before: str, after: str) -> str:
    first = group[0]
    where = ", ".join(str(one.language) for one in group) if first.language else "document"
    if first.kind in (Kind.LANGUAGE_ADDED, Kind.LANGUAGE_REMOVED):
        return f"{where}  only {before if first.kind is Kind.LANGUAGE_REMOVED else after}"
    inside = [replace(one, path=one.path[2:]) if one.language else one for one in group]
    if first.kind in (Kind.SHADOW_ADDED, Kind.SHADOW_REMOVED):  # its whole entry is the value
        return f"{where}  {first.kind} {'.'.join(map(str, inside[0].path))}"
    return f"{where}  {in_one_line(inside)}"
