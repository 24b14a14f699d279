"""After a new push the comment says what is otherwise than in the review before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.output.review import Review
from langroute_repo.render.comment.header import Header
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page import comment
from tests.github.rendered import TEXTS, page
from tests.github.reviews import change, data, language

ONE, TWO, THREE = ("1" * 40, "2" * 40, "3" * 40)
LINKS = Links("https://github.com/acme/routes", ONE)


def told(head: str, previous: str = "", **of: Any) -> str:
    made = Review.model_validate(data(**of) | {"head": head})
    return comment(made, Header(head), LINKS, previous)


def raised(tag: str, to: float) -> dict[str, Any]:
    return language(tag, [change(after=to)])


def since(body: str) -> str:
    """The sentence, or nothing."""
    lines = body.splitlines()
    return next((line for line in lines if line.startswith("**Since the review of")), "")


FIRST = told(ONE, languages=[raised("de", 0.4), raised("es", 0.4), raised("it", 0.4)])
SECOND: dict[str, Any] = {"languages": [raised("de", 0.5), raised("fr", 0.4), raised("it", 0.4)]}
SENTENCE = (
    "**Since the review of [`111111111111`](https://github.com/acme/routes/commit/"
    f"{ONE})**: new fr; gone es; different de."
)


def test_the_first_review_is_since_none() -> None:
    assert since(FIRST) == ""


def test_languages_that_are_new_gone_and_different_are_named() -> None:
    assert since(told(TWO, FIRST, **SECOND)) == SENTENCE


def test_another_run_for_the_same_head_says_the_same() -> None:
    second = told(TWO, FIRST, **SECOND)
    assert told(TWO, second, **SECOND) == second


def test_each_push_is_held_against_the_one_before() -> None:
    second = told(TWO, FIRST, **SECOND)
    third = since(told(THREE, second, **SECOND))
    assert third.endswith("**: nothing of config/ is different.")
    assert TWO in third


def test_another_file_is_named_by_its_path() -> None:
    files = [change(path="config/policy.yaml#change.most_languages", words="policy-changed")]
    body = since(told(TWO, FIRST, languages=[raised("de", 0.4)], others=files))
    assert body.endswith("**: new config/policy.yaml; gone es and it.")


def test_a_check_that_broke_in_between_is_passed_over() -> None:
    failure = {"message": "broke", "hint": ""}
    broken = told(TWO, FIRST, found=False, failure=failure)
    assert since(broken) == ""
    assert since(told(THREE, broken, **SECOND)) == SENTENCE


def test_of_more_languages_than_can_be_remembered_nothing_is_said() -> None:
    many = [raised(f"{'l' * 50}{index}", 0.4) for index in range(300)]
    body = told(ONE, languages=many)
    assert "langroute told" not in body
    assert since(told(TWO, body, **SECOND)) == ""


@pytest.mark.parametrize(
    "line",
    [
        "<!-- langroute told 3 -->",
        "<!-- langroute told {} -->",
        '<!-- langroute told {"head":3} -->',
        f'<!-- langroute told {{"head":"{ONE}","now":3,"before":[],"last":{{}}}} -->',
        f'<!-- langroute told {{"head":"{ONE}","now":{{"de":1}},"last":"{TWO}-->"}} -->',
        f"<!-- langroute told {'[' * 20_000} -->",
    ],
)
def test_a_line_of_another_shape_breaks_nothing(line: str) -> None:
    body = told(TWO, f"header\n{line}\n\ntext", **SECOND)
    assert since(body) in ("", since(told(TWO, told(ONE), **SECOND)))


@given(st.lists(TEXTS, max_size=3), TEXTS)
def test_names_do_nothing_whatever_they_are(tags: list[str], other: str) -> None:
    first = told(ONE, languages=[language(tag) for tag in tags])
    body = told(TWO, first, languages=[language(other)])
    read = page(body)
    assert len(read.comments) == 2
    assert not read.acts
