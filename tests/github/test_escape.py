"""Whatever stands in a file is shown in a comment as it is, and does nothing there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.render.markdown import code, cut, fenced, prose, shown
from tests.github.rendered import APART, TEXTS, page


@given(TEXTS)
def test_prose_is_shown_as_it_is_and_does_nothing(text: str) -> None:
    read = page(prose(text))
    assert read.plain.replace(APART, "").strip() == shown(text).strip()
    assert set(read.elements) <= {"p", "span"}
    assert (read.comments, read.code) == ([], "")
    assert not read.acts
    # A dollar stands in an element of its own, which is how GitHub takes it for a dollar.
    assert read.elements.count("span") == text.count("$")


@given(TEXTS)
def test_prose_stays_in_its_cell(text: str) -> None:
    read = page(f"| a | b |\n|---|---|\n| {prose(text)} | end |\n")
    assert read.elements.count("td") == 2
    assert read.plain.replace(APART, "").split()[-1] == "end"


@given(TEXTS)
def test_code_is_shown_as_it_is_behind_other_words(text: str) -> None:
    read = page(f"at {code(text)} it is")
    assert (read.plain.split(), read.code.strip()) == (["at", "it", "is"], shown(text).strip())
    assert set(read.elements) <= {"p", "code"}


@given(st.lists(TEXTS, max_size=5))
def test_no_line_ends_its_block(lines: list[str]) -> None:
    read = page(f"{fenced(lines)}\n\nbehind")
    assert (read.elements, read.plain.split()) == (["pre", "code", "p"], ["behind"])
    assert read.code.count("\n") == len(lines)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("0.193 would pass 38.3%", "0.193 would pass 38.3%"),
        ("1. first", "&#49;. first"),
        ("a|b\n`c`", "a&#124;b &#96;c&#96;"),
        ("by @ada", "by &#64;&#8203;ada"),
        ("see https://x.example", "see https:&#8203;//x.example"),
        ("abc\u202etxt", "abc\ufffdtxt"),
    ],
)
def test_what_needs_no_escape_stays_readable(text: str, escaped: str) -> None:
    assert prose(text) == escaped


def test_a_cut_is_seen() -> None:
    assert (cut("abcdef", 6), cut("abcdefg", 6)) == ("abcdef", "abcde…")
