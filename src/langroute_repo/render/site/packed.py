"""Texts that differ in their numbers only, in little room: one for each of 1,001 thresholds.

The page takes them apart again and computes nothing: a number of a text is held as the digits that
it was written with, so that what is shown is letter by letter what Python wrote.
"""

import json
import re
import zlib
from base64 import b64encode
from collections.abc import Sequence
from itertools import chain, pairwise
from operator import sub

# As people write numbers: with or without commas at the thousands, with or without decimals. One of
# more than 15 digits, which is not exact in a browser, is taken for several.
NUMBER = re.compile(
    r"([0-9](?:(?<!0)(?:[0-9]{0,2}(?:,[0-9]{3}){1,2}|[0-9]{1,8}))?(?:\.[0-9]{1,6})?)"
)
# What stands for a number in a line; no line of ours has it, nor one of the next three.
HOLE = "\x00"
# What stands for the first and the second line of a text in the lines after them.
FIRST, SECOND = "\x01", "\x02"
END = "\x03"  # of a line, where all are looked through at once
# What makes one number look like another.
SHAPE = str.maketrans("123456789", "000000000")
SIGNS = "abcdefghijklmn"  # of up to six decimals, each without and with commas


def pack(texts: Sequence[Sequence[str]]) -> str:
    """Texts, each as its lines, as base64 of deflated JSON; ``unpack`` in page.js is the way back.

    ``forms`` are lines without their numbers, ``patterns`` the texts as lists of them, and ``rows``
    the pattern of each text. ``columns`` has the numbers of each pattern, from the first of its
    first line to the last of its last: without their points, as differences from the text before
    that has the same pattern. A text has two lines at least, none of them empty.
    """
    rows = [_shortened(text) for text in texts]
    forms: dict[str, int] = {}
    known = _apart([*dict.fromkeys(chain.from_iterable(rows))], forms)
    patterns: dict[tuple[int, ...], list[list[int]]] = {}
    order = []
    for row in rows:
        pattern, held = zip(*map(known.__getitem__, row), strict=True)
        patterns.setdefault(pattern, []).append([*chain.from_iterable(held)])
        order.append(pattern)
    place = {pattern: at for at, pattern in enumerate(patterns)}
    data = {
        "forms": [_form(one) for one in forms],
        "patterns": [*patterns],
        "rows": _steps([place[pattern] for pattern in order]),
        "columns": [_columns(held) for held in patterns.values()],
    }
    raw = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    return b64encode(zlib.compress(raw)).decode()


def _shortened(text: Sequence[str]) -> list[str]:
    """The lines; where the first ones stand in later ones, a sign for them."""
    first, second, *others = text
    if not others:
        return [first, second]
    together = END.join(others).replace(first, FIRST).replace(second, SECOND)
    return [first, second, *together.split(END)]


def _apart(lines: Sequence[str], forms: dict[str, int]) -> dict[str, tuple[int, list[int]]]:
    """For each line the place of its form in ``forms``, which grow, and the digits of its numbers.

    A form has a hole and a sign for each number. All lines are looked through at once, which takes
    a third of the time.
    """
    parts = NUMBER.split(END.join(lines))
    together = END.join(parts[1::2])
    digits = together.replace(",", "").replace(".", "").split(END) if together else []
    numbers = [*map(int, digits)]
    parts[1::2] = _holes(together.translate(SHAPE).split(END))[: len(numbers)]
    known, begins = {}, 0
    for line, form in zip(lines, "".join(parts).split(END), strict=True):
        ends = begins + form.count(HOLE)
        known[line] = forms.setdefault(form, len(forms)), numbers[begins:ends]
        begins = ends
    return known


def _holes(shapes: Sequence[str]) -> list[str]:
    """A hole for each number, with a sign of how it is written: the decimals, and the commas."""
    signs = {shape: HOLE + _sign(*shape.partition(".")[::2]) for shape in {*shapes}}
    return [signs[shape] for shape in shapes]


def _sign(whole: str, decimals: str) -> str:
    # Of less than a thousand nobody sees whether a comma would be written.
    commas = "," in whole or len(whole) < 4
    return SIGNS[2 * len(decimals) + commas]


def _form(form: str) -> tuple[str, list[int], list[int]]:
    """A line without its numbers, the decimals of each of them, and whether it has commas."""
    first, *others = form.split(HOLE)
    signs = [SIGNS.index(one[0]) for one in others]
    words = HOLE.join([first, *(one[1:] for one in others)])
    return words, [one // 2 for one in signs], [one % 2 for one in signs]


def _columns(rows: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """The numbers of the same place in all rows, as ``_steps``: most columns are short."""
    steps = [rows[0], *[[*map(sub, row, before)] for before, row in pairwise(rows)]]
    return [*zip(*steps, strict=True)]


def _steps(numbers: Sequence[int]) -> list[int]:
    """Each number as its difference from the one before; the first from 0."""
    return [*map(sub, numbers, (0, *numbers[:-1]))]
