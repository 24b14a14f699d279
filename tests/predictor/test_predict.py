"""An event is answered by whom it was routed to, or fails with a name and a record."""

import math
from typing import Any

import pytest

from langroute import InvalidKey, MissingField, UnknownLanguage
from langroute.predictor import (
    CallFailed,
    Codec,
    Counts,
    Deadline,
    PredictionFailed,
    Predictor,
    TimedOut,
    deadline,
)
from langroute.recording.record import Record
from langroute.recording.sink import Gauge
from tests.predictor.company import E5, EVENT, WORDS, Fixed, Kept, Models, entry, made, seen

DOWN = CallFailed(503, "cannot be reached")


def test_an_answer_and_its_record() -> None:
    records = Kept()
    models = Models(words=b"0.75")
    with made(models, records) as predictor:
        answer = predictor.predict("de-AT", "evt-1", EVENT)
    assert (answer.score, answer.cell, answer.relevant) == (0.75, 750, True)
    assert (answer.decision.model, answer.version, answer.failed) == (
        "words",
        "git-3f2a9c81b04d",
        None,
    )
    assert models.asked == [("words", {"title": "Streik", "body": "Hafen"})]
    (record,) = records
    assert record.latency_ms >= 0
    assert record == Record(
        event_id="evt-1",
        time=record.time,
        language="de",
        model="words",
        role="primary",
        status=200,
        score=0.75,
        latency_ms=record.latency_ms,
        requested="de-AT",
        bucket=None,
        cell=750,
        passed=True,
        final=True,
        plan_hash=answer.decision.plan_hash,
        version="git-3f2a9c81b04d",
        error=None,
        sent="a04de9940ff7bfff",
    )


@pytest.mark.parametrize(("score", "relevant"), [(b"0.5", True), (b"0.499", False), (b"0", False)])
def test_relevant_from_the_threshold_on(score: bytes, relevant: bool) -> None:
    records = Kept()
    with made(Models(words=score), records) as predictor:
        assert predictor.predict("de", "evt-1", EVENT).relevant is relevant
    assert records[0].passed is relevant


class Changing:
    """A source that has another document whenever it is asked."""

    def __init__(self) -> None:
        self.read = 0

    @property
    def serving(self) -> Any:
        self.read += 1
        return Fixed(version=f"v{self.read}").serving


def test_all_of_an_event_is_by_one_document() -> None:
    records = Kept()
    source = Changing()
    models = Models(words=b"0.1", e5=DOWN, chars=b"0.9")
    with made(models, records, source=source) as predictor:
        for language in ("es", "it"):
            predictor.predict(language, "evt-1", EVENT)
        records.until(5)
    assert source.read == 2
    assert [sum(one.version == version for one in records) for version in ("v1", "v2")] == [3, 2]


def test_of_a_tag_without_end_the_beginning_is_kept() -> None:
    records = Kept()
    with made(Models(words=b"0.1"), records) as predictor:
        answer = predictor.predict("de-" + "x" * 1_000_000, "evt-1", EVENT)
    assert answer.decision.language == "de"
    assert records[0].requested == "de-" + "x" * 97


# What fails


def test_a_canary_that_fails_is_the_callers() -> None:
    records = Kept()
    with made(Models(words=b"0.9", e5=DOWN), records) as predictor:
        with pytest.raises(PredictionFailed) as caught:
            predictor.predict("fr", "evt-1", EVENT)
        assert predictor.counts == Counts(failures=1)
    error = caught.value
    assert (error.language, error.model, error.role, error.status) == ("fr", "e5", "canary", 503)
    assert str(error) == "e5, the canary of fr, gave no answer: cannot be reached"
    assert error.__cause__ is DOWN
    assert [seen(one) for one in records] == [("canary e5", 503, True)]
    assert (records[0].score, records[0].cell, records[0].passed) == (None, None, None)
    assert records[0].error == "cannot be reached"


def test_the_primary_stands_in_where_the_file_says_so() -> None:
    records = Kept()
    with made(Models(words=b"0.9", e5=DOWN), records) as predictor:
        answer = predictor.predict("it", "evt-1", EVENT)
        assert predictor.counts == Counts(answers=1, fallbacks=1)
    assert (answer.decision.role, answer.decision.model, answer.score) == ("primary", "words", 0.9)
    assert str(answer.failed) == "e5, the canary of it, gave no answer: cannot be reached"
    assert [seen(one) for one in records] == [
        ("canary e5", 503, False),
        ("primary words", 200, True),
    ]
    assert records[0].bucket == records[1].bucket


def test_a_canary_that_answers_needs_nobody() -> None:
    models = Models(words=DOWN, e5=b"0.9")
    with made(models) as predictor:
        assert predictor.predict("it", "evt-1", EVENT).failed is None
    assert [model for model, _ in models.asked] == ["e5"]


