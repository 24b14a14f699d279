"""What is drawn for the audit goes to the analysts although it would be dropped, and says so."""

from typing import Any

from langroute.predictor import CallFailed
from tests.predictor.company import CHARS, E5, EVENT, WORDS, Fixed, Kept, Models, entry, made

DROPPED, DOWN = b"0.2", CallFailed(503, "cannot be reached")


def audited(share: int, shadow: int, canary: dict[str, Any] | None = None) -> Fixed:
    made = entry(WORDS, canary, CHARS)
    made["shadows"][0]["traffic"] = shadow
    return Fixed({"de": made | {"audit": share}})


def test_a_dropped_event_is_shown_and_recorded_with_the_share() -> None:
    records = Kept()
    models = Models(words=DROPPED, chars=DROPPED)
    with made(models, records, source=audited(10_000, 0)) as predictor:
        answer = predictor.predict("de", "evt-1", EVENT)
        records.until(2)
    assert (answer.relevant, answer.shown, answer.decision.audited) == (False, True, 10_000)
    told = {one.role: (one.passed, one.audited, one.copied, one.extra) for one in records}
    assert told == {
        "primary": (False, 10_000, None, False),
        "shadow": (False, 10_000, 10_000, True),
    }


def test_what_is_not_drawn_is_dropped_and_a_copy_has_its_shadows_share() -> None:
    records = Kept()
    models = Models(words=DROPPED, chars=DROPPED)
    with made(models, records, source=audited(0, 10_000)) as predictor:
        answer = predictor.predict("de", "evt-1", EVENT)
        records.until(2)
    assert (answer.relevant, answer.shown, answer.decision.audited) == (False, False, None)
    told = {one.role: (one.audited, one.copied, one.extra) for one in records}
    assert told == {"primary": (None, None, False), "shadow": (None, 10_000, False)}


def test_an_event_that_a_canary_failed_on_stays_audited() -> None:
    records = Kept()
    models = Models(words=DROPPED, e5=DOWN, chars=DROPPED)
    source = audited(10_000, 0, E5 | {"on_failure": "primary"})
    with made(models, records, source=source) as predictor:
        answer = predictor.predict("de", "evt-1", EVENT)
        records.until(3)
    assert (answer.decision.role, answer.shown, answer.decision.audited) == (
        "primary",
        True,
        10_000,
    )
    assert {one.audited for one in records} == {10_000}


def test_an_event_without_a_key_is_not_drawn_and_counted() -> None:
    records = Kept()
    with made(Models(words=DROPPED), records, source=audited(10_000, 10_000)) as predictor:
        answer = predictor.predict("de", None, EVENT)
        counts = predictor.counts
    assert (answer.shown, answer.decision.audited) == (False, None)
    assert (counts.answers, counts.keyless) == (1, 1)
    assert [(one.role, one.event_id, one.audited) for one in records] == [("primary", None, None)]
