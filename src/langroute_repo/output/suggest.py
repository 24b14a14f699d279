"""The shape of what suggest prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Count, Decimals, Output, Share, Whole


class CountedShare(Output):
    """A share that was counted, with its 95 % interval."""

    share: Share
    low: Share
    high: Share
    part: Count
    of: Count


class SuggestOutput(Output):
    """What ``suggest --format json`` prints."""

    schema_version: Annotated[Literal[1], Whole]
    language: str
    model: str
    goal: str
    threshold: Decimals
    lowest: Decimals = Field(description="The evidence cannot tell values from here …")
    highest: Decimals = Field(description="… to here apart, as to the goal.")
    passes: CountedShare
    recall: CountedShare | None
    precision: CountedShare | None
    events_per_day: float = Field(description="That pass if the model answers all of them.")
    scores_missing: Count = Field(description="Until the pass share is known to ± 5 points.")
    labels_missing: Count | None = Field(description="Until recall is known to ± 5 points.")
    evidence: str
    now: Decimals | None = Field(description="The threshold that the model has in this language.")
    command: str = Field(description="Writes the threshold, or starts the model with it.")
