"""A page of sections within a limit: sections give way in steps, in an order that is stated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Where the page says what it lacks.
NOTE = "left out"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page in its forms, the longest first; the last one may be empty.

    ``lacks`` says of each form but the first what is not in it.
    """

    name: str
    forms: tuple[str, ...]
    lacks: tuple[str, ...] = ()


def fitted(
    sections: Sequence[Section],
    order: Sequence[str],
    limit: int,
    note: Callable[[Sequence[str]], str] | None = None,
) -> str:
    """The page in at most ``limit`` characters: each name in ``order`` is a step that is taken.

    The section of that name takes its next shorter form; when the steps are done and the page is
    too long all the same, each takes its last form in the same order. What fits again beside what
    gave way later comes back, the last step first; what ``order`` does not name stays. ``note``
    makes the text of the section NOTE of what the page lacks.
    """
    forms = {section.name: section.forms for section in sections}
    chosen = dict.fromkeys(forms, 0)
    taken: list[str] = []
    named = [name for name in order if name in forms]
    for name in [*named, *(one for one in named for _ in forms[one])]:
        if len(_page(sections, chosen, note)) <= limit:
            break
        if chosen[name] + 1 < len(forms[name]):
            chosen[name] += 1
            taken.append(name)
    for name in reversed(taken):
        longer = chosen | {name: chosen[name] - 1}
        if len(_page(sections, longer, note)) <= limit:
            chosen = longer
    return _page(sections, chosen, note)


def _page(
    sections: Sequence[Section],
    chosen: dict[str, int],
    note: Callable[[Sequence[str]], str] | None,
) -> str:
    lacks = [one.lacks[chosen[one.name] - 1] for one in sections if chosen[one.name] and one.lacks]
    told = (
        note(lacks)
        if note and section.name == NOTE and lacks
        else section.forms[chosen[section.name]]
        for section in sections
    )
    return "\n\n".join(part for part in told if part) + "\n"


def as_many(items: Sequence[str], limit: int, rest: str, between: str = "\n") -> str:
    """The first items that fit, and in words how many are left out: ``rest`` holds a ``{}``."""
    count = fitting(items, limit, between)
    if count == len(items):
        return between.join(items)
    return between.join([*items[:count], rest.format(f"{len(items) - count:,}")])


def fitting(items: Sequence[str], limit: int, between: str = "\n") -> int:
    """How many of the first items fit."""
    size = 0
    for count, item in enumerate(items):
        size += len(item) + len(between)
        if size > limit:
            return count
    return len(items)
