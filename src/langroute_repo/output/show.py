"""The shapes of what show prints with ``--format json``: of all languages, or of one."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from langroute_repo.output.base import ByLabels, Count, Decimals, Output, Whole
from langroute_repo.output.commit import GitCommit
from langroute_repo.output.endpoint import Endpoint


class ShowShare(Output):
    """A model beside the primary, and the share of the events that it is sent."""

    model: str
    traffic: str = Field(description="With its unit, as files write it.")


class ShowRow(Output):
    """A language in the table of all."""

    language: str
    primary: str = Field(description="The model.")
    at: Decimals = Field(description="Its threshold.")
    passes: str | None = Field(description="As seals write it; null without evidence.")
    canary: ShowShare | None
    shadows: list[ShowShare]
    events_per_day: float | None
    owners: list[str]


class ShowFault(Output):
    """A language whose file is at fault."""

    language: str
    fault: str


class ShowLoad(Output):
    """Requests a second at the peak, and what the model can take."""

    here: float | None = Field(description="For this route; null where nobody knows the rate.")
    in_all: float = Field(description="For the model in all languages, shadows included.")
    capacity: float
    not_counted: list[str] = Field(description="Languages whose rate nobody knows.")


class ShowEvidence(Output):
    """The recorded scores of the model in this language."""

    reference: str = Field(description="As seals name it.")
    events: Count
    labelled: Count
    relevant: Count = Field(description="Of the labelled ones.")
    first: str = Field(description="The first day that was recorded.")
    last: str
    age_days: int = Field(description="Since the last day.")


class ShowRoute(Output):
    """A model that gets events of the language."""

    role: Literal["primary", "canary", "shadow"]
    model: str
    status: Literal["active", "deprecated", "retired", "unknown"] = Field(
        description="unknown: config/models has no such file, or it is at fault."
    )
    traffic: str = Field(description="With its unit, as files write it.")
    fields: list[str]
    required: list[str] = Field(description="Those of the fields that it cannot do without.")
    on_failure: Literal["primary"] | None = Field(description="Who answers what it fails on.")
    compared: str | None = Field(
        description="Of a canary: share of the events that the primary is asked about as well, or "
        "it itself where that answers; null where none is."
    )
    threshold: Decimals
    passes: str | None = Field(description="As seals write it; null without evidence.")
    recall: ByLabels | None
    recall_not_known: str | None = Field(description="Why it is not; null without evidence.")
    precision: ByLabels | None
    precision_not_known: str | None
    passed_per_day: float | None = Field(description="Events that the analysts get through it.")
    fitting_seal: str | None = Field(description="What would fit, where the seal does not.")
    evidence: ShowEvidence | None
    endpoints: dict[str, Endpoint | None] = Field(description="By environment.")
    since: dict[str, GitCommit | None] = Field(
        description="The commit that last wrote each value; null for one that is not committed."
    )
    older: list[str] = Field(
        description="Values that are not in since: older than the history that a shallow clone has."
    )
    load: ShowLoad | None


class ShowAcceptance(Output):
    """What an earlier change of the language accepted; it is history and accepts nothing now."""

    path: str
    accepts: list[str] = Field(description="Rule and fingerprint of each finding.")
    because: str
    until: str | None
    since: GitCommit | None = Field(description="null where it is in no commit, or git is silent.")
    older: bool = Field(description="Whether it is older than what a shallow clone has.")


class ShowAudit(Output):
    """What people see although it is dropped."""

    share: str = Field(description="With its unit, as files write it.")
    file: str = Field(description="Where it is written: the language's file, or the policy.")
    per_day: float | None = Field(description="Dropped events a day; null without evidence.")


class ShowLanguages(Output):
    """What ``show --format json`` prints."""

    schema_version: Annotated[Literal[1], Whole]
    languages: list[ShowRow | ShowFault]


class ShowLanguage(Output):
    """What ``show TAG --format json`` prints."""

    schema_version: Annotated[Literal[1], Whole]
    asked: str = Field(description="The language that was asked for.")
    language: str = Field(description="That of the file that answers for it.")
    file: str
    owners: list[str]
    source: str
    also: list[str] = Field(description="The other tags of events that the file names.")
    events_per_day: float | None
    audit: ShowAudit | None = Field(description="null where nothing is audited.")
    history: str | None = Field(description="Why git does not know all of it; null when it does.")
    routes: list[ShowRoute] = Field(description="The primary, the canary, the shadows.")
    accepted: list[ShowAcceptance] = Field(description="The newest first.")


class ShowOutput(RootModel[ShowLanguages | ShowLanguage]):
    """What ``show`` prints with ``--format json``, without and with TAG."""
