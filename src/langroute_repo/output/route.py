"""The shape of what route prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Decimals, Output, Whole
from langroute_repo.output.endpoint import Endpoint

Traffic = Annotated[int, Field(ge=0, le=10_000, description="Basis points.")]
Bucket = Annotated[int, Field(ge=0, le=9_999)]
Cell = Annotated[int, Field(ge=0, le=1_000)]


class RouteDraw(Output):
    """The canary's draw for this key; it answers where the bucket is below its traffic."""

    model: str
    traffic: Traffic
    bucket: Bucket | None = Field(description="null for an event without a key.")


class RouteShadow(Output):
    """A shadow's draw for this key."""

    model: str
    traffic: Traffic
    bucket: Bucket | None = Field(description="null for an event without a key.")
    sent: bool = Field(description="Whether it is sent a copy.")


class RouteComparison(Output):
    """Of primary and canary the one that does not answer, and the draw that has it asked too."""

    model: str
    share: Traffic
    bucket: Bucket | None = Field(description="null for an event without a key.")
    sent: bool = Field(description="Whether it is sent a copy.")


class RouteAudit(Output):
    """The audit's draw for this key."""

    share: Traffic
    bucket: Bucket | None = Field(description="null for an event without a key.")
    audited: bool = Field(description="Whether the analysts get it although it is dropped.")


class RouteRequest(Output):
    """What the backend sends, unless its own code has a codec for the model."""

    protocol: dict[str, str] | None = Field(description="null where the model's file says none.")
    method: str = Field(description="POST, or SageMaker's operation.")
    target: str = Field(description="The URL, or the region of a SageMaker endpoint.")
    headers: dict[str, str] = Field(
        description="Or SageMaker's parameters; a reference as ${NAME} of its variable."
    )
    body: str = Field(description="Of the event that was given, or of one of placeholders.")
    timeout_ms: int | None = Field(description="The model's own limit; null where it has none.")


class RouteScore(Output):
    """What a score of the model means."""

    score: float
    cell: Cell
    relevant: bool


class RouteOutput(Output):
    """What ``route --format json`` prints: all that decides, in the order in which it does."""

    schema_version: Annotated[Literal[1], Whole]
    environment: str
    requested: str = Field(description="The event's language.")
    key: str | None
    tried: list[str] = Field(description="The tags that were looked up, in order.")
    language: str = Field(description="That of the file that was found.")
    file: str
    found: Literal["exact", "also", "lookup", "successor", "default"] = Field(
        description="also: by a name of the file beside its own; successor: as the registry "
        "replaced a code of the tag."
    )
    canary: RouteDraw | None
    role: Literal["primary", "canary", "shadow"] = Field(description="Of the model that answers.")
    model: str
    endpoint: Endpoint
    fields: list[str] = Field(description="What is taken from the event and sent.")
    required: list[str] = Field(description="Those of the fields that it cannot do without.")
    request: RouteRequest
    fallback: str | None = Field(description="The model that answers what the canary fails on.")
    compared: RouteComparison | None = Field(description="null where nothing is compared.")
    shadows: list[RouteShadow]
    audit: RouteAudit | None = Field(description="null where nothing is audited.")
    threshold: Decimals
    threshold_cell: Cell = Field(description="A score of this cell or above is relevant.")
    score: RouteScore | None = Field(description="null when no score was given.")
