"""The name of a finding, made of its rule, its place and named values; and what is worse."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.findings import Finding, Level, Report
from validators.identity import fingerprint, steps

PARTS = st.text('ab"[],', max_size=2)
WHOLE = st.tuples(PARTS, PARTS, st.lists(PARTS, max_size=2), st.dictionaries(PARTS, PARTS))


@given(st.lists(WHOLE, min_size=2))
def test_only_the_same_things_have_the_same_fingerprint(
    things: list[tuple[str, str, list[str], dict[str, str]]],
) -> None:
    for one, other in pairwise(things):
        assert (fingerprint(*one) == fingerprint(*other)) == (one == other)
        assert re.fullmatch("[0-9a-f]{8}", fingerprint(*one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b", [], {}), ("ab", "", [], {})),
        (("r", "p", ["a", "b"], {}), ("r", "p", ["ab"], {})),
        (("r", "p", ["a"], {"b": "c"}), ("r", "p", ["a", "b"], {"c": ""})),
        (("r", "p", [], {"a": "b", "c": "d"}), ("r", "p", [], {"a": "bcd"})),
        (("r", "p", [], {"a": "b c", "d": "e"}), ("r", "p", [], {"a": "b", "c d": "e"})),
    ],
)
def test_where_one_word_ends_and_the_next_begins_is_part_of_it(
    one: tuple[str, str, list[str], dict[str, str]],
    other: tuple[str, str, list[str], dict[str, str]],
) -> None:
    assert fingerprint(*one) != fingerprint(*other)


def test_the_order_of_the_values_is_no_part_of_it() -> None:
    one, other = {"model": "words", "at": "1"}, {"at": "1", "model": "words"}
    assert fingerprint("r", "p", [], one) == fingerprint("r", "p", [], other)


@given(st.lists(st.sampled_from(["words", "chars", "e5"]), min_size=1), st.data())
def test_an_entry_has_the_same_way_to_it_when_another_comes_first(
    models: list[str], data: st.DataObject
) -> None:
    shadows = [{"model": model, "traffic": "1%"} for model in models]
    at = data.draw(st.integers(0, len(models) - 1))
    named = list(steps({"shadows": shadows}, ("shadows", at, "traffic")))
    more = [{"model": "another"}, *shadows]
    assert list(steps({"shadows": more}, ("shadows", at + 1, "traffic"))) == named
    ways = [tuple(steps(models, (index,))) for index in range(len(models))]
    assert len(set(ways)) == len(models)


def finding(mark: str, magnitude: int, level: Level = "error", standing: bool = False) -> Finding:
    return Finding(
        "rule", level, "config/x", 1, 1, 2, "", "", mark,
        magnitude=magnitude, standing=standing,
    )  # fmt: skip


def test_what_is_worse_than_before_is_new() -> None:
    stood = finding("c", 0, "warning", standing=True)
    before = Report((finding("a", 2), finding("b", 2), stood), 1)
    new = (finding("c", 0, "warning"), finding("d", 0))
    after = Report((finding("a", 3), finding("b", 1), *new, finding("b", 2)), 1)
    assert [one.fingerprint for one in after.beyond(before)] == ["a", "c", "d"]
    assert before.beyond(before) == ()
