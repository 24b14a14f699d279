"""Where something stands in a file: by its path into the data, or by its stretch of the text."""

from typing import NamedTuple

# The keys of mappings and the indices of lists, from the root of the data on.
Keys = tuple[str | int, ...]


class Span(NamedTuple):
    """A stretch of text: lines and columns count from 1, in code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def span_of(text: str, start: int, end: int) -> Span:
    """The stretch between two offsets into a text."""

    def place(index: int) -> tuple[int, int]:
        return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)

    return Span(*place(start), *place(end))
