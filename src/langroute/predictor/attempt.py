"""Asks one model about one event, and says what became of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from typing import Any, NamedTuple

from langroute.decision import Decision, MissingField
from langroute.predictor.breaker import NotAsked
from langroute.predictor.codec import SCORE, TENSORFLOW, Codec, codec_for
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import Endpoint
from langroute.predictor.failure import CallFailed, said
from langroute.predictor.json_body import written
from langroute.predictor.steps import Prepare, Steps
from langroute.recording.record import (
    ANSWERED,
    INVALID_EVENT,
    LONGEST_REQUESTED,
    MISSING_FIELD,
    OURS,
    UNPREPARED,
    UNREACHABLE,
    UNUSABLE_ANSWER,
    Record,
)
from langroute.scale import ScoreError

DIGITS = 16  # of the digest of what was sent


class Event(NamedTuple):
    """What is to be predicted, and by which document."""

    key: str | None
    fields: Mapping[str, Any]
    version: str | None


class Outcome(NamedTuple):
    """What became of one attempt: a score that decides, or the cause why there is none."""

    time: datetime
    latency_ms: float
    status: int
    score: float | None = None
    cell: int | None = None
    cause: Exception | None = None
    sent: str | None = None  # digest of the request's body
    prepare_ms: float | None = None


class _Attempt:
    """One model and one event, and what is known of it wherever it ends."""

    __slots__ = ("deadline", "decision", "fields", "prepare_ms", "sent")

    def __init__(self, decision: Decision, fields: Mapping[str, Any], deadline: Deadline) -> None:
        self.decision, self.fields = decision, fields
        limit = decision.endpoint.get("timeout")  # of the model's file, in milliseconds
        self.deadline = deadline.at_most(limit / 1000) if limit else deadline
        self.sent: str | None = None
        self.prepare_ms: float | None = None

    def payload(self) -> dict[str, Any]:
        """What is sent. Each call gives a copy, which a codec may do with as it likes."""
        try:
            own: dict[str, Any] = copied(self.decision.payload(self.fields))
        except MissingField:
            raise
        except Exception as error:
            raise _unfit(error) from error
        return own


class Asker:
    """Knows how to reach every model; ``codecs`` and ``prepare`` are by the name of the model."""

    def __init__(
        self,
        endpoints: Mapping[str, Endpoint],
        codecs: Mapping[str, Codec],
        prepare: Mapping[str, Prepare] | None = None,
    ) -> None:
        self._endpoints = endpoints
        self._codecs = codecs
        self._prepare = prepare or {}
        # Ours wait for nothing: they run at once, and cost what they cost.
        self._coded = {name for name, codec in codecs.items() if codec not in (TENSORFLOW, SCORE)}
        self._steps = {name: Steps(name) for name in (*self._coded, *self._prepare)}

    def ask(self, decision: Decision, event: Event, deadline: Deadline) -> Outcome:
        """The outcome, whatever happens; by the deadline, if the endpoint keeps to it."""
        began = monotonic()
        score = cell = cause = None
        attempt = _Attempt(decision, event.fields, deadline)
        try:
            score = self._score(attempt)
            cell = decision.cell(score)
            score = float(score)
        except Exception as error:
            score, cause = None, error
        status = ANSWERED if cause is None else _status(cause)
        unsent = status == OURS or isinstance(cause, NotAsked)
        sent = None if unsent else attempt.sent
        took = (monotonic() - began) * 1000
        return Outcome(
            datetime.now(UTC), took, status, score, cell, cause, sent, attempt.prepare_ms
        )

    def close(self) -> None:
        """Let the threads for the company's own code end."""
        for steps in self._steps.values():
            steps.close()

    def _score(self, attempt: _Attempt) -> float:
        decision, deadline = attempt.decision, attempt.deadline
        codec = self._codecs.get(decision.model) or codec_for(decision.endpoint)
        steps = self._steps.get(decision.model)
        body = self._own(steps, codec, attempt) if steps else _body(codec, attempt)
        kind = decision.endpoint["kind"]
        deadline.left()
        endpoint = self._endpoints.get(kind)
        if endpoint is None:
            raise CallFailed(OURS, f"no way to reach an endpoint of kind {kind!r:.80}")
        attempt.sent = sha256(body).hexdigest()[:DIGITS]
        answer = endpoint.ask(decision.endpoint, body, codec.content_type, deadline)
        if steps and decision.model in self._coded:
            return steps.decoded(codec, answer, deadline)
        return _decoded(codec, answer)

    def _own(self, steps: Steps, codec: Codec, attempt: _Attempt) -> bytes:
        """What is sent, where the company's own code has a part in it."""
        prepare = self._prepare.get(attempt.decision.model)
        coded = attempt.decision.model in self._coded
        if prepare is None:
            return _encoded_apart(steps, codec, attempt)
        payload, began = attempt.payload(), monotonic()
        try:
            made = steps.prepared(prepare, payload, attempt.deadline)
        finally:
            attempt.prepare_ms = (monotonic() - began) * 1000
        if coded:
            return steps.encoded(codec, made, attempt.deadline)
        try:
            return codec.encode(made)
        except Exception as error:
            reason = f"what was prepared cannot be sent: {said(error)}"
            raise CallFailed(UNPREPARED, reason) from error


