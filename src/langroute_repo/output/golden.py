"""The shape of `golden --format json`, which a push reads as well."""

from typing import Annotated, Literal

from pydantic import Field

from langroute.decision import Role
from langroute_repo.output.base import Count, Output, Sha256, Whole
from langroute_repo.output.endpoint import Endpoint

State = Literal["right", "wrong", "out-of-date", "not-recorded"]
Kind = Literal[
    "no-right",
    "no-answer",
    "alike",
    "order-turned",
    "answers-mixed-up",
    "other-scores",
    "not-repeatable",
    "score-differs",
    "slow",
]


class GoldenAnswer(Output):
    """One event: what it has to give, and what came each time that it was asked."""

    event: Count = Field(description="Its place in the file, from 0.")
    about: str
    expected: str
    scores: list[float | None]
    latency_ms: list[float]
    right: bool


class GoldenProblem(Output):
    """One thing that is wrong with an endpoint."""

    kind: Kind
    message: str
    events: list[Count] = Field(description="Places in the file, from 0; empty for all of it.")


class GoldenTarget(Output):
    """One model in one language, asked at one endpoint."""

    model: str
    language: str
    role: Role | None = Field(description="null where no route sends it anything yet.")
    endpoint: Endpoint
    asked: Sha256 = Field(description="Of endpoint, fields and scale, as the document has them.")
    file: str
    state: State
    why: str = Field(description="Of one that is out of date or not recorded; empty otherwise.")
    answers: list[GoldenAnswer]
    faults: list[GoldenProblem]


class GoldenUnasked(Output):
    """A route that has no golden queries."""

    model: str
    language: str
    role: Role


class GoldenOutput(Output):
    """What the endpoints of an environment answered to golden queries."""

    schema_version: Annotated[Literal[1], Whole]
    environment: str
    plan_hash: Sha256 = Field(description="Of the document that the routes were taken from.")
    elsewhere: bool = Field(description="Whether another endpoint than the document's was asked.")
    asked_at: str = Field(description="When it ended, in UTC, as in 2026-11-22T09:30:00Z.")
    requests: Count
    targets: list[GoldenTarget]
    unasked: list[GoldenUnasked]
