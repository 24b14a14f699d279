"""The path to a score: what is one, what it means, and that no other text is taken for one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.score_path import LONGEST, PATTERN, Chosen, is_path, steps

key = st.text("abzAZ09_-", min_size=1, max_size=5)
index = st.integers(0, 9999)
chosen = st.builds(Chosen, key, st.text(st.characters(exclude_characters="[]="), min_size=1))
one = key | index | chosen


def written(path: list[str | int | Chosen]) -> str:
    """The steps as a path; written apart from what reads them."""
    text = ""
    for step in path:
        if isinstance(step, str):
            text += f".{step}" if text else step
        else:
            text += f"[{step}]" if isinstance(step, int) else f"[{step.key}={step.text}]"
    return text


@given(st.lists(one, min_size=1, max_size=6))
def test_what_is_written_is_read(path: list[str | int | Chosen]) -> None:
    text = written(path)
    assert is_path(text) == (len(text) <= LONGEST)
    if is_path(text):
        assert steps(text) == tuple(path)


@given(st.text("ab.[]=01-* \n", max_size=8))
def test_a_text_is_a_path_only_when_its_steps_write_it(text: str) -> None:
    if is_path(text):
        assert text == "." or written(list(steps(text))) == text
    else:
        with pytest.raises(ValueError, match="is no path to a score"):
            steps(text)


@pytest.mark.parametrize(
    "text",
    ["", "..", ".a", "a.", "a..b", "a[", "a]", "[]", "[-1]", "[01]", "[10000]", "[*]", "[a]",
     "[a=]", "[=a]", "[a=b=c]", "a[0]b", "a b", "$.a", "a\n", "[0", "'a'", "größe", "a" * 201],
)  # fmt: skip
def test_what_is_no_path(text: str) -> None:
    assert not is_path(text)


def test_the_answer_itself_takes_no_step() -> None:
    assert steps(".") == ()


def test_editors_and_readers_use_one_pattern() -> None:
    assert re.compile(PATTERN).match("[label=RELEVANT].score")
