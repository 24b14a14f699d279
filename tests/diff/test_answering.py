"""Which changes of a document can alter an answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.document import canonical
from langroute_repo.diff.answering import answers_stay
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder

BASE = Path(__file__).parent.parent / "rules" / "base"
DOCUMENT: dict[str, Any] = dict(compile_tree(read(Folder(BASE)), "staging"))


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The document with something of it changed."""
    document = json.loads(canonical(DOCUMENT))
    change(document)
    return canonical(document)


def paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a document, values and what holds them."""
    inner = value.items() if isinstance(value, dict) else ()
    return [at, *(path for key, held in inner for path in paths(held, (*at, key)))]


ANSWERING = [one for one in paths(DOCUMENT["languages"]) if {"passes", "shadows"}.isdisjoint(one)]


@given(st.sampled_from([one for one in ANSWERING if one]), st.booleans())
def test_whatever_answers_is_seen(path: tuple[str | int, ...], gone: bool) -> None:
    def change(document: dict[str, Any]) -> None:
        holder: Any = document["languages"]
        for key in path[:-1]:
            holder = holder[key]
        if gone:
            del holder[path[-1]]
        else:
            holder[path[-1]] = {"another": "value"}

    assert not answers_stay(canonical(DOCUMENT), changed(change))


@pytest.mark.parametrize("role", ["primary", "canary"])
def test_what_is_only_promised_answers_nothing(role: str) -> None:
    other = changed(lambda one: one["languages"]["de"][role].update(passes=1))
    assert answers_stay(canonical(DOCUMENT), other)


def test_what_is_only_recorded_answers_nothing() -> None:
    shadow = DOCUMENT["languages"]["de"]["canary"]
    other = changed(lambda one: one["languages"]["en"]["shadows"].append(shadow))
    assert answers_stay(canonical(DOCUMENT), other)
    assert answers_stay(other, canonical(DOCUMENT))
    compared = changed(lambda one: one["languages"]["de"]["canary"].update(compared=2500))
    assert answers_stay(canonical(DOCUMENT), compared)
    assert answers_stay(compared, canonical(DOCUMENT))


def test_what_the_analysts_get_is_no_record() -> None:
    audited = changed(lambda one: one["languages"]["de"].update(audit=200))
    assert not answers_stay(canonical(DOCUMENT), audited)
    assert not answers_stay(audited, canonical(DOCUMENT))


def test_what_a_later_format_adds_may_answer() -> None:
    assert not answers_stay(canonical(DOCUMENT), changed(lambda one: one.update(audit={})))
    assert not answers_stay(b"{}", b"{}")
