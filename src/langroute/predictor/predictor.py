"""From an event to an answer: routes it, asks the model that was chosen, and records what came."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import Any, NamedTuple, Self

from langroute.decision import Decision, MissingField
from langroute.predictor.attempt import Asker, Event, Outcome, copied, record_of
from langroute.predictor.breaker import Limits
from langroute.predictor.codec import Codec
from langroute.predictor.counts import Counter, Counts
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import address
from langroute.predictor.failure import Overloaded, PredictionFailed, said
from langroute.predictor.pool import Full
from langroute.predictor.process import PerProcess
from langroute.predictor.resources import Answers, Endpoints, Resources, Shadows, apart
from langroute.predictor.rest import Http
from langroute.predictor.sagemaker import SageMaker
from langroute.predictor.steps import Prepare
from langroute.reader.serving import Source
from langroute.recording.record import Record
from langroute.recording.sink import Gauge
from langroute.router import InvalidKey, Router, UnknownLanguage


class Answer(NamedTuple):
    """What a model made of an event, and by which decision."""

    score: float
    cell: int  # of the score on the model's scale, 0 to 1000
    relevant: bool
    decision: Decision  # of whom answered
    version: str | None  # label of the document that decided
    failed: PredictionFailed | None = None  # of the canary that the primary stands in for

    @property
    def shown(self) -> bool:
        """Whether the analysts get the event: it is relevant, or drawn for the audit."""
        return self.relevant or self.decision.audited is not None


UNLESS_SAID = Shadows()
USUAL = Limits()


class Predictor:
    """Answers for events by the document in use; any thread may ask, or any coroutine.

    ``timeout`` is the seconds that an answer may take in all. A canary that the primary stands in
    for has half of them, so that the primary has the other half at least. ``endpoints`` are the
    ways to reach models, ``http`` and ``sagemaker``; ``codecs`` name, by model, what a server
    speaks when its URL does not tell. ``prepare``, by model too, makes of the fields what is sent
    in their place, such as a vector of a text. What the company wrote of these counts as part of
    the call and is left when the time is up. ``limits`` is what one endpoint may take. ``workers``
    and ``waiting`` are for ``predict_async`` alone, and one endpoint gets half of each.

    The predictor closes its endpoints; the source and what takes the records stay the caller's.
    """

    def __init__(
        self,
        source: Source,
        *,
        record: Callable[[Record], None] | None = None,
        timeout: float = 2.0,
        endpoints: Endpoints | None = None,
        codecs: Mapping[str, Codec] | None = None,
        prepare: Mapping[str, Prepare] | None = None,
        shadows: Shadows = UNLESS_SAID,
        limits: Limits = USUAL,
        workers: int = 64,
        waiting: int = 2048,
    ) -> None:
        of_shadows = shadows.endpoints or endpoints or _endpoints(shadows.timeout)
        endpoints = endpoints or _endpoints(timeout)
        self._source = source
        self._record = record
        self._timeout = timeout
        self._shadow_timeout = shadows.timeout
        self._all = {id(one): one for one in (*endpoints.values(), *of_shadows.values())}
        spent = Answers(workers, waiting, timeout)
        self._mine = PerProcess(lambda: Resources(spent, shadows, limits))
        answers = apart(endpoints, lambda: self._mine.get().gates)
        self._asker = Asker(answers, codecs or {}, prepare)
        of_shadows = apart(of_shadows, lambda: self._mine.get().shadow_gates)
        self._shadow_asker = Asker(of_shadows, codecs or {}, prepare)
        self._closed = False

    def predict(self, language: str, key: str | int | None, event: Mapping[str, Any]) -> Answer:
        """The answer about one event of a language; ``key`` is the event's stable id, if any.

        ``UnknownLanguage`` and ``InvalidKey`` are counted, and leave no record: there is no model
        to blame. ``MissingField`` and ``PredictionFailed`` are recorded as failures.
        """
        deadline = Deadline(self._timeout)
        return self._answered(*self._routed(language, key, event), deadline)

    async def predict_async(
        self, language: str, key: str | int | None, event: Mapping[str, Any]
    ) -> Answer:
        """The same without holding up the loop; ``Overloaded`` when too many are waiting.

        The time in line counts. Cancelled in line it is never asked; cancelled later, the call in
        flight goes on to its end and is recorded. Context variables are the caller's.
        """
        deadline = Deadline(self._timeout)
        decision, asked = self._routed(language, key, event)
        work = partial(self._answered, decision, asked, deadline)
        return await asyncio.wrap_future(self._in_line(decision, work))

    def flush(self, timeout: float = 5.0) -> bool:
        """Whether within so many seconds all shadows that were sent have answered or failed.

        For where a process is frozen after each answer, as AWS Lambda's are.
        """
        return self._mine.get().shadows.wait(timeout)

    @property
    def open_breakers(self) -> tuple[str, ...]:
        """Addresses of the endpoints that are not asked at present, for they did not answer."""
        return self._mine.get().open_breakers()

    @property
    def counts(self) -> Counts:
        """What happened in this process so far."""
        return self._mine.get().counter.read()

    def gauges(self) -> Iterable[Gauge]:
        """What no record tells, for ``EmbeddedMetrics.observe``: each event once."""
        if many := len(self.open_breakers):
            yield Gauge("OpenBreakers", many, {})
        yield from self._mine.get().counter.gauges()

    def close(self) -> None:
        """Wait for the calls in flight, cancel what is in line, and hang up."""
        if self._closed:
            return
        self._closed = True
        mine = self._mine.get()
        for _ in range(mine.shadows.close()):
            mine.counter.add("shadows_dropped")
        mine.answers.close()
        for asker in (self._asker, self._shadow_asker):
            asker.close()
        for endpoint in self._all.values():
            endpoint.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _routed(
        self, language: str, key: str | int | None, event: Mapping[str, Any]
    ) -> tuple[Decision, Event]:
        """Who is asked, by one document, after the shadows have got their copies."""
        self._refuse_when_closed()
        counter = self._mine.get().counter
        # Read once: all of an answer is by one document.
        serving = self._source.serving
        decision = _routed(serving.router, language, key, counter)
        if not decision.keyed:
            counter.add("keyless")
        asked = Event(None if key is None else str(key), event, serving.version)
        for shadow in decision.shadows:
            self._start(shadow, asked)
        return decision, asked

    def _in_line(self, decision: Decision, work: Callable[[], Answer]) -> "Future[Answer]":
        """In that of the endpoint, or of the one that may stand in for it."""
        mine = self._mine.get()
        try:
            try:
                return mine.answers.submit(work, address(decision.endpoint))
            except Full as full:
                if full.lane is None or decision.fallback is None:
                    raise
                return mine.answers.submit(work, address(decision.fallback.endpoint))
        except Full as full:
            self._refuse_when_closed()
            mine.counter.add("overloaded")
            raise Overloaded(full.most, full.lane) from None

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the predictor is closed")

    def _answered(self, decision: Decision, event: Event, deadline: Deadline) -> Answer:
        """By whom the event was routed to, or by the primary if it may stand in for that."""
        fallback = decision.fallback
        limit = deadline.half() if fallback else deadline
        outcome = self._asker.ask(decision, event, limit)
        if outcome.cause is None or fallback is None:
            return self._final(decision, event, outcome)
        self._write(record_of(decision, event, outcome, final=False))
        self._mine.get().counter.add("fallbacks")
        instead = self._asker.ask(fallback, event, deadline)
        return self._final(fallback, event, instead, _failure(decision, outcome))

    def _final(
        self,
        decision: Decision,
        event: Event,
        outcome: Outcome,
        canary: PredictionFailed | None = None,
    ) -> Answer:
        """What the caller gets, once it is recorded."""
        self._write(record_of(decision, event, outcome, final=True))
        counter = self._mine.get().counter
        if outcome.score is None or outcome.cell is None:
            counter.add("failures")
            raise _raised(decision, outcome, canary)
        counter.add("answers")
        relevant = outcome.cell >= decision.threshold_cell
        return Answer(outcome.score, outcome.cell, relevant, decision, event.version, canary)

    def _start(self, shadow: Decision, event: Event) -> None:
        """Hand a copy of the event to a shadow; whatever is in the way, the answer goes on."""
        mine = self._mine.get()
        try:
            fields = {name: copied(event.fields.get(name)) for name in shadow.fields}
            work = partial(self._ask_shadow, shadow, event._replace(fields=fields))
            mine.shadows.submit(work, address(shadow.endpoint))
        except Exception:
            mine.counter.add("shadows_dropped")
        else:
            mine.counter.add("shadows_sent")

    def _ask_shadow(self, shadow: Decision, event: Event) -> None:
        outcome = self._shadow_asker.ask(shadow, event, Deadline(self._shadow_timeout))
        self._write(record_of(shadow, event, outcome, final=False))

    def _write(self, record: Record) -> None:
        """Recording must never fail an answer."""
        if self._record is None:
            return
        try:
            self._record(record)
        except Exception:
            self._mine.get().counter.add("records_failed")


def _endpoints(timeout: float) -> Endpoints:
    return {"http": Http(), "sagemaker": SageMaker(longest=timeout)}


def _routed(router: Router, language: str, key: str | int | None, counter: Counter) -> Decision:
    try:
        return router.route(language, key)
    except UnknownLanguage:
        counter.add("unknown_languages")
        raise
    except InvalidKey:
        counter.add("invalid_keys")
        raise


def _failure(decision: Decision, outcome: Outcome) -> PredictionFailed:
    failure = PredictionFailed(
        decision.language, decision.model, decision.role, outcome.status, said(outcome.cause)
    )
    failure.__cause__ = outcome.cause
    return failure


def _raised(decision: Decision, outcome: Outcome, canary: PredictionFailed | None) -> Exception:
    """The error of an event without an answer; a missing field keeps the router's own."""
    missing = isinstance(outcome.cause, MissingField)
    error = outcome.cause if missing and outcome.cause else _failure(decision, outcome)
    if canary is not None:
        error.add_note(f"it was asked because {canary}")
    return error
