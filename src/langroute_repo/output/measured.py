"""The shapes of what replay and suggest print with ``--format json``, for their readers."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Output(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class ReplaySample(_Output):
    """One recorded event, with the scores that decided; null where none was recorded."""

    event_id: str
    score_before: float | None
    score_after: float | None


class ReplayGroup(_Output):
    """Events that fared alike: from one model to another, or from kept to dropped."""

    before: str
    after: str
    events: Count
    samples: list[ReplaySample]


class ReplayKept(_Output):
    """Share of a language's events that is kept; null where it is not known."""

    replayed: Share | None = Field(description="Of the log, weighed by who answers.")
    promised: Share | None = Field(description="By the counts of the evidence.")


class ReplaySides(_Output):
    """The same under the old and under the new configuration."""

    before: ReplayKept
    after: ReplayKept


class ReplayLanguage(_Output):
    """What changes for the events of one language."""

    language: str
    events: Count
    models: list[ReplayGroup] = Field(description="Events that another model answers.")
    decisions: list[ReplayGroup] = Field(description="Events that turn from kept to dropped, …")
    not_known: dict[str, Count] = Field(
        description="Events whose decision may change, by the model without a score for them."
    )
    kept: ReplaySides


class ReplayOutput(_Output):
    """What ``replay --format json`` prints."""

    schema_version: Literal[1]
    environment: str
    events: Count
    without_id: Count
    languages: list[ReplayLanguage]
    left_out: dict[str, Count] = Field(description="Rows of the log by the reason.")


class CountedShare(_Output):
    """A share that was counted, with its 95 % interval."""

    share: Share
    low: Share
    high: Share
    part: Count
    of: Count


class SuggestOutput(_Output):
    """What ``suggest --format json`` prints."""

    schema_version: Literal[1]
    language: str
    model: str
    goal: str
    threshold: float
    lowest: float = Field(description="The evidence cannot tell values from here …")
    highest: float = Field(description="… to here apart, as to the goal.")
    passes: CountedShare
    recall: CountedShare | None
    precision: CountedShare | None
    events_per_day: float = Field(description="That pass if the model answers all of them.")
    scores_missing: Count = Field(description="Until the pass share is known to ± 5 points.")
    labels_missing: Count | None = Field(description="Until recall is known to ± 5 points.")
    evidence: str
    now: float | None = Field(description="The threshold that the model has in this language.")
    command: str = Field(description="Writes the threshold, or starts the model with it.")
