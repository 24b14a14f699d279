"""A page of sections within a limit: whole sections give way, in an order that is stated."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page in its forms, the longest first; the last one may be empty."""

    name: str
    forms: tuple[str, ...]


def fitted(sections: Sequence[Section], order: Sequence[str], limit: int) -> str:
    """The page in at most ``limit`` characters: the sections named first in ``order`` give way.

    Each takes its next shorter form, down to its last, before the next one does. What fits again
    beside the short ones comes back, the last of ``order`` first; what it does not name stays.
    """
    forms = {section.name: section.forms for section in sections}
    chosen = dict.fromkeys(forms, 0)
    named = [name for name in order if name in forms]
    for name in named:
        while chosen[name] + 1 < len(forms[name]) and len(_page(sections, chosen)) > limit:
            chosen[name] += 1
    for name in reversed(named):
        while chosen[name] and len(_page(sections, chosen | {name: chosen[name] - 1})) <= limit:
            chosen[name] -= 1
    return _page(sections, chosen)


def _page(sections: Sequence[Section], chosen: dict[str, int]) -> str:
    told = (section.forms[chosen[section.name]] for section in sections)
    return "\n\n".join(part for part in told if part) + "\n"


def as_many(items: Sequence[str], limit: int, rest: str, between: str = "\n") -> str:
    """The first items that fit, and in words how many are left out: ``rest`` holds a ``{}``."""
    size = 0
    for count, item in enumerate(items):
        size += len(item) + len(between)
        if size > limit:
            return between.join([*items[:count], rest.format(f"{len(items) - count:,}")])
    return between.join(items)
