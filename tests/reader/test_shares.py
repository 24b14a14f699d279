"""A share is a share, raising it keeps everybody, and no two draws depend on each other."""

from collections import Counter
from copy import deepcopy
from itertools import combinations, product
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute import Router, bucket
from tests.vectors.route import DOCUMENT

keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
shares = st.integers(0, 10_000)
MANY = [f"event-{number}" for number in range(40_000)]


def router_at(traffic: int, tag: str = "de") -> Router:
    """The example document with one language's canary at a share in basis points."""
    document = deepcopy(DOCUMENT)
    document["languages"][tag]["canary"]["traffic"] = traffic
    return Router(document)


@given(keys)
def test_nobody_at_0_and_everybody_at_100_percent(key: str) -> None:
    assert router_at(0).route("de", key).role == "primary"
    assert router_at(10_000).route("de", key).role == "canary"


@given(keys, shares, shares)
def test_raising_a_share_keeps_everybody(key: str, one: int, other: int) -> None:
    lower, higher = sorted((one, other))
    before, after = (router_at(traffic).route("de", key) for traffic in (lower, higher))
    assert before.bucket == after.bucket
    assert after.role == "canary" or before.role == "primary"


def test_raising_5_to_25_percent_moves_exactly_the_additional_keys() -> None:
    five, more = (
        {key for key in MANY if router.route("de", key).role == "canary"}
        for router in (router_at(500), router_at(2_500))
    )
    between = {key for key in MANY if 500 <= bucket("relevance-e5-v3", "de", key) < 2_500}
    assert five < more
    assert more - five == between


def within(count: int, expected: float, share: float) -> bool:
    """Whether a count of drawn keys is within four standard deviations."""
    return abs(count - expected) < 4 * sqrt(expected * (1 - share))


@pytest.mark.parametrize("traffic", [100, 500, 5_000, 9_900])
def test_a_share_is_a_share(traffic: int) -> None:
    router, share = router_at(traffic), traffic / 10_000
    drawn = sum(router.route("de", key).role == "canary" for key in MANY)
    assert within(drawn, len(MANY) * share, share)


@pytest.mark.slow
def test_5_percent_of_a_million_is_within_three_standard_deviations() -> None:
    million = 1_000_000
    drawn = sum(bucket("relevance-e5-v3", "de", f"event-{n}") < 500 for n in range(million))
    assert abs(drawn - 50_000) < 3 * sqrt(million * 0.05 * 0.95)


def test_buckets_are_even() -> None:
    counts = Counter(bucket("relevance-e5-v3", "de", key) // 500 for key in MANY)
    assert sorted(counts) == list(range(20))
    assert all(within(count, len(MANY) / 20, 1 / 20) for count in counts.values())


MODELS = ("relevance-e5-v3", "relevance-chars-v2", "relevance-words-v1")
DRAWS = [*product(MODELS, ("de", "en", "pt")), (":audit", "de"), (":audit", "en")]


@pytest.mark.parametrize(("one", "other"), list(combinations(DRAWS, 2)))
def test_models_and_languages_draw_independently(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    both = sum(bucket(*one, key) < 2_500 and bucket(*other, key) < 2_500 for key in MANY)
    assert within(both, len(MANY) / 16, 1 / 16)


@given(keys, shares)
def test_a_shadow_changes_no_answer(key: str, traffic: int) -> None:
    document = deepcopy(DOCUMENT)
    document["languages"]["de"]["shadows"][0]["traffic"] = traffic
    with_shadow = Router(document).route("de", key)
    document["languages"]["de"]["shadows"] = []
    without = Router(document).route("de", key)
    assert with_shadow._replace(plan_hash="", shadows=()) == without._replace(plan_hash="")
