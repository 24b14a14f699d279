"""The shapes of what status and drift print with ``--format json``, for their readers."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Output(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


Count = Annotated[int, Field(ge=0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# As ``langroute_repo.appconfig.origin`` explains them.
Stand = Literal["same", "ahead", "differs", "not-part", "not-here", "by-hand", "not-compiled"]
FlightState = Literal["DEPLOYING", "VALIDATING", "BAKING", "ROLLING_BACK"]


class LiveCommit(_Output):
    """A commit of the repository."""

    commit: str = Field(description="Its whole id.")
    author: str
    date: str = Field(description="The day on the author's clock.")
    subject: str


class LiveDocument(_Output):
    """What clients get: the newest deployment that is complete."""

    label: str
    version: str
    deployment: Count
    since: str | None = Field(description="When the deployment was complete, ISO 8601.")
    description: str
    bytes: Count | None = Field(description="null when its version was deleted since.")
    plan_hash: Sha256 | None
    claims: str | None = Field(description="The first 12 digits of the commit in its label.")
    commit: LiveCommit | None = Field(description="That commit, when this clone has it.")
    faithful: bool | None = Field(
        description="Whether the bytes are what that commit compiles to; null when not known."
    )


class InFlight(_Output):
    """A deployment on its way."""

    deployment: Count
    label: str
    state: FlightState
    percentage: float
    seconds_left: Count = Field(description="Until rollout and bake are over.")


class StatusAlarm(_Output):
    """An alarm that guards the environment."""

    name: str
    state: str
    reason: str


class StatusHead(_Output):
    """How HEAD stands to what is live."""

    stand: Stand
    ahead: list[LiveCommit] = Field(
        description="Commits since the live one that change its document, newest first."
    )


class StatusTakenBack(_Output):
    """What was taken back last, since the live document became live."""

    deployment: Count
    label: str
    state: str
    reason: str = Field(description="In AppConfig's words.")
    head_holds_it: bool = Field(description="Then pushes of HEAD are refused.")
    languages: list[str] = Field(description="In which HEAD still holds it.")


class StatusUnasked(_Output):
    """An environment that could not be asked."""

    environment: str
    problem: str
    hint: str


class StatusEnvironment(_Output):
    """An environment."""

    environment: str
    live: LiveDocument | None = Field(description="null when nothing is live.")
    in_flight: InFlight | None
    alarms: list[StatusAlarm]
    alarms_unseen: str | None = Field(description="Why the alarms are not known.")
    head: StatusHead | None = Field(description="null when nothing is live.")
    taken_back: StatusTakenBack | None


class StatusOutput(_Output):
    """What ``status --format json`` prints."""

    schema_version: Literal[1]
    environments: list[StatusEnvironment | StatusUnasked]


class DriftRevision(_Output):
    """What is held against what is live."""

    name: str
    commit: str
    plan_hash: Sha256


class DriftChange(_Output):
    """A difference, from what is live to the revision, in words of the trade."""

    kind: str = Field(description="threshold-raised, canary-ramped, …, as in diff's output.")
    language: str | None
    path: str = Field(description="Keys into the document, joined by dots.")
    before: object
    after: object


class DriftOutput(_Output):
    """What ``drift --format json`` prints."""

    schema_version: Literal[1]
    environment: str
    revision: DriftRevision
    same: bool = Field(description="To the last byte.")
    live: LiveDocument | None
    in_flight: InFlight | None
    foreign: str | None = Field(description="Why what is live is no document of ours.")
    changes: list[DriftChange] = Field(
        description="Empty although not the same: it means the same and is written otherwise, or "
        "it cannot be compared."
    )