def _body(codec: Codec, attempt: _Attempt) -> bytes:
    payload = attempt.payload()
    try:
        return codec.encode(payload)
    except Exception as error:
        raise _unfit(error) from error


def _encoded_apart(steps: Steps, codec: Codec, attempt: _Attempt) -> bytes:
    """By a codec of the company's. Its failure is the event's where no JSON could hold that."""
    payload = attempt.payload()
    try:
        return steps.encoded(codec, payload, attempt.deadline)
    except CallFailed as failed:
        if failed.status == UNPREPARED:
            try:
                written(attempt.payload())
            except Exception as error:
                raise _unfit(error) from error
        raise


def _unfit(error: Exception) -> CallFailed:
    return CallFailed(INVALID_EVENT, f"the event cannot be sent: {said(error)}")


def _decoded(codec: Codec, answer: bytes) -> float:
    try:
        return codec.decode(answer)
    except CallFailed:
        raise
    except Exception as error:
        raise CallFailed(UNUSABLE_ANSWER, f"the answer has no score: {said(error)}") from error


def copied(value: Any) -> Any:
    """The value with objects and lists of its own, as deep as JSON has any."""
    if isinstance(value, Mapping):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def record_of(decision: Decision, event: Event, outcome: Outcome, *, final: bool) -> Record:
    """The attempt as it is kept; ``final`` is whether the caller got this."""
    cause, cell = outcome.cause, outcome.cell
    return Record(
        event_id=event.key,
        time=outcome.time,
        language=decision.language,
        model=decision.model,
        role=decision.role,
        status=outcome.status,
        score=outcome.score,
        latency_ms=outcome.latency_ms,
        requested=decision.requested[:LONGEST_REQUESTED],
        bucket=decision.bucket,
        cell=cell,
        passed=None if cell is None else cell >= decision.threshold_cell,
        final=final,
        plan_hash=decision.plan_hash,
        version=event.version,
        error=None if cause is None else said(cause),
        audited=decision.audited,
        copied=decision.copied,
        extra=decision.extra,
        sent=outcome.sent,
        prepare_ms=outcome.prepare_ms,
        compared=decision.compared,
    )


def _status(cause: Exception) -> int:
    if isinstance(cause, CallFailed):
        # A status of 200 promises a score.
        return cause.status if cause.status != ANSWERED else UNUSABLE_ANSWER
    if isinstance(cause, MissingField):
        return MISSING_FIELD
    if isinstance(cause, ScoreError):
        return UNUSABLE_ANSWER
    return UNREACHABLE if isinstance(cause, OSError) else OURS
