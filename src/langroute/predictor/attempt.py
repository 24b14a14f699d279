"""Asks one model about one event, and says what became of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any, NamedTuple

from langroute.decision import Decision, MissingField
from langroute.predictor.codec import Codec, codec_for
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import Endpoint
from langroute.predictor.failure import CallFailed
from langroute.recording.record import (
    ANSWERED,
    INVALID_EVENT,
    UNREACHABLE,
    UNUSABLE_ANSWER,
    Record,
)
from langroute.scale import ScoreError

LONGEST_ERROR = 200


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


class Asker:
    """Knows how to reach every model; ``codecs`` are by the name of the model."""

    def __init__(self, endpoints: Mapping[str, Endpoint], codecs: Mapping[str, Codec]) -> None:
        self._endpoints = endpoints
        self._codecs = codecs

    def ask(self, decision: Decision, event: Event, deadline: Deadline) -> Outcome:
        """The outcome, whatever happens; by the deadline, if the endpoint keeps to it."""
        began = monotonic()
        score = cell = cause = None
        try:
            score = self._score(decision, event, deadline)
            cell = decision.cell(score)
            score = float(score)
        except Exception as error:
            score, cause = None, error
        status = ANSWERED if cause is None else _status(cause)
        return Outcome(datetime.now(UTC), (monotonic() - began) * 1000, status, score, cell, cause)

    def _score(self, decision: Decision, event: Event, deadline: Deadline) -> float:
        codec = self._codecs.get(decision.model) or codec_for(decision.endpoint)
        body = _body(codec, decision, event.fields)
        kind = decision.endpoint["kind"]
        deadline.left()
        if limit := decision.endpoint.get("timeout"):
            deadline = deadline.at_most(limit / 1000)
        endpoint = self._endpoints.get(kind)
        if endpoint is None:
            raise CallFailed(UNREACHABLE, f"no way to reach an endpoint of kind {kind!r:.80}")
        answer = endpoint.ask(decision.endpoint, body, codec.content_type, deadline)
        return _decoded(codec, answer)


def _body(codec: Codec, decision: Decision, event: Mapping[str, Any]) -> bytes:
    """What is sent. Each model gets a copy of its own, which its codec may do with as it likes."""
    try:
        return codec.encode(copied(decision.payload(event)))
    except MissingField:
        raise
    except Exception as error:
        raise CallFailed(INVALID_EVENT, f"the event cannot be sent: {said(error)}") from error


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
        requested=decision.requested,
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
    )


def _status(cause: Exception) -> int:
    if isinstance(cause, CallFailed):
        # A status of 200 promises a score.
        return cause.status if cause.status != ANSWERED else UNUSABLE_ANSWER
    if isinstance(cause, MissingField):
        return INVALID_EVENT
    return UNUSABLE_ANSWER if isinstance(cause, ScoreError) else UNREACHABLE


def said(error: Exception | None) -> str:
    """An error in one line."""
    known = isinstance(error, (CallFailed, MissingField, ScoreError))
    text = f"{error}" if known else f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:LONGEST_ERROR]
