"""Faults in the text of a file: where they stand and what is said of them."""

from dataclasses import dataclass
from typing import NamedTuple

Words = tuple[str, str]  # message and hint

MAX_QUOTED = 40  # characters of a value that a message repeats


class Span(NamedTuple):
    """A stretch of text: lines and columns count from 1, in code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the text of a file; ``related`` are other places in the same file."""

    message: str
    hint: str
    span: Span
    related: tuple[tuple[Span, str], ...] = ()


def span_of(text: str, start: int, end: int) -> Span:
    def place(index: int) -> tuple[int, int]:
        return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)

    return Span(*place(start), *place(end))


def shortened(value: str) -> str:
    return value if len(value) <= MAX_QUOTED else value[:MAX_QUOTED] + "…"
