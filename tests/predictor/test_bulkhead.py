"""An endpoint that hangs costs its own events their time, for a while, and nobody else's."""

import io
import logging
import pickle
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from contextlib import closing
from itertools import islice
from threading import Event
from time import monotonic
from typing import Any

import pytest
from botocore.response import StreamingBody
from hypothesis import given
from hypothesis import strategies as st

from langroute.predictor import (
    CallFailed,
    Codec,
    Counts,
    Deadline,
    Limits,
    NotAsked,
    PredictionFailed,
    Predictor,
    SageMaker,
    Shadows,
    TimedOut,
    breaker,
    deadline,
)
from langroute.predictor.breaker import Breaker
from langroute.predictor.bulkhead import Bulkhead, Gates
from langroute.predictor.counts import Counter
from langroute.recording.sink import Gauge
from tests.predictor.company import (
    E5,
    EVENT,
    WORDS,
    Fixed,
    Held,
    Kept,
    Models,
    answerer,
    entry,
    made,
    seen,
)

DOWN = CallFailed(503, "cannot be reached")
LONG = 10.0


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which only the test moves on."""
    time = [1000.0]
    for module in (breaker, deadline):
        monkeypatch.setattr(module, "monotonic", lambda: time[0])
    return time


# So many at once


def test_one_more_than_may_be_in_flight_is_refused_and_counted() -> None:
    held = Held()
    records = Kept()
    limits = Limits(calls=2)
    models = Models(words=b"0.1", e5=held)
    with (
        made(models, records, limits=limits) as predictor,
        ThreadPoolExecutor(2) as callers,
    ):
        hanging = [callers.submit(predictor.predict, "fr", "k", EVENT) for _ in range(2)]
        while len(models.asked) < 2:
            assert held.begun.wait(10)
        with pytest.raises(PredictionFailed) as caught:
            predictor.predict("fr", "k", EVENT)
        assert predictor.predict("de", "k", EVENT).score == 0.1
        held.go_on.set()
        assert [one.result(10).score for one in hanging] == [0.9, 0.9]
        assert predictor.predict("fr", "k", EVENT).score == 0.9
        assert predictor.counts == Counts(answers=4, failures=1, crowded=1)
        assert list(predictor.gauges()) == [Gauge("UnaskedCalls", 1, {"Reason": "crowded"})]
    assert (caught.value.status, caught.value.fault) == (590, "ours")
    assert caught.value.reason == (
        "not asked: 2 calls to http://models.test/e5 are in flight, and no more may be"
    )
    assert (*seen(records[0]), records[0].sent) == ("canary e5", 590, True, None)


class Runtime:
    """SageMaker runtime, of which one endpoint comes to no end before the test lets it."""

    def __init__(self) -> None:
        self.go_on = Event()

    def invoke_endpoint(self, EndpointName: str, **_: object) -> dict[str, Any]:
        if EndpointName == "hangs":
            assert self.go_on.wait(10)
        return {"Body": StreamingBody(io.BytesIO(b"0.9"), 3)}

    def close(self) -> None:
        """As botocore's."""


def behind(name: str) -> dict[str, str]:
    return {"kind": "sagemaker", "region": "eu-central-1", "name": name}


def both(**more: Any) -> Any:
    """A predictor of a language whose endpoint hangs, and of one whose does not."""
    runtime = Runtime()
    source = Fixed(
        {
            "de": entry(answerer("words", endpoint=behind("works"))),
            "fr": entry(answerer("e5", endpoint=behind("hangs"))),
        }
    )
    endpoints = {"sagemaker": SageMaker(client=lambda _: runtime)}
    return Predictor(source, endpoints=endpoints, timeout=LONG, **more), runtime


def test_eighty_calls_to_an_endpoint_that_hangs_fail_none_to_another() -> None:
    predictor, runtime = both()
    with predictor, ThreadPoolExecutor(80) as callers:
        hanging = [callers.submit(predictor.predict, "fr", "k", EVENT) for _ in range(80)]
        refused = list(islice(as_completed(hanging, LONG), 16))
        assert all(isinstance(one.exception(), PredictionFailed) for one in refused)
        assert [predictor.predict("de", "k", EVENT).score for _ in range(10)] == [0.9] * 10
        runtime.go_on.set()
        wait(hanging, LONG)
        assert predictor.counts == Counts(answers=74, failures=16, crowded=16)


def test_a_call_that_its_caller_left_keeps_its_place_until_it_is_over() -> None:
    runtime = Runtime()
    sagemaker = SageMaker(client=lambda _: runtime)
    gates = Gates(1, Limits(), 0.05, Counter())
    guarded = Bulkhead(sagemaker, lambda: gates)
    with closing(guarded):
        for error, reason in (
            (TimedOut, "no answer within 50 ms"),
            (NotAsked, "1 calls to sagemaker hangs in eu-central-1 are in flight"),
        ):
            with pytest.raises(error, match=reason):
                guarded.ask(behind("hangs"), b"{}", "application/json", Deadline(0.05))
        runtime.go_on.set()
        assert sagemaker._mine.get().pool.wait(10)
        # The place is free just after the thread is.
        until = monotonic() + LONG
        while gates.of(behind("hangs"))._inside:
            assert monotonic() < until
        assert guarded.ask(behind("hangs"), b"{}", "application/json", Deadline(LONG)) == b"0.9"


