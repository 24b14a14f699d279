"""How a verb talks to the person who runs it; what it was asked for goes to stdout elsewhere."""

import os
import sys
from enum import Enum
from typing import TextIO


class Colour(Enum):
    """The few colours in use, as ANSI select-graphic-rendition numbers."""

    BOLD = "1"
    RED = "1;31"
    GREEN = "32"
    YELLOW = "33"
    CYAN = "36"


_LABELS = {"error": Colour.RED, "hint": Colour.CYAN, "warning": Colour.YELLOW}


def is_terminal(stream: TextIO) -> bool:
    """Whether a person watches this stream, so that a line may be drawn again."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: Colour, stream: TextIO) -> str:
    """Colour the text where the stream shows colours and NO_COLOR (no-color.org) allows them."""
    if not is_terminal(stream) or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{colour.value}m{text}\033[0m"


def complain(label: str, text: str) -> None:
    """Say `error: …` or `hint: …` on stderr."""
    print(f"{paint(label + ':', _LABELS[label], sys.stderr)} {text}", file=sys.stderr, flush=True)


def say(text: str) -> None:
    """Tell on stderr what is being done."""
    print(text, file=sys.stderr, flush=True)


def wants_colour() -> bool:
    """Whether stdout is a person's terminal that shows colours."""
    import os

    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")
