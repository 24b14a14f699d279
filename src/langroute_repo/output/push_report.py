"""The shape of what push leaves with ``--report``: how it ended, and why, for who comes after."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Output, Sha256, Whole

# As ``scripts.terminal.exit_codes`` names them.
Outcome = Literal[
    "done",
    "refused",
    "failed",
    "rolled-back",
    "conflict",
    "timed-out",
    "differs",
    "answers-otherwise",
    "started",
    "not-read-back",
]


class FiringAlarm(Output):
    """An alarm at the bottom that fired when the deployment was taken back."""

    name: str
    state: str
    reason: str


class BrokenPromise(Output):
    """What readers measured and was not promised."""

    language: str
    role: str
    model: str
    sentence: str = Field(description="With the numbers: promised, measured, allowed.")


class PushReport(Output):
    """What ``push --report`` writes; null is what it did not come to."""

    schema_version: Annotated[Literal[1], Whole]
    environment: str
    outcome: Outcome
    exit_code: Annotated[int, Field(ge=0)]
    message: str = Field(description="Why it is not done, and what is live; else empty.")
    hint: str
    label: str | None = Field(description="Of the version, with the commit.")
    plan_hash: Sha256 | None
    deployment: int | None = Field(description="The one that it started, or went on watching.")
    unpromoted: str = Field(
        default="", description="The reason to push although the environment before runs another."
    )
    appconfig: str = Field(description="Who or what took it back, in AppConfig's words.")
    alarms: list[FiringAlarm]
    broken: list[BrokenPromise]
