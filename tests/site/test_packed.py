"""Texts come out of a page as they went in: digits, commas, leading zeros and all."""

import json
import subprocess
import zlib
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.render.site.packed import FIRST, HOLE, SECOND, pack
from langroute_repo.render.site.pages import TEMPLATES
from tests.node import node

# Numbers as people write them, and as nobody does.
NUMBERS = st.one_of(
    st.integers(0, 10**18).map(str),
    st.integers(0, 10**9).map("{:,}".format),
    st.decimals(0, 10**6, places=3).map("{:,}".format),
    st.decimals(0, 1000, places=1).map(str),
    st.sampled_from(
        [
            "007",
            "1,23",
            "1,2345",
            "123,456,789,012.5",
            "9007199254740993.0000001",
            "12,345.60",
            "0.0",
            "00.10",
            "1.",
            ".5",
            "5af0295b",
        ]
    ),
)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\1\2\3"), min_size=1, max_size=5)
LINES = st.lists(st.one_of(NUMBERS, WORDS), min_size=1, max_size=6).map("".join)
TEXTS = st.lists(st.lists(LINES, min_size=2, max_size=5), min_size=1, max_size=8)


def unpack(packed: str) -> list[list[str]]:
    """What page.js does."""
    data = json.loads(zlib.decompress(b64decode(packed)))
    sums = [[_sums(steps) for steps in held] for held in data["columns"]]
    seen = [0] * len(sums)
    texts = []
    for pattern in _sums(data["rows"]):
        row, seen[pattern] = seen[pattern], seen[pattern] + 1
        numbers = iter([column[row] for column in sums[pattern]])
        first, second, *rest = [
            _line(data["forms"][at], numbers) for at in data["patterns"][pattern]
        ]
        texts.append(
            [first, second, *(one.replace(FIRST, first).replace(SECOND, second) for one in rest)]
        )
    return texts


def _sums(steps: list[int]) -> list[int]:
    total, sums = 0, []
    for step in steps:
        total += step
        sums.append(total)
    return sums


def _line(form: list[Any], numbers: Iterator[int]) -> str:
    words, *kinds = form
    first, *rest = str(words).split(HOLE)
    for word, decimals, commas in zip(rest, *kinds, strict=True):
        digits = str(next(numbers)).rjust(decimals + 1, "0")
        whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
        first += (f"{int(whole):,}" if commas else whole) + ("." + part if decimals else "") + word
    return first


@given(TEXTS)
def test_texts_come_out_as_they_went_in(texts: list[list[str]]) -> None:
    assert unpack(pack(texts)) == texts


def test_the_page_takes_them_apart_alike() -> None:
    """By the very lines of page.js, in Node."""
    texts = [
        ["0.250", "30.5%", f"{value / 10:,.1f} of 5,{value:03}", "pl-5af0295b", "{at: 0.250} 30.5%"]
        for value in (0, 7, 12_345, 999, 1_234_567)
    ]
    script = (TEMPLATES / "page.js").read_text("utf-8")
    begins, ends = script.index("const written ="), script.index("// A model's page")
    tell = "(found) => console.log(JSON.stringify(found))"
    program = f"{script[begins:ends]}\nunpack({json.dumps(pack(texts))}).then({tell})"
    command = [node(), "-e", program]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout) == texts
