"""Pieces of Markdown that several sections are made of: parts that open on a click, owners."""

from collections.abc import Iterable, Sequence

from langroute_repo.render.markdown import brief
from langroute_repo.wording import counted

NAME = 80  # characters
MOST_NAMED = 5


def folded(summary: str, told: str, begins_open: bool = False) -> str:
    """A part that opens on a click; ``summary`` is HTML. GitHub needs the empty lines."""
    how = "<details open>" if begins_open else "<details>"
    return f"{how}<summary>{summary}</summary>\n\n{told}\n\n</details>"


def first_open(items: Sequence[str], most: int, rest: str, between: str = "\n") -> str:
    """The first items, and behind a click the others, whose number ``rest`` says in words."""
    shown = between.join(items[:most])
    if len(items) <= most:
        return shown
    return f"{shown}\n\n{folded(f'{len(items) - most:,} {rest}', between.join(items[most:]))}"


def owners(names: Iterable[str], last: str = "and") -> str:
    """Who owns something, at most a few by name."""
    named = [brief(one, NAME) for one in names]
    if len(named) > MOST_NAMED:
        named[MOST_NAMED:] = [counted(len(named) - MOST_NAMED, "other")]
    return f" {last} ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))


def bold(text: str) -> str:
    """A name for a summary, in which Markdown says nothing."""
    return f"<b>{brief(text, NAME)}</b>"
