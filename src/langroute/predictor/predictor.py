"""From an event to an answer: routes it, asks the model that was chosen, and records what came."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple, Self

from langroute.decision import Decision, MissingField
from langroute.predictor.attempt import Asker, Event, Outcome, copied, record_of
from langroute.predictor.codec import Codec
from langroute.predictor.counts import Counter, Counts
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import Endpoint
from langroute.predictor.failure import Overloaded, PredictionFailed, said
from langroute.predictor.pool import Pool
from langroute.predictor.process import PerProcess
from langroute.predictor.rest import Http
from langroute.predictor.sagemaker import SageMaker
from langroute.predictor.steps import Prepare
from langroute.reader.serving import Source
from langroute.recording.record import Record
from langroute.recording.sink import Gauge
from langroute.router import InvalidKey, Router, UnknownLanguage

Endpoints = Mapping[str, Endpoint]  # by the kind that the document names


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


class Shadows(NamedTuple):
    """How much may be spent on shadows; what exceeds it is dropped and counted."""

    workers: int = 4
    waiting: int = 64
    timeout: float = 5.0  # seconds, from when a thread takes one up
    endpoints: Endpoints | None = None  # of their own, so that a shadow never uses up an answer's


UNLESS_SAID = Shadows()


class _Mine:
    """What a process has of its own."""

    def __init__(self, shadows: Shadows, workers: int, waiting: int) -> None:
        self.counter = Counter()
        self.shadows = Pool("langroute-shadow", shadows.workers, shadows.waiting)
        self.answers = Pool("langroute-answer", workers, waiting)


class Predictor:
    """Answers for events by the document in use; any thread may ask, or any coroutine.

    ``timeout`` is the seconds that an answer may take in all. A canary that the primary stands in
    for has half of them, so that the primary has the other half at least. ``endpoints`` are the
    ways to reach models, ``http`` and ``sagemaker``; ``codecs`` name, by model, what a server
    speaks when its URL does not tell. ``prepare``, by model too, makes of the fields what is sent
    in their place, such as a vector of a text. What the company wrote of these counts as part of
    the call and is left when the time is up. ``workers`` and ``waiting`` are for ``predict_async``
    alone.

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
        workers: int = 32,
        waiting: int = 1024,
    ) -> None:
        of_shadows = shadows.endpoints or endpoints or _endpoints(shadows.timeout)
        endpoints = endpoints or _endpoints(timeout)
        self._source = source
        self._record = record
        self._timeout = timeout
        self._shadow_timeout = shadows.timeout
        self._asker = Asker(endpoints, codecs or {}, prepare)
        self._shadow_asker = Asker(of_shadows, codecs or {}, prepare)
        self._all = {id(one): one for one in (*endpoints.values(), *of_shadows.values())}
        self._mine = PerProcess(lambda: _Mine(shadows, workers, waiting))
        self._closed = False

    def predict(self, language: str, key: str | None, event: Mapping[str, Any]) -> Answer:
        """The answer about one event of a language; ``key`` is the event's stable id, if any.

        ``UnknownLanguage`` and ``InvalidKey`` are counted, and leave no record: there is no model
        to blame. ``MissingField`` and ``PredictionFailed`` are recorded as failures.
        """
        self._refuse_when_closed()
        return self._predict(language, key, event, Deadline(self._timeout))

    async def predict_async(
        self, language: str, key: str | None, event: Mapping[str, Any]
    ) -> Answer:
        """The same without holding up the loop; ``Overloaded`` when too many are waiting.

        The time in line counts. Cancelled in line it is never asked; cancelled later, the call in
        flight goes on to its end and is recorded.
        """
        mine = self._mine.get()
        work = partial(self._predict, language, key, event, Deadline(self._timeout))
        future = mine.answers.submit(work)
        if future is None:
            self._refuse_when_closed()
            mine.counter.add("overloaded")
            raise Overloaded(mine.answers.most)
        return await asyncio.wrap_future(future)

    @property
    def counts(self) -> Counts:
        """What happened in this process so far."""
        return self._mine.get().counter.read()

    def gauges(self) -> Iterable[Gauge]:
        """What no record tells, for ``EmbeddedMetrics.observe``: each event once."""
        return self._mine.get().counter.gauges()

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

    def _predict(
        self, language: str, key: str | None, event: Mapping[str, Any], deadline: Deadline
    ) -> Answer:
        counter = self._mine.get().counter
        # Read once: all of an answer is by one document.
        serving = self._source.serving
        decision = _routed(serving.router, language, key, counter)
        if not decision.keyed:
            counter.add("keyless")
        asked = Event(key, event, serving.version)
        for shadow in decision.shadows:
            self._start(shadow, asked)
        return self._answered(decision, asked, deadline)

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
            taken = mine.shadows.submit(work)
        except Exception:
            taken = None
        mine.counter.add("shadows_sent" if taken else "shadows_dropped")

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


def _routed(router: Router, language: str, key: str | None, counter: Counter) -> Decision:
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