def test_sagemaker_alone_gives_one_endpoint_half_of_its_threads() -> None:
    runtime = Runtime()
    sagemaker = SageMaker(workers=4, client=lambda _: runtime)

    def ask(name: str) -> bytes:
        return sagemaker.ask(behind(name), b"{}", "application/json", Deadline(LONG))

    with closing(sagemaker), ThreadPoolExecutor(3) as callers:
        hanging = [callers.submit(ask, "hangs") for _ in range(3)]
        refused = next(as_completed(hanging, LONG)).exception()
        assert str(refused) == (
            "not asked: all 2 threads for sagemaker hangs in eu-central-1 are busy"
        )
        assert ask("works") == b"0.9"
        runtime.go_on.set()


def test_a_shadow_that_hangs_takes_half_of_the_shadows() -> None:
    held = Held()
    records = Kept()
    models = Models(words=b"0.9", e5=held, chars=b"0.2")
    with made(models, records, shadows=Shadows(workers=2, waiting=2)) as predictor:
        for number in range(1, 6):
            predictor.predict("es", f"evt-{number}", EVENT)
            records.until(2 * number)  # the answer, and the shadow that works
        assert predictor.counts == Counts(answers=5, shadows_sent=7, shadows_dropped=3)
        held.go_on.set()
        records.until(12)
    assert [one.model for one in records if one.role == "shadow"].count("e5") == 2


# Not asked while it does not answer


def test_a_canary_that_hangs_costs_nothing_until_its_trial(now: list[float]) -> None:
    def hanging(_: bytes) -> bytes:
        now[0] += 1.0
        raise TimedOut(1.0)

    records = Kept()
    models = Models(words=b"0.9", e5=hanging)
    with made(models, records, timeout=2.0) as predictor:
        for number in range(20):
            assert predictor.predict("it", f"evt-{number}", EVENT).score == 0.9
        assert [model for model, _ in models.asked].count("e5") == 5
        assert predictor.counts == Counts(answers=20, fallbacks=20, broken=15)
        assert predictor.open_breakers == ("http://models.test/e5",)
        assert list(predictor.gauges()) == [
            Gauge("OpenBreakers", 1, {}),
            Gauge("UnaskedCalls", 15, {"Reason": "breaker"}),
        ]
        now[0] += 2.0
        models.replies["e5"] = b"0.7"  # the trial is answered, and so are all from then on
        assert [predictor.predict("it", "k", EVENT).score for _ in range(3)] == [0.7] * 3
        assert not predictor.open_breakers
        assert list(predictor.gauges()) == []
    assert sum(one.final for one in records) == 23
    canary = [one for one in records if one.role == "canary"][4:6]
    assert [(one.status, one.error, one.sent is None) for one in canary] == [
        (504, "no answer within 1000 ms", False),
        (
            503,
            "not asked: http://models.test/e5 failed 5 times in a row, the last one: "
            "no answer within 1000 ms; it is tried again in 2.0 s",
            True,
        ),
    ]


def test_a_model_of_a_short_limit_of_its_own_opens_a_breaker_too(now: list[float]) -> None:
    def hanging(_: bytes) -> bytes:
        now[0] += 0.08
        raise TimedOut(0.08)

    def asked(**more: Any) -> dict[str, Any]:
        where = E5["endpoint"] | {"url": "http://models.test/e5"} | more
        return entry(E5 | {"endpoint": where})

    # One endpoint, however differently it is asked.
    by_query = {"url": "http://models.test/e5?v=2", "headers": {"X-Tenant": "acme"}}
    languages = {"fr": asked(timeout=80), "it": asked(timeout=60_000, **by_query)}
    records = Kept()
    source = Fixed(languages, form=2)
    with made(Models(e5=hanging), records, timeout=2.0, source=source) as predictor:
        for language in ("fr",) * 5 + ("fr", "it"):
            with pytest.raises(PredictionFailed):
                predictor.predict(language, "k", EVENT)
        assert predictor.open_breakers == ("http://models.test/e5",)
    assert [one.status for one in records] == [504] * 5 + [503] * 2


