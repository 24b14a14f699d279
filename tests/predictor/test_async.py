"""Coroutines get the same answers, the loop goes on, and a cancelled one leaves nothing behind."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from threading import Event, get_ident
from typing import Any

import pytest

from langroute import MissingField, UnknownLanguage
from langroute.predictor import (
    CallFailed,
    Counts,
    Limits,
    Overloaded,
    PredictionFailed,
    Predictor,
    deadline,
)
from langroute.recording.record import Record
from tests.predictor.company import EVENT, Fixed, Held, Kept, Models, made, seen


def test_many_at_once_on_few_threads() -> None:
    threads = set()

    def answer(body: bytes) -> bytes:
        threads.add(get_ident())
        return b"0.9" if b"odd" in body else b"0.1"

    async def all_of_them(predictor: Predictor) -> list[bool]:
        asked = (
            predictor.predict_async("de", f"evt-{number}", {"title": ("even", "odd")[number % 2]})
            for number in range(1000)
        )
        return [answer.relevant for answer in await asyncio.gather(*asked)]

    records = Kept()
    with made(Models(words=answer), records, workers=4) as predictor:
        assert asyncio.run(all_of_them(predictor)) == [False, True] * 500
        assert predictor.counts == Counts(answers=1000)
    assert len(threads) <= 4
    assert {one.event_id for one in records} == {f"evt-{number}" for number in range(1000)}


def on_the_loop(event: Event) -> Callable[[object], bytes]:
    """A call that only comes to its end if the loop goes on meanwhile."""
    loop = asyncio.get_running_loop()

    def wait(_: object) -> bytes:
        loop.call_soon_threadsafe(event.set)
        assert event.wait(10)
        return b"0.9"

    return wait


def test_the_loop_goes_on_while_a_model_is_asked() -> None:
    async def ask(models: Models, predictor: Predictor) -> float:
        models.replies["words"] = on_the_loop(Event())
        return (await predictor.predict_async("de", "evt-1", EVENT)).score

    models = Models()
    with made(models) as predictor:
        assert asyncio.run(ask(models, predictor)) == 0.9


def test_the_loop_goes_on_while_a_record_is_written() -> None:
    written: list[Record] = []
    slow: list[Callable[[object], bytes]] = []

    def record(one: Record) -> None:
        slow[0](one)
        written.append(one)

    async def ask(predictor: Predictor) -> None:
        slow.append(on_the_loop(Event()))
        await predictor.predict_async("de", "evt-1", EVENT)

    models = Models(words=b"0.9")
    with Predictor(Fixed(), record=record, endpoints={"http": models}) as predictor:
        asyncio.run(ask(predictor))
        assert predictor.counts == Counts(answers=1)
    assert len(written) == 1


@pytest.mark.parametrize(
    ("language", "event", "error"),
    [
        ("de", EVENT, PredictionFailed),
        ("de", {}, MissingField),
        ("xx", EVENT, UnknownLanguage),
    ],
)
def test_failures_have_the_same_names(language: str, event: Any, error: type[Exception]) -> None:
    with made(Models(words=CallFailed(503, "down"))) as predictor, pytest.raises(error):
        asyncio.run(predictor.predict_async(language, "evt-1", event))


def test_cancelled_in_line_nobody_is_asked() -> None:
    held = Held()
    records = Kept()
    models = Models(words=held)

    async def cancel(predictor: Predictor) -> float:
        first = asyncio.create_task(predictor.predict_async("de", "evt-1", EVENT))
        await asyncio.to_thread(held.begun.wait, 10)
        second = asyncio.create_task(predictor.predict_async("de", "evt-2", EVENT))
        await asyncio.sleep(0)  # it joins the line
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        held.go_on.set()
        return (await first).score

    with made(models, records, workers=1) as predictor:
        assert asyncio.run(cancel(predictor)) == 0.9
        assert asyncio.run(predictor.predict_async("de", "evt-3", EVENT)).score == 0.9
        assert predictor.counts == Counts(answers=2)
    assert [one.event_id for one in records] == ["evt-1", "evt-3"]


def test_cancelled_in_flight_the_call_ends_and_is_recorded() -> None:
    held = Held()
    records = Kept()

    async def cancel(predictor: Predictor) -> None:
        asking = asyncio.create_task(predictor.predict_async("de", "evt-1", EVENT))
        await asyncio.to_thread(held.begun.wait, 10)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    with made(Models(words=held), records, workers=1) as predictor:
        asyncio.run(cancel(predictor))
        held.go_on.set()
        records.until(1)
    assert [seen(one) for one in records] == [("primary words", 200, True)]


def test_a_line_that_is_full_takes_nobody() -> None:
    held = Held()

    async def ask(predictor: Predictor) -> list[float]:
        taken = [asyncio.create_task(predictor.predict_async("de", "k", EVENT)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded) as caught:
            await predictor.predict_async("de", "evt-4", EVENT)
        assert str(caught.value) == (
            "3 events are being answered by http://models.test/words or wait for it, "
            "and no more may"
        )
        held.go_on.set()
        return [answer.score for answer in await asyncio.gather(*taken)]

    models = Models(words=held)
    with made(models, workers=1, waiting=4) as predictor:
        assert asyncio.run(ask(predictor)) == [0.9] * 3
        assert predictor.counts == Counts(answers=3, overloaded=1)


def test_an_endpoint_that_hangs_takes_half_of_threads_and_line() -> None:
    held = Held()

    async def ask(predictor: Predictor) -> list[float]:
        def asked(language: str) -> asyncio.Task[Any]:
            return asyncio.create_task(predictor.predict_async(language, "k", EVENT))

        hanging = [asked("fr") for _ in range(5)]  # two are asked, three wait
        await asyncio.to_thread(held.begun.wait, 10)
        with pytest.raises(Overloaded, match=r"5 events are being answered by .*/e5 or"):
            await asked("fr")
        healthy = [(await asked("de")).score for _ in range(50)]
        held.go_on.set()
        return healthy + [answer.score for answer in await asyncio.gather(*hanging)]

    with made(Models(words=b"0.1", e5=held), workers=4, waiting=6) as predictor:
        assert asyncio.run(ask(predictor)) == [0.1] * 50 + [0.9] * 5
        assert predictor.counts == Counts(answers=55, overloaded=1)


def test_a_canary_whose_line_is_full_is_stood_in_for() -> None:
    held = Held()
    records = Kept()

    async def ask(predictor: Predictor) -> tuple[str, list[float]]:
        hanging = [asyncio.create_task(predictor.predict_async("it", "k", EVENT)) for _ in "123"]
        await asyncio.to_thread(held.begun.wait, 10)
        answer = await predictor.predict_async("it", "k", EVENT)
        held.go_on.set()
        return str(answer.failed), [one.score for one in await asyncio.gather(*hanging)]

    limits = Limits(calls=1)
    models = Models(words=b"0.1", e5=held)
    with made(models, records, workers=2, waiting=4, limits=limits) as predictor:
        failed, hanging = asyncio.run(ask(predictor))
        assert predictor.counts == Counts(answers=4, fallbacks=1, crowded=1)
    assert hanging == [0.9] * 3
    assert failed.endswith(
        "not asked: 1 calls to http://models.test/e5 are in flight, and no more may be"
    )


def test_a_model_is_asked_in_the_context_of_the_caller() -> None:
    trace: ContextVar[str] = ContextVar("trace")
    seen: list[tuple[str, str]] = []

    def noted(model: str) -> Callable[[bytes], bytes]:
        def reply(_: bytes) -> bytes:
            seen.append((model, trace.get()))
            return b"0.9"

        return reply

    async def ask(predictor: Predictor, name: str) -> None:
        trace.set(name)
        await predictor.predict_async("es", "k", EVENT)

    async def both(predictor: Predictor) -> None:
        await asyncio.gather(ask(predictor, "one"), ask(predictor, "two"))

    models = Models(**{name: noted(name) for name in ("words", "e5", "chars")})
    with made(models) as predictor:
        asyncio.run(both(predictor))
        assert predictor.flush(10)
    assert sorted(seen) == [
        (model, name) for model in ("chars", "e5", "words") for name in ("one", "two")
    ]


def test_the_time_in_line_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(deadline, "monotonic", lambda: now[0])
    records = Kept()

    def slow(_: bytes) -> bytes:
        now[0] += 3
        return b"0.9"

    async def ask(predictor: Predictor) -> list[Any]:
        both = (predictor.predict_async("de", f"evt-{number}", EVENT) for number in range(2))
        return list(await asyncio.gather(*both, return_exceptions=True))

    models = Models(words=slow)
    with made(models, records, workers=1, timeout=2.0) as predictor:
        first, second = asyncio.run(ask(predictor))
    assert first.score == 0.9
    assert str(second) == "words, the primary of de, gave no answer: no answer within 2000 ms"
    assert len(models.asked) == 1
    assert [one.status for one in records] == [200, 504]


def test_closed_it_answers_no_coroutine() -> None:
    predictor = made(Models())
    predictor.close()
    with pytest.raises(RuntimeError, match="the predictor is closed"):
        asyncio.run(predictor.predict_async("de", "evt-1", EVENT))


def test_closed_while_some_are_in_line() -> None:
    held = Held()

    async def close(predictor: Predictor) -> list[Any]:
        asking = [asyncio.create_task(predictor.predict_async("de", "k", EVENT)) for _ in range(3)]
        await asyncio.to_thread(held.begun.wait, 10)
        held.go_on.set()
        await asyncio.to_thread(predictor.close)
        return list(await asyncio.gather(*asking, return_exceptions=True))

    predictor = made(Models(words=held), workers=1)
    got = asyncio.run(close(predictor))
    assert got[0].score == 0.9
    for one in got[1:]:  # answered before the line was closed, or cancelled in it
        assert isinstance(one, asyncio.CancelledError) or one.score == 0.9
