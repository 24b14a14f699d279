"""The shape of what status prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Count, Output, Whole
from langroute_repo.output.commit import GitCommit
from langroute_repo.output.ending import EndingSoon
from langroute_repo.output.live import InFlight, LiveDocument

# As ``langroute_repo.appconfig.origin`` explains them.
Stand = Literal["same", "ahead", "differs", "not-part", "not-here", "by-hand", "not-compiled"]


class StatusAlarm(Output):
    """An alarm that guards the environment."""

    name: str
    state: str
    reason: str


class StatusHead(Output):
    """How HEAD stands to what is live."""

    stand: Stand
    ahead: list[GitCommit] = Field(
        description="Commits since the live one that change its document, newest first."
    )


class StatusTakenBack(Output):
    """What was taken back last, since the live document became live."""

    deployment: Count
    label: str
    state: str
    reason: str = Field(description="In AppConfig's words.")
    head_holds_it: bool = Field(description="Then pushes of HEAD are refused.")
    languages: list[str] = Field(description="In which HEAD still holds it.")


class StatusUnasked(Output):
    """An environment that could not be asked."""

    environment: str
    problem: str
    hint: str


class StatusEnvironment(Output):
    """An environment."""

    environment: str
    live: LiveDocument | None = Field(description="null when nothing is live.")
    in_flight: InFlight | None
    alarms: list[StatusAlarm]
    alarms_unseen: str | None = Field(description="Why the alarms are not known.")
    head: StatusHead | None = Field(description="null when nothing is live.")
    taken_back: StatusTakenBack | None


class StatusOutput(Output):
    """What ``status --format json`` prints."""

    schema_version: Annotated[Literal[1], Whole]
    environments: list[StatusEnvironment | StatusUnasked]
    ending: list[EndingSoon] = Field(description="Of the files here, the earliest first.")
