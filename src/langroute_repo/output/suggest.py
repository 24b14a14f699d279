"""The shape of what suggest prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import ByLabels, Count, Decimals, Output, Share, Whole


class CountedShare(Output):
    """A share that was counted, with its 95 % interval."""

    share: Share
    low: Share
    high: Share
    part: Count
    of: Count


class AuditCost(Output):
    """What an audit of a share of what is dropped would cost and tell."""

    share: Share
    per_day: float = Field(description="Events more for the analysts.")
    width: Share | None = Field(
        description="Of the 95 % interval of recall after 14 days; null where they do not tell it."
    )
    days: Count | None = Field(
        description="Until enough dropped events have a label to tell any recall."
    )


class SuggestOutput(Output):
    """What ``suggest --format json`` prints."""

    schema_version: Annotated[Literal[2], Whole]
    language: str
    model: str
    goal: str
    threshold: Decimals
    lowest: Decimals = Field(description="The evidence cannot tell values from here …")
    highest: Decimals = Field(description="… to here apart, as to the goal.")
    passes: CountedShare
    recall: ByLabels | None
    recall_not_known: str | None = Field(description="Why it is not.")
    precision: ByLabels | None
    precision_not_known: str | None
    events_per_day: float = Field(description="That pass if the model answers all of them.")
    scores_missing: Count = Field(description="Until the pass share is known to ± 5 points.")
    audits: list[AuditCost] = Field(
        description="What would tell recall, where it is not known; else none."
    )
    evidence: str
    now: Decimals | None = Field(description="The threshold that the model has in this language.")
    command: str = Field(description="Writes the threshold, or starts the model with it.")
