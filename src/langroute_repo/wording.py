"""How messages name things: the nearest known name, lists that read well and stay short."""

import difflib
from collections.abc import Collection, Iterable

# A list in a message is read, not searched: what is beyond is counted.
LONGEST = 6


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name that was probably meant, None when none is as near as ``cutoff`` (0 to 1)."""
    lowered = {one.lower(): one for one in known}
    near = difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=cutoff)
    return lowered[near[0]] if near else None


def did_you_mean(name: str, known: Collection[str], otherwise: str) -> str:
    """A hint: the name that was probably meant or, when none is near, what else to do."""
    near = nearest(name, known)
    return f'did you mean "{near}"?' if near else otherwise


def listed(names: Collection[str], last: str = "and", longest: int = LONGEST) -> str:
    """``title, body and summary``; of more than ``longest`` the last ones are only counted."""
    shown = list(names)
    if len(shown) > longest:
        shown[longest - 1 :] = [f"{len(shown) - longest + 1:,} more"]
    if len(shown) < 2:
        return "".join(shown) or "none"
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def counted(number: int, noun: str) -> str:
    """``1 event``, ``1,204 events``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
