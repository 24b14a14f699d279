"""Which language's entry answers for a tag: the look-up of RFC 4647, section 3.4, in one place."""

from collections.abc import Iterable, Iterator

DEFAULT = "und"  # BCP 47: undetermined


def folded(tag: str) -> str:
    """A tag as it is compared: without regard to the case of ASCII letters (RFC 4647).

    Only ASCII: ``str.lower`` would make the Kelvin sign a k.
    """
    return tag.lower() if tag.isascii() else tag


def candidates(tag: str, longest: int | None = None) -> Iterator[str]:
    """The tag, then what the look-up cuts it down to, the longest first.

    A cut never ends in a single character: that introduces what follows it. Cuts longer than
    ``longest`` characters are left out, so that a tag of a megabyte costs no more than another.
    """
    yield tag
    end = tag.rfind("-", 0, None if longest is None else longest + 1)
    while end > 0:
        start = tag.rfind("-", 0, end)
        if end - start > 2:
            yield tag[:end]
        end = start


def answering(asked: str, tags: Iterable[str]) -> str | None:
    """Which of the tags answers for the one that is asked for; None when none does."""
    known = {folded(tag): tag for tag in tags}
    return next((known[one] for one in (*candidates(folded(asked)), DEFAULT) if one in known), None)