def test_a_primary_that_fails_too_says_why_it_was_asked() -> None:
    records = Kept()
    with made(Models(words=CallFailed(500, "broken"), e5=DOWN), records) as predictor:
        with pytest.raises(PredictionFailed) as caught:
            predictor.predict("it", "evt-1", EVENT)
        assert predictor.counts == Counts(failures=1, fallbacks=1)
    assert str(caught.value) == "words, the primary of it, gave no answer: broken"
    assert caught.value.__notes__ == [
        "it was asked because e5, the canary of it, gave no answer: cannot be reached"
    ]
    assert [seen(one) for one in records] == [
        ("canary e5", 503, False),
        ("primary words", 500, True),
    ]


@pytest.mark.parametrize("event", [{}, {"title": None}, {"body": "Hafen"}])
def test_an_event_without_a_field_is_recorded_and_never_sent(event: dict[str, Any]) -> None:
    records = Kept()
    models = Models()
    with made(models, records) as predictor, pytest.raises(MissingField):
        predictor.predict("de", "evt-1", event)
    assert models.asked == []
    assert [seen(one) for one in records] == [("primary words", 481, True)]
    assert records[0].error == "event has no 'title', which words needs for de"


def test_a_field_that_only_the_canary_needs() -> None:
    """A route that names a field of another language fails every event: here it does not."""
    languages = {"de": entry(WORDS, E5 | {"required": ["title", "body"], "on_failure": "primary"})}
    records = Kept()
    models = Models(words=b"0.9")
    with made(models, records, source=Fixed(languages)) as predictor:
        assert predictor.predict("de", "evt-1", {"title": "Streik"}).relevant
        with pytest.raises(MissingField) as caught:
            predictor.predict("de", "evt-1", {"body": "Hafen"})
    assert caught.value.model == "words"
    assert "e5, the canary of de" in caught.value.__notes__[0]
    assert [seen(one) for one in records] == [
        ("canary e5", 481, False),
        ("primary words", 200, True),
        ("canary e5", 481, False),
        ("primary words", 481, True),
    ]


def itself() -> dict[str, Any]:
    holds: dict[str, Any] = {"title": {}}
    holds["title"]["again"] = holds["title"]
    return holds


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"title": object}, "TypeError: Object of type type is not JSON serializable"),
        ({"title": math.nan}, "ValueError: Out of range float values are not JSON compliant"),
        ({"title": "\ud800"}, "UnicodeEncodeError: 'utf-8' codec can't encode"),
        (itself(), "RecursionError: "),
        (None, "AttributeError: 'NoneType' object has no attribute 'get'"),
    ],
)
def test_an_event_that_cannot_be_sent(event: Any, reason: str) -> None:
    records = Kept()
    with made(Models(), records) as predictor, pytest.raises(PredictionFailed) as caught:
        predictor.predict("de", "evt-1", event)
    assert (caught.value.status, caught.value.fault) == (480, "event")
    assert caught.value.reason.startswith(f"the event cannot be sent: {reason}")
    assert [seen(one) for one in records] == [("primary words", 480, True)]


@pytest.mark.parametrize(
    ("score", "reason"),
    [
        (math.nan, "score nan is off the scale from 0 to 1"),
        (math.inf, "score inf is off the scale from 0 to 1"),
        (1.0000001, "score 1.0000001 is off the scale from 0 to 1"),
        (-0.1, "score -0.1 is off the scale from 0 to 1"),
        (None, "score None is no number but NoneType"),
        (True, "score True is no number but bool"),
    ],
)
def test_a_score_that_decides_nothing_never_does(score: Any, reason: str) -> None:
    records = Kept()
    codecs = {"words": Codec(lambda _: b"{}", lambda _: score)}
    with (
        made(Models(words=b""), records, codecs=codecs) as predictor,
        pytest.raises(PredictionFailed) as caught,
    ):
        predictor.predict("de", "evt-1", EVENT)
    assert (caught.value.status, caught.value.reason) == (502, reason)
    assert (records[0].status, records[0].score, records[0].passed) == (502, None, None)


def test_a_codec_that_breaks_down() -> None:
    def broken(_: bytes) -> float:
        raise KeyError("logits")

    codecs = {"words": Codec(lambda _: b"{}", broken)}
    with (
        made(Models(words=b""), codecs=codecs) as predictor,
        pytest.raises(PredictionFailed, match="the answer has no score: KeyError: 'logits'"),
    ):
        predictor.predict("de", "evt-1", EVENT)


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (CallFailed(429, "too many"), 429, "too many"),
        (TimedOut(2), 504, "no answer within 2000 ms"),
        (ConnectionError("reset"), 503, "ConnectionError: reset"),
        (ZeroDivisionError("in\nsome endpoint"), 590, "ZeroDivisionError: in some endpoint"),
        (CallFailed(200, "a status that promises a score"), 502, "a status that promises a score"),
    ],
)
def test_whatever_an_endpoint_raises_has_a_status(
    error: Exception, status: int, reason: str
) -> None:
    records = Kept()
    with (
        made(Models(words=error), records) as predictor,
        pytest.raises(PredictionFailed) as caught,
    ):
        predictor.predict("de", "evt-1", EVENT)
    assert (caught.value.status, caught.value.reason) == (status, reason)
    assert caught.value.__cause__ is error
    assert (records[0].status, records[0].error) == (status, reason)


