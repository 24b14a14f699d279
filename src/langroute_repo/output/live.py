"""The shapes of what AppConfig runs, in what status and drift print for machines."""

from typing import Literal

from pydantic import Field

from langroute_repo.output.base import Count, Output, Sha256
from langroute_repo.output.commit import GitCommit

FlightState = Literal["DEPLOYING", "VALIDATING", "BAKING", "ROLLING_BACK"]


class LiveDocument(Output):
    """What clients get: the newest deployment that is complete."""

    label: str
    version: str
    deployment: Count
    since: str | None = Field(description="When the deployment was complete, ISO 8601.")
    description: str
    bytes: Count | None = Field(description="null when its version was deleted since.")
    plan_hash: Sha256 | None
    claims: str | None = Field(description="The first 12 digits of the commit in its label.")
    commit: GitCommit | None = Field(description="That commit, when this clone has it.")
    faithful: bool | None = Field(
        description="Whether the bytes are what that commit compiles to; null when not known."
    )


class InFlight(Output):
    """A deployment on its way."""

    deployment: Count
    label: str
    state: FlightState
    percentage: float
    seconds_left: Count = Field(description="Until rollout and bake are over.")
