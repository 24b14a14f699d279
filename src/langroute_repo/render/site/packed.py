"""Texts that differ in their numbers only, in little room: one for each of 1,001 thresholds.

The page takes them apart again and computes nothing: a number of a text is held as the digits that
it was written with, so that what is shown is letter by letter what Python wrote.
"""

import json
import re
import zlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from operator import sub

# As people write numbers: with or without commas at the thousands, with or without decimals.
NUMBER = re.compile(r"((?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?)")
DIGITS = 15  # a number of more is not exact in a browser
# What stands for a number in a line; no line of ours has it.
HOLE = "\x00"
# What stands for the first and the second line of a text in the lines after them.
FIRST, SECOND = "\x01", "\x02"
# A line without its numbers, the decimals of each of them, and whether it has commas.
Form = tuple[str, tuple[int, ...], tuple[int, ...]]


def pack(texts: Sequence[Sequence[str]]) -> str:
    """Texts, each as its lines, as base64 of deflated JSON; ``unpack`` in page.js is the way back.

    ``forms`` are lines without their numbers, ``patterns`` the texts as lists of them, and ``rows``
    the pattern of each text. ``columns`` has the numbers of each pattern, from the first of its
    first line to the last of its last: without their points, as differences from the text before
    that has the same pattern. A text has two lines at least, none of them empty.
    """
    lines: dict[str, tuple[int, tuple[int, ...]]] = {}
    forms: dict[Form, int] = {}
    patterns: dict[tuple[int, ...], list[list[int]]] = {}
    rows = []
    for text in texts:
        pattern: list[int] = []
        numbers: list[int] = []
        for line in _shortened(text):
            if line not in lines:
                form, held = _apart(line)
                lines[line] = forms.setdefault(form, len(forms)), held
            index, held = lines[line]
            pattern.append(index)
            numbers += held
        rows.append(tuple(pattern))
        patterns.setdefault(tuple(pattern), []).append(numbers)
    order = {pattern: at for at, pattern in enumerate(patterns)}
    data = {
        "forms": list(forms),
        "patterns": list(patterns),
        "rows": _steps([order[pattern] for pattern in rows]),
        "columns": [[_steps(one) for one in zip(*held, strict=True)] for held in patterns.values()],
    }
    raw = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    return b64encode(zlib.compress(raw)).decode()


def _shortened(text: Sequence[str]) -> Iterator[str]:
    """The lines; where the first ones stand in later ones, a sign for them."""
    first, second, *others = text
    yield from (first, second)
    for line in others:
        yield line.replace(first, FIRST).replace(second, SECOND)


def _apart(line: str) -> tuple[Form, tuple[int, ...]]:
    """The form of a line, and its numbers."""
    parts = NUMBER.split(line)
    if max(map(len, parts[1::2]), default=0) > DIGITS:
        parts = _without_long(parts)
    numbers = parts[1::2]
    form = (
        HOLE.join(parts[::2]),
        tuple([len(one) - one.index(".") - 1 if "." in one else 0 for one in numbers]),
        # Of less than a thousand nobody sees whether a comma would be written.
        tuple([int("," in one or len(one.partition(".")[0]) < 4) for one in numbers]),
    )
    return form, tuple([int(one.replace(",", "").replace(".", "")) for one in numbers])


def _without_long(parts: list[str]) -> list[str]:
    """The same, with numbers that a browser could not hold as part of the words around them."""
    kept = [parts[0]]
    for number, words in zip(parts[1::2], parts[2::2], strict=True):
        if len(number) > DIGITS:
            kept[-1] += number + words
        else:
            kept += [number, words]
    return kept


def _steps(numbers: Sequence[int]) -> list[int]:
    """Each number as its difference from the one before; the first from 0."""
    return [*map(sub, numbers, (0, *numbers[:-1]))]
