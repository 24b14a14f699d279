"""The company's own steps around a call: under its limit, and named when they are what failed."""

from collections.abc import Callable
from contextlib import closing, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from hashlib import sha256
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from langroute.predictor import CallFailed, Codec, Deadline, PredictionFailed, Predictor, deadline
from langroute.predictor.codec import SCORE, TENSORFLOW, score
from langroute.predictor.json_body import written
from langroute.predictor.steps import Steps
from langroute.recording.record import INVALID_EVENT, THROTTLED
from tests.predictor.company import E5, EVENT, WORDS, Fixed, Kept, Models, entry, made, seen

VECTORS = {"Streik": [0.5, 0.25]}


def to_vector(payload: Any) -> dict[str, Any]:
    return {"vector": VECTORS[payload["title"]]}


def raising(error: BaseException) -> Callable[[Any], Any]:
    def step(_: Any) -> Any:
        raise error

    return step


class Hanging:
    """A store that answers when the test is over."""

    def __init__(self) -> None:
        self.begun, self.over = Event(), Event()

    def __call__(self, _: Any) -> Any:
        self.begun.set()
        self.over.wait(60)
        return b"0.9"


def failed(records: Kept, models: Models | None = None, **more: Any) -> PredictionFailed:
    """How the one event of a test fails."""
    event = more.pop("event", EVENT)
    predictor = made(models or Models(words=b"0.9"), records, **more)
    with predictor, pytest.raises(PredictionFailed) as caught:
        predictor.predict("de", "evt-1", event)
    return caught.value


def test_what_is_prepared_is_sent_in_the_place_of_the_fields() -> None:
    records, models = Kept(), Models(words=b"0.9")
    with made(models, records, prepare={"words": to_vector}) as predictor:
        assert predictor.predict("de", "evt-1", EVENT).score == 0.9
    assert models.asked == [("words", {"vector": [0.5, 0.25]})]
    (record,) = records
    assert record.sent == sha256(b'{"vector": [0.5, 0.25]}').hexdigest()[:16]
    assert record.prepare_ms is not None
    assert 0 <= record.prepare_ms <= record.latency_ms


def test_the_event_itself_is_never_touched() -> None:
    def spoil(payload: Any) -> Any:
        payload["title"] = "?"
        payload["tags"].clear()
        return {"vector": [1.0]}

    languages = {"de": entry(WORDS | {"fields": ["title", "tags"]})}
    event = {"title": "Streik", "tags": ["port"]}
    models = Models(words=b"0.9")
    with made(models, prepare={"words": spoil}, source=Fixed(languages)) as predictor:
        predictor.predict("de", "evt-1", event)
    assert event == {"title": "Streik", "tags": ["port"]}


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (raising(ConnectionError("store is down")), "not prepared: ConnectionError: store is down"),
        (raising(TimeoutError("of the store's own")), "not prepared: TimeoutError: of the store's"),
        (raising(SystemExit(3)), "not prepared: SystemExit: 3"),
        ({}.__getitem__, "not prepared: TypeError: unhashable type: 'dict'"),
        (lambda _: None, "not prepared: it came up empty, None"),
        (lambda _: {}, "not prepared: it came up empty, {}"),
        (lambda _: {"vector": []}, "not prepared: it came up empty, {'vector': []}"),
        (lambda _: {"vector": [None, None]}, "not prepared: it came up empty, {'vector': [None"),
        (lambda _: {"title": "Streik", "vector": None}, "not prepared: it came up empty, {'title'"),
        (lambda _: [[]], "not prepared: it came up empty, [[]]"),
        (
            lambda _: {"vector": {0.5}},
            "what was prepared cannot be sent: TypeError: Object of type",
        ),
        (lambda _: [float("nan")], "what was prepared cannot be sent: ValueError: Out of range"),
    ],
)
def test_a_step_that_fails_or_comes_up_empty_is_the_preparations(
    prepare: Callable[[Any], Any], reason: str
) -> None:
    records, models = Kept(), Models()
    caught = failed(records, models, prepare={"words": prepare})
    assert caught.reason.startswith(reason)
    assert (caught.status, caught.fault) == (580, "preparation")
    assert models.asked == []
    (record,) = records
    assert seen(record) == ("primary words", 580, True)
    assert (record.sent, record.prepare_ms is None) == (None, False)


