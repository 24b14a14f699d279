"""An audit shows people what would be dropped; it changes no answer, and draws by itself."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute import Decision, Router, bucket
from tests.vectors.route import AUDIT, CHARS, DOCUMENT

KEYS = [f"event-{number}" for number in range(4_000)]
keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
shares = st.integers(0, 10_000)


def router_at(audit: int | None, **shadows: int) -> Router:
    """The example document with Spanish audited at a share, and perhaps other shares of shadows."""
    document = deepcopy(DOCUMENT)
    entry: dict[str, Any] = document["languages"]["es"]
    entry["audit"] = audit
    if audit is None:
        del entry["audit"]
    for shadow in entry["shadows"]:
        shadow["traffic"] = shadows.get("traffic", shadow["traffic"])
    return Router(document)


def answer(decision: Decision) -> tuple[Any, ...]:
    """Who answers, and who instead."""
    fallback = decision.fallback
    return decision.role, decision.model, decision.bucket, fallback and fallback.model


@given(keys, shares)
def test_no_audit_changes_an_answer(key: str, audit: int) -> None:
    without, audited = (router_at(one).route("es", key) for one in (None, audit))
    assert answer(without) == answer(audited)
    assert without.audited is None
    drawn = bucket(AUDIT, "es", key) < audit
    assert audited.audited == (audit if drawn else None)
    own = [one for one in audited.shadows if not one.extra]
    assert [one.model for one in own] == [one.model for one in without.shadows]
    assert len(audited.shadows) == 3 if drawn else own == list(audited.shadows)


@given(keys)
def test_nobody_at_0_and_everybody_at_100_percent(key: str) -> None:
    assert router_at(0).route("es", key).audited is None
    assert router_at(10_000).route("es", key).audited == 10_000


@given(keys, shares, shares)
def test_raising_a_share_keeps_everybody(key: str, one: int, other: int) -> None:
    lower, higher = sorted((one, other))
    before, after = (router_at(audit).route("es", key).audited for audit in (lower, higher))
    assert before is None or after is not None


@pytest.mark.parametrize("traffic", [0, 2_500, 10_000])
def test_a_copy_says_how_likely_it_was(traffic: int) -> None:
    """So that copies, each weighed by one over that, stand for all events: Horvitz–Thompson."""
    router = router_at(1_000, traffic=traffic)
    decisions = [router.route("es", key) for key in KEYS]
    copies = [copy for one in decisions for copy in one.shadows if copy.model == CHARS]
    assert {(one.audited, one.copied) for one in copies} <= {(None, traffic), (1_000, 10_000)}
    kept = [one for one in copies if not one.extra]
    assert all(one.bucket is not None and one.bucket < traffic for one in kept)
    audited = [one for one in copies if one.audited is not None]
    assert len(audited) == sum(bucket(AUDIT, "es", key) < 1_000 for key in KEYS)
    if traffic:
        stood_for = sum(10_000 / (one.copied or 0) for one in copies)
        assert abs(stood_for - len(KEYS)) < 4 * (len(KEYS) * (10_000 / traffic - 1)) ** 0.5 + 1


def test_an_event_without_a_key_is_not_drawn() -> None:
    decision = router_at(10_000).route("es", None)
    assert (decision.audited, decision.shadows, decision.keyed) == (None, (), False)
