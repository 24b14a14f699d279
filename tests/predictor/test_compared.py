"""Primary and canary asked about one event: one answers, the other is recorded as a shadow is."""

from typing import Any

import pytest

from langroute.predictor import CallFailed
from tests.predictor.company import E5, EVENT, WORDS, Fixed, Held, Kept, Models, entry, made

DOWN = CallFailed(503, "cannot be reached")


def compared(traffic: int, **canary: Any) -> Fixed:
    language = entry(WORDS, E5)
    language["canary"] |= {"traffic": traffic, "compared": 10_000, **canary}
    return Fixed({"de": language})


def told(records: Kept) -> set[tuple[Any, ...]]:
    return {
        (one.role, one.model, one.status, one.final, one.compared, one.copied) for one in records
    }


@pytest.mark.parametrize(
    ("traffic", "role", "model", "other"),
    [(0, "primary", "words", "e5"), (10_000, "canary", "e5", "words")],
)
def test_one_answers_and_the_other_is_recorded(
    traffic: int, role: str, model: str, other: str
) -> None:
    records = Kept()
    models = Models(words=b"0.9", e5=b"0.1")
    with made(models, records, source=compared(traffic)) as predictor:
        answer = predictor.predict("de", "evt-1", EVENT)
        records.until(2)
        counts = predictor.counts
    assert (answer.decision.role, answer.relevant) == (role, role == "primary")
    assert (counts.answers, counts.shadows_sent) == (1, 1)
    assert told(records) == {
        (role, model, 200, True, 10_000, None),
        ("shadow", other, 200, False, 10_000, 10_000),
    }
    # Of one event and, both being sent the same fields, of one content.
    assert len({(one.event_id, one.sent) for one in records if one.sent}) == 1


def test_no_answer_waits_for_the_other() -> None:
    records, held = Kept(), Held()
    with made(Models(words=b"0.9", e5=held), records, source=compared(0)) as predictor:
        assert predictor.predict("de", "evt-1", EVENT).score == 0.9
        assert held.begun.wait(10)
        assert told(records) == {("primary", "words", 200, True, 10_000, None)}
        held.go_on.set()
        records.until(2)


def test_no_answer_fails_by_the_other() -> None:
    records = Kept()
    with made(Models(words=b"0.9", e5=DOWN), records, source=compared(0)) as predictor:
        assert predictor.predict("de", "evt-1", EVENT).score == 0.9
        records.until(2)
        counts = predictor.counts
    assert (counts.answers, counts.failures) == (1, 0)
    assert ("shadow", "e5", 503, False, 10_000, 10_000) in told(records)


def test_a_primary_that_stands_in_was_asked_for_the_comparison_as_well() -> None:
    """Whether it has to stand in is known later, and the answer waits for no copy."""
    records = Kept()
    source = compared(10_000, on_failure="primary")
    with made(Models(words=b"0.9", e5=DOWN), records, source=source) as predictor:
        answer = predictor.predict("de", "evt-1", EVENT)
        records.until(3)
    assert answer.decision.role == "primary"
    assert told(records) == {
        ("canary", "e5", 503, False, 10_000, None),
        ("primary", "words", 200, True, 10_000, None),
        ("shadow", "words", 200, False, 10_000, 10_000),
    }


def test_an_event_without_a_key_is_not_compared_and_counted() -> None:
    records = Kept()
    with made(Models(words=b"0.9"), records, source=compared(10_000)) as predictor:
        predictor.predict("de", None, EVENT)
        assert predictor.counts.keyless == 1
    assert told(records) == {("primary", "words", 200, True, None, None)}