@pytest.mark.parametrize("value", [{"title": ""}, {"n": 0}, {"flag": False}, [0.0]])
def test_what_is_little_is_not_nothing(value: Any) -> None:
    with made(Models(words=b"0.9"), prepare={"words": lambda _: value}) as predictor:
        assert predictor.predict("de", "evt-1", EVENT).score == 0.9


def test_the_companys_code_may_say_whose_fault_it_was() -> None:
    no_language = CallFailed(INVALID_EVENT, "no words in it")
    caught = failed(Kept(), prepare={"words": raising(no_language)})
    assert (caught.fault, caught.reason) == ("event", "no words in it")
    slow_down = CallFailed(THROTTLED, "the store says: slow down")
    assert failed(Kept(), prepare={"words": raising(slow_down)}).fault == "throttled"


def test_an_event_without_its_field_is_not_even_prepared() -> None:
    records = Kept()
    with (
        made(Models(), records, prepare={"words": raising(AssertionError())}) as predictor,
        pytest.raises(KeyError, match="title"),
    ):
        predictor.predict("de", "evt-1", {"body": "Hafen"})
    assert (records[0].status, records[0].prepare_ms) == (481, None)


# A codec of the company's


def test_an_encode_that_fails_is_the_events_only_if_no_json_can_hold_that() -> None:
    codecs = {"words": Codec(raising(ConnectionError("redis is down")), score)}
    records = Kept()
    caught = failed(records, codecs=codecs)
    assert (caught.status, caught.reason) == (
        580,
        "not encoded: ConnectionError: redis is down",
    )
    assert (records[0].sent, records[0].prepare_ms) == (None, None)
    event = EVENT | {"title": datetime(2026, 11, 9, tzinfo=UTC)}
    codecs = {"words": Codec(lambda payload: written(payload), score)}
    caught = failed(Kept(), codecs=codecs, event=event)
    assert caught.status == 480
    assert caught.reason.startswith("the event cannot be sent: TypeError: Object of type datetime")


def test_an_encode_that_gives_no_bytes() -> None:
    codec = Codec(lambda _: "text", score)  # type: ignore[arg-type, return-value]
    caught = failed(Kept(), codecs={"words": codec})
    assert (caught.status, caught.reason) == (
        580,
        "not encoded: TypeError: expected bytes, got str",
    )


def test_a_codec_takes_what_was_prepared() -> None:
    codecs = {"words": Codec(lambda made: written({"rows": [made]}), score)}
    models = Models(words=b"0.9")
    with made(models, codecs=codecs, prepare={"words": lambda _: 7}) as predictor:
        predictor.predict("de", "evt-1", EVENT)
    assert models.asked == [("words", {"rows": [7]})]


# Time


@pytest.mark.parametrize(
    ("step", "status", "reason"),
    [
        ("prepare", 584, "not prepared within 50 ms"),
        ("encode", 584, "not encoded within 50 ms"),
        ("decode", 504, "not decoded within 50 ms"),
    ],
)
def test_a_step_that_hangs_is_left(step: str, status: int, reason: str) -> None:
    hanging, records = Hanging(), Kept()
    steps: dict[str, dict[str, Any]] = {
        "prepare": {"prepare": {"words": hanging}},
        "encode": {"codecs": {"words": Codec(hanging, score)}},
        "decode": {"codecs": {"words": Codec(written, hanging)}},
    }
    began = monotonic()
    caught = failed(records, timeout=0.05, **steps[step])
    assert monotonic() - began < 30  # and not the 60 for which it hangs, closing included
    hanging.over.set()
    assert (caught.status, caught.reason) == (status, reason)
    assert (records[0].sent is not None) == (step == "decode")
    assert (records[0].prepare_ms is not None) == (step == "prepare")


def test_the_limit_of_a_models_file_is_that_of_its_preparation_too() -> None:
    hanging = Hanging()
    limited = WORDS | {"endpoint": WORDS["endpoint"] | {"timeout": 50}}
    source = Fixed({"de": entry(limited)}, form=2)
    caught = failed(Kept(), source=source, prepare={"words": hanging})
    hanging.over.set()
    assert (caught.status, caught.reason) == (584, "not prepared within 50 ms")