def test_while_one_call_tries_nobody_else_is_asked(now: list[float]) -> None:
    held = Held()
    models = Models(e5=DOWN)
    with made(models, limits=Limits(failures=2)) as predictor, ThreadPoolExecutor(1) as other:
        for _ in range(2):
            with pytest.raises(PredictionFailed):
                predictor.predict("fr", "k", EVENT)
        now[0] += 2.0
        models.replies["e5"] = held
        trial = other.submit(predictor.predict, "fr", "k", EVENT)
        assert held.begun.wait(10)
        with pytest.raises(PredictionFailed, match="it is tried again now"):
            predictor.predict("fr", "k", EVENT)
        held.go_on.set()
        assert trial.result(10).score == 0.9
        assert predictor.predict("fr", "k", EVENT).score == 0.9


@pytest.mark.parametrize("status", [400, 404, 429, 500, 502])
def test_whoever_answers_is_asked_again(status: int) -> None:
    models = Models(words=CallFailed(status, "no"))
    with made(models, limits=Limits(failures=1)) as predictor:
        for _ in range(3):
            with pytest.raises(PredictionFailed, match="gave no answer: no"):
                predictor.predict("de", "k", EVENT)
        assert predictor.counts == Counts(failures=3)


def test_a_call_that_began_with_its_time_nearly_up_says_nothing(now: list[float]) -> None:
    """The line was long, as when a server has too few threads: its models may be well."""

    def slow_encode(_: object) -> bytes:
        now[0] += 1.6
        return b"{}"

    def late(_: bytes) -> bytes:
        raise TimedOut(2.0)

    models = Models(words=late)
    codecs = {"words": Codec(slow_encode, float)}
    with made(models, codecs=codecs, timeout=2.0, limits=Limits(failures=1)) as predictor:
        for _ in range(3):
            with pytest.raises(PredictionFailed, match="no answer within 2000 ms"):
                predictor.predict("de", "k", EVENT)
    assert len(models.asked) == 3


def test_what_shadows_meet_keeps_no_answer_from_its_endpoint() -> None:
    records = Kept()
    source = Fixed({"es": entry(WORDS, None, E5), "fr": entry(WORDS, E5)})
    models = Models(words=b"0.9", e5=DOWN)
    limits = Limits(failures=1)
    with made(models, records, source=source, limits=limits) as predictor:
        for number in range(1, 4):
            predictor.predict("es", "k", EVENT)
            records.until(2 * number)
        assert predictor.open_breakers == ("http://models.test/e5",)
        models.replies["e5"] = b"0.7"
        assert predictor.predict("fr", "k", EVENT).score == 0.7
        assert predictor.counts == Counts(answers=4, shadows_sent=3, broken=2)


def test_opening_and_closing_are_logged_once(
    now: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "langroute.predictor")
    one = Breaker("https://models.example/e5", Limits(failures=2))
    for _ in range(4):
        one.leave(False, DOWN, fair=True)
    now[0] += 2.0
    one.leave(one.enter(), None, fair=True)
    one.leave(one.enter(), None, fair=True)
    assert caplog.messages == [
        "https://models.example/e5 is not asked any more: failed 2 times in a row, the last one: "
        "cannot be reached",
        "https://models.example/e5 answers again",
    ]


def test_a_breaker_of_an_endpoint_that_nobody_asks_is_not_told_for_ever(now: list[float]) -> None:
    """A document may have taken the model out."""
    models = Models(words=b"0.9", e5=DOWN)
    with made(models, limits=Limits(failures=1)) as predictor:
        predictor.predict("it", "k", EVENT)
        now[0] += 61.0
        assert predictor.open_breakers == ("http://models.test/e5",)
        now[0] += 1.0
        assert not predictor.open_breakers
        predictor.predict("it", "k", EVENT)  # the trial, which fails
        assert predictor.open_breakers == ("http://models.test/e5",)


def test_a_call_that_was_not_made_survives_a_process_boundary() -> None:
    again = pickle.loads(pickle.dumps(NotAsked("broken", "not asked: e5 failed")))
    assert (again.why, again.status, str(again)) == ("broken", 503, "not asked: e5 failed")


NO_WAY = CallFailed(590, "boto3 is not installed")  # tells nothing of the endpoint
ENDS = st.sampled_from([None, DOWN, NO_WAY, TimedOut(1), CallFailed(500, "x"), KeyboardInterrupt()])


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), ENDS)), st.integers(1, 3))
def test_it_is_asked_unless_as_many_in_a_row_failed_within_the_pause(
    calls: list[tuple[float, BaseException | None]], failures: int
) -> None:
    time = 0.0
    failed, last = 0, 0.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(breaker, "monotonic", lambda: time)
        one = Breaker("e5", Limits(failures=failures, pause=1.0))
        for passed, end in calls:
            time += passed
            asked = failed < failures or time - last >= 1.0
            try:
                trial = one.enter()
            except NotAsked:
                assert not asked
                continue
            assert (asked, trial) == (True, failed >= failures)
            one.leave(trial, end, fair=True)
            if end is DOWN or isinstance(end, TimedOut):
                failed, last = failed + 1, time
            elif end is not NO_WAY and not isinstance(end, KeyboardInterrupt):
                failed = 0
            assert one.is_open is (failed >= failures)
