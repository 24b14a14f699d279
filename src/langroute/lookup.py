"""Which language's entry answers for a tag: the look-up of RFC 4647, section 3.4, in one place.

An entry is found by its tag or by another name that it says, and what the registry of language
tags replaced is looked up by what replaced it when nothing answers for it as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from langroute import successors

Found = Literal["exact", "also", "lookup", "successor", "default"]

DEFAULT = "und"  # BCP 47: undetermined
# The registry keeps sh, and says that others are preferred; CLDR names this one.
SERBO_CROATIAN = {"sh": "sr-Latn", "sh-cyrl": "sr-Cyrl", "sh-latn": "sr-Latn"}
SUCCESSORS = {**successors.LANGUAGES, **successors.TAGS, **SERBO_CROATIAN}
_LONGEST_REPLACED = max(map(len, SUCCESSORS))


def folded(tag: str) -> str:
    """A tag as it is compared: without regard to the case of ASCII letters (RFC 4647).

    Only ASCII: ``str.lower`` would make the Kelvin sign a k.
    """
    return tag.lower() if tag.isascii() else tag


def candidates(tag: str, longest: int | None = None) -> Iterator[str]:
    """The tag, then what the look-up cuts it down to, the longest first; ``_`` is read as ``-``.

    A cut never ends in a single character: that introduces what follows it. Cuts longer than
    ``longest`` characters are left out, so that a tag of a megabyte costs no more than another.
    """
    tag = tag.replace("_", "-")
    yield tag
    end = tag.rfind("-", 0, None if longest is None else longest + 1)
    while end > 0:
        start = tag.rfind("-", 0, end)
        if end - start > 2:
            yield tag[:end]
        end = start


def successor(tag: str) -> str | None:
    """The tag with its beginning as the registry replaced it: iw-IL is he-IL; None of most tags."""
    for old in candidates(tag, _LONGEST_REPLACED):
        if new := SUCCESSORS.get(folded(old)):
            return new + tag[len(old) :]
    return None


def looked_up(asked: str, longest: int | None = None) -> Iterator[tuple[str, Found]]:
    """What is looked up for a tag, in order, each with how an entry of that tag is then found."""
    for cuts, tag in enumerate(candidates(asked, longest)):
        yield tag, "lookup" if cuts else "exact"
    if later := successor(asked):
        for tag in candidates(later, longest):
            yield tag, "successor"


def names(languages: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Every name, folded, with the tag that it leads to, of the other names of each tag.

    A tag is above another's name, and ``und`` is nobody's.
    """
    also = {folded(name): tag for tag, others in languages.items() for name in others}
    also.pop(DEFAULT, None)
    return also | {folded(tag): tag for tag in languages}


def answering(asked: str, known: Mapping[str, str]) -> str | None:
    """Which tag answers for the one that is asked for, of ``names``; None when none does."""
    for tag, _ in looked_up(asked):
        if found := known.get(folded(tag)):
            return found
    return known.get(DEFAULT)