def test_a_canary_that_is_prepared_for_ever_leaves_the_primary_its_half(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [1000.0]  # which only the store moves on
    monkeypatch.setattr(deadline, "monotonic", lambda: now[0])
    hanging, records = Hanging(), Kept()

    def slow(payload: Any) -> Any:
        now[0] += 0.05
        return hanging(payload)

    given: list[float] = []

    class Timed(Models):
        def ask(self, where: Any, body: bytes, content_type: str, deadline: Any) -> bytes:
            given.append(deadline.left())
            return super().ask(where, body, content_type, deadline)

    with made(Timed(words=b"0.9"), records, prepare={"e5": slow}, timeout=0.1) as predictor:
        answer = predictor.predict("it", "evt-1", EVENT)
        hanging.over.set()
    assert answer.score == 0.9
    assert str(answer.failed).endswith("gave no answer: not prepared within 50 ms")
    assert [seen(one) for one in records] == [
        ("canary e5", 584, False),
        ("primary words", 200, True),
    ]
    assert records[0].prepare_ms is not None
    assert given[0] > 0.0499


def test_a_step_that_hangs_takes_threads_from_its_own_model_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("langroute.predictor.steps.WORKERS", 1)
    monkeypatch.setattr("langroute.predictor.steps.WAITING", 0)
    hanging, source = Hanging(), Fixed({"de": entry(WORDS), "fr": entry(E5)})
    prepare = {"words": hanging, "e5": to_vector}
    with made(Models(e5=b"0.9"), prepare=prepare, source=source) as predictor:
        first = Thread(target=lambda: suppressed(predictor))
        first.start()
        assert hanging.begun.wait(10)
        with pytest.raises(PredictionFailed, match="not prepared: 1 events of words are before it"):
            predictor.predict("de", "evt-2", EVENT)
        assert predictor.predict("fr", "evt-1", EVENT).score == 0.9
        hanging.over.set()
        first.join(10)


def suppressed(predictor: Predictor) -> None:
    with suppress(PredictionFailed):
        predictor.predict("de", "evt-1", EVENT)


def test_what_is_left_in_line_is_never_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("langroute.predictor.steps.WORKERS", 1)
    hanging, steps = Hanging(), Steps("words")
    begun: list[object] = []
    with closing(steps):
        first = Thread(target=lambda: steps.prepared(hanging, EVENT, Deadline(60)))
        first.start()
        assert hanging.begun.wait(10)
        with pytest.raises(CallFailed, match="not prepared within 10 ms"):
            steps.prepared(begun.append, EVENT, Deadline(0.01))
        hanging.over.set()
        first.join(10)
        assert steps.prepared(lambda _: 7, EVENT, Deadline(60)) == 7
    assert begun == []


def test_a_step_sees_the_callers_context() -> None:
    trace: ContextVar[str] = ContextVar("trace", default="none")
    found = []

    def prepare(payload: Any) -> Any:
        found.append(trace.get())
        return payload

    with made(Models(words=b"0.9"), prepare={"words": prepare}) as predictor:
        trace.set("00-4bf9")
        predictor.predict("de", "evt-1", EVENT)
    assert found == ["00-4bf9"]


def test_what_is_ours_runs_on_the_callers_thread() -> None:
    """Nothing of this costs anything where no company's code is."""
    languages = {"de": entry(WORDS)}
    codecs = {"words": SCORE, "e5": TENSORFLOW}
    with made(Models(words=b"0.9"), source=Fixed(languages), codecs=codecs) as predictor:
        assert predictor._asker._steps == {}
        assert predictor.predict("de", "evt-1", EVENT).score == 0.9


def test_what_a_document_says_is_spoken_is_ours_and_takes_what_was_prepared() -> None:
    protocol = {"kind": "kserve-v2"}
    tensors = WORDS | {"endpoint": WORDS["endpoint"] | {"protocol": protocol}}
    models = Models(words=b'{"outputs": [{"name": "s", "data": [0.9]}]}')
    source = Fixed({"de": entry(tensors)}, form=2)
    with made(models, source=source, prepare={"words": to_vector}) as predictor:
        assert predictor._asker._coded == set()
        assert predictor.predict("de", "evt-1", EVENT).score == 0.9
    (tensor,) = models.asked[0][1]["inputs"]
    assert tensor == {"name": "vector", "shape": [1, 2], "datatype": "FP64", "data": [0.5, 0.25]}


def test_a_shadow_is_prepared_too() -> None:
    records, models = Kept(), Models(words=b"0.9", e5=b"0.1")
    languages = {"de": entry(WORDS, None, E5)}
    with made(models, records, source=Fixed(languages), prepare={"e5": to_vector}) as predictor:
        predictor.predict("de", "evt-1", EVENT)
        records.until(2)
    assert ("e5", {"vector": [0.5, 0.25]}) in models.asked