def test_a_kind_of_endpoint_that_nobody_reaches() -> None:
    with (
        Predictor(Fixed(), endpoints={"sagemaker": Models()}) as predictor,
        pytest.raises(PredictionFailed, match="no way to reach an endpoint of kind 'http'"),
    ):
        predictor.predict("de", "evt-1", EVENT)


def test_what_has_no_route_is_counted_and_leaves_no_record() -> None:
    records = Kept()
    with made(Models(), records) as predictor:
        with pytest.raises(UnknownLanguage):
            predictor.predict("xx", "evt-1", EVENT)
        for key in ("", 1.5):
            with pytest.raises(InvalidKey):
                predictor.predict("de", key, EVENT)  # type: ignore[arg-type]
        assert predictor.counts == Counts(unknown_languages=1, invalid_keys=2)
        told = {one.dimensions["Reason"]: one.value for one in predictor.gauges()}
        assert told == {"unknown-language": 1, "invalid-key": 2}
        with pytest.raises(UnknownLanguage):
            predictor.predict("xx", "evt-2", EVENT)
        # Only what came since, so that a sum counts each once.
        assert list(predictor.gauges()) == [
            Gauge("UnroutedEvents", 1, {"Reason": "unknown-language"})
        ]
    assert records == []


def test_a_whole_number_is_recorded_as_its_digits() -> None:
    records = Kept()
    with made(Models(words=b"0.9", e5=b"0.9", chars=b"0.9"), records) as predictor:
        predictor.predict("es", 17, EVENT)
        records.until(3)
    assert [one.event_id for one in records] == ["17"] * 3


def test_a_record_that_cannot_be_kept_fails_no_answer() -> None:
    def full(_: Record) -> None:
        raise OSError("no space left")

    models = Models(words=b"0.9", e5=DOWN, chars=b"0.1")
    with Predictor(Fixed(), record=full, endpoints={"http": models}) as predictor:
        assert predictor.predict("it", "evt-1", EVENT).relevant
        with pytest.raises(PredictionFailed):
            predictor.predict("fr", "evt-1", EVENT)
        assert predictor.counts.records_failed == 3


# Time


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which only the test moves on."""
    time = [1000.0]
    monkeypatch.setattr(deadline, "monotonic", lambda: time[0])
    return time


class Slow(Models):
    """Takes as many seconds as it is said to, or all that it gets."""

    def __init__(self, now: list[float], **seconds: float) -> None:
        super().__init__()
        self.now, self.seconds = now, seconds
        self.given: list[tuple[str, float]] = []

    def ask(self, where: Any, body: bytes, content_type: str, deadline: Deadline) -> bytes:
        assert (body, content_type) != (b"", "")
        model = where["url"].rpartition("/")[2]
        self.given.append((model, deadline.left()))
        self.now[0] += min(self.seconds[model], deadline.left())
        deadline.left()
        return b"0.9"


@pytest.mark.parametrize(("canary", "left"), [(0.9, None), (1.0, 1.0), (30.0, 1.0)])
def test_a_canary_leaves_half_of_the_time(
    now: list[float], canary: float, left: float | None
) -> None:
    models = Slow(now, e5=canary, words=0.5)
    with made(models, timeout=2.0) as predictor:
        assert predictor.predict("it", "evt-1", EVENT).score == 0.9
    assert models.given == [("e5", 1.0), *([("words", left)] if left else [])]


def test_without_anybody_to_stand_in_a_canary_has_all_of_it(now: list[float]) -> None:
    models = Slow(now, e5=30)
    with made(models, timeout=2.0) as predictor, pytest.raises(PredictionFailed) as caught:
        predictor.predict("fr", "evt-1", EVENT)
    assert models.given == [("e5", 2.0)]
    assert (caught.value.status, caught.value.reason) == (504, "no answer within 2000 ms")


def test_without_time_nobody_is_asked(now: list[float]) -> None:
    def slow(_: object) -> bytes:
        now[0] += 9
        return b"{}"

    models = Slow(now)
    with (
        made(models, codecs={"e5": Codec(slow, float)}, timeout=2.0) as predictor,
        pytest.raises(PredictionFailed) as caught,
    ):
        predictor.predict("it", "evt-1", EVENT)
    assert (models.given, caught.value.status) == ([], 504)


# The end


def test_closed_it_answers_nobody_and_its_endpoints_are_closed_once() -> None:
    models = Models(words=b"0.9")
    predictor = made(models)
    predictor.close()
    predictor.close()
    with pytest.raises(RuntimeError, match="the predictor is closed"):
        predictor.predict("de", "evt-1", EVENT)
    assert models.closed == 1
