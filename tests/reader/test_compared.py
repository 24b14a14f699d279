"""Of a drawn share of the events primary and canary are both asked; it changes no answer."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from langroute import Decision, Router, bucket
from langroute.promise import Needs
from tests.vectors.route import COMPARED, DOCUMENT, E5, WORDS

KEYS = [f"event-{number}" for number in range(4_000)]
keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
shares = st.integers(0, 10_000)


def router_at(compared: int | None, traffic: int = 3_000, **entry: Any) -> Router:
    """The example document with Italian's canary compared on a share of the events."""
    document = deepcopy(DOCUMENT)
    language: dict[str, Any] = document["languages"]["it"] | entry
    document["languages"]["it"] = language
    language["canary"] |= {"traffic": traffic, "compared": compared}
    if compared is None:
        del language["canary"]["compared"]
    return Router(document)


def pair(decision: Decision) -> list[Decision]:
    return [one for one in decision.shadows if one.compared is not None]


def answer(decision: Decision) -> tuple[Any, ...]:
    """Who answers, who instead, and which shadows get a copy."""
    fallback = decision.fallback
    shadows = [one for one in decision.shadows if one.compared is None]
    models = [(one.model, one.bucket, one.copied, one.extra) for one in shadows]
    return (
        decision._replace(plan_hash="")[:15],
        decision.audited,
        fallback and fallback.model,
        models,
    )


@given(keys, shares, shares)
def test_no_comparison_changes_an_answer(key: str, compared: int, traffic: int) -> None:
    without, both = (router_at(one, traffic).route("it", key) for one in (None, compared))
    assert answer(without) == answer(both)
    assert (without.compared, pair(without)) == (None, [])


@given(keys, shares, shares)
def test_the_one_that_does_not_answer_is_asked_as_the_last_shadow(
    key: str, compared: int, traffic: int
) -> None:
    decision = router_at(compared, traffic, audit=0).route("it", key)
    number = bucket(COMPARED, "it", key)
    if number >= compared:
        assert (decision.compared, pair(decision)) == (None, [])
        return
    (other,) = pair(decision)
    assert other == decision.shadows[-1]
    assert {decision.model, other.model} == {WORDS, E5}
    assert (other.role, other.bucket, other.copied, other.extra) == (
        "shadow",
        number,
        compared,
        False,
    )
    assert decision.compared == other.compared == compared
    assert (other.plan_hash, other.keyed, other.shadows) == (decision.plan_hash, True, ())


@given(keys)
def test_nobody_at_0_and_everybody_at_100_percent(key: str) -> None:
    assert router_at(0).route("it", key).compared is None
    assert router_at(10_000).route("it", key).compared == 10_000


@given(keys, shares, shares)
def test_raising_a_share_keeps_everybody(key: str, one: int, other: int) -> None:
    lower, higher = sorted((one, other))
    before, after = (
        router_at(compared, audit=0).route("it", key).compared for compared in (lower, higher)
    )
    assert before is None or after is not None


def test_the_draw_depends_on_no_other() -> None:
    """Of the events of either role, and of the shadow's, the same share is compared."""
    router = router_at(2_500, audit=0)
    decisions = [router.route("it", key) for key in KEYS]
    by_canary = [one for one in decisions if one.role == "canary"]
    by_primary = [one for one in decisions if one.role == "primary"]
    copied = [one for one in decisions if any(copy.compared is None for copy in one.shadows)]
    for among in (by_canary, by_primary, copied):
        drawn = sum(one.compared is not None for one in among)
        assert abs(drawn - len(among) / 4) < 4 * (len(among) * 3 / 16) ** 0.5


def test_what_is_audited_is_compared_too_and_says_so() -> None:
    """As a shadow is sent it: labels of what is dropped tell most where both models scored it."""
    router = router_at(2_500, audit=1_000)
    decisions = [router.route("it", key) for key in KEYS]
    copies = [copy for one in decisions for copy in pair(one)]
    assert {(one.audited, one.copied) for one in copies} == {(None, 2_500), (1_000, 10_000)}
    assert {one.extra for one in copies if one.audited is None} == {False}
    audited = [one for one in decisions if one.audited is not None]
    assert all(len(pair(one)) == 1 for one in audited)
    assert all(pair(router_at(0, audit=10_000).route("it", key)) == [] for key in KEYS[:9])


def test_an_event_without_a_key_is_not_drawn() -> None:
    decision = router_at(10_000).route("it", None)
    assert (decision.role, decision.compared, decision.shadows) == ("primary", None, ())


def test_each_is_promised_and_needs_the_same_as_a_shadow() -> None:
    """So that what is measured of it is held against what was reviewed."""
    router = router_at(1)
    for role, model in (("primary", WORDS), ("canary", E5)):
        as_shadow, own = ("it", "shadow", model), ("it", role, model)
        assert router.promises[as_shadow] == router.promises[own]
        assert router.needs()[as_shadow] == router.needs()[own]
    assert isinstance(router.needs()["it", "shadow", E5], Needs)
    assert ("it", "shadow", E5) not in router_at(0).promises
