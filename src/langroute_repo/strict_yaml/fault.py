"""Faults in the text of a file: what is said of them, and where."""

from typing import NamedTuple

from langroute_repo.strict_yaml.position import Span

Words = tuple[str, str]  # message and hint

MAX_QUOTED = 40  # characters of a value that a message repeats


class Fault(NamedTuple):
    """One thing wrong with the text of a file; ``related`` are other places in the same file."""

    message: str
    hint: str
    span: Span
    related: tuple[tuple[Span, str], ...] = ()


def shortened(value: str) -> str:
    return value if len(value) <= MAX_QUOTED else value[:MAX_QUOTED] + "…"
