"""The shape of what replay prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Count, Output, Share, Whole


class ReplaySample(Output):
    """One recorded event, with the scores that decided; null where none was recorded."""

    event_id: str
    score_before: float | None
    score_after: float | None


class ReplayGroup(Output):
    """Events that fared alike: from one model to another, or from kept to dropped."""

    before: str
    after: str
    events: Count
    samples: list[ReplaySample]


class ReplayKept(Output):
    """Share of a language's events that is kept; null where it is not known."""

    replayed: Share | None = Field(description="Of the log, weighed by who answers.")
    promised: Share | None = Field(description="By the counts of the evidence.")


class ReplaySides(Output):
    """The same under the old and under the new configuration."""

    before: ReplayKept
    after: ReplayKept


class ReplayLanguage(Output):
    """What changes for the events of one language."""

    language: str
    events: Count
    models: list[ReplayGroup] = Field(description="Events that another model answers.")
    decisions: list[ReplayGroup] = Field(description="Events that turn from kept to dropped, …")
    not_known: dict[str, Count] = Field(
        description="Events whose decision may change, by the model without a score for them."
    )
    kept: ReplaySides


class ReplayOutput(Output):
    """What ``replay --format json`` prints."""

    schema_version: Annotated[Literal[1], Whole]
    environment: str
    events: Count
    without_id: Count
    languages: list[ReplayLanguage]
    left_out: dict[str, Count] = Field(description="Rows of the log by the reason.")
