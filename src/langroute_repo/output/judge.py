"""The shape of what judge prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import Count, Output, Share, Whole


class JudgeClause(Output):
    """One question: what was counted, what is allowed, and what is missing while it is open."""

    name: str
    state: Literal["within", "open", "broken", "no-data"]
    counted: str
    allowed: str
    missing: str
    share: Share | None = Field(description="As it was seen; null where nothing was counted.")
    low: Share
    high: Share


class JudgeDay(Output):
    """A day of a candidate, and the verdict as of its end."""

    day: str
    traffic: Share | None
    answered: Count
    of: Count
    minutes: Count
    failing: Count
    answers: Count
    slow: Count
    contents: Count
    passes: Count
    pairs: Count
    gains: Count
    losses: Count
    labelled: Count
    labelled_gains: Count
    labelled_losses: Count
    relevant_gains: Count
    relevant_losses: Count
    gains_needed: Share | None = Field(
        description="Of the labelled relevant disagreements, as of the end of the day, the share "
        "of gains that is needed; null where recall is not judged, and before the last 60 days."
    )
    gains_low: Share | None = Field(
        description="Lower bound of that share; promotion needs it above what is needed."
    )
    gains_high: Share | None = Field(
        description="Upper bound of that share; below a half the candidate is taken back."
    )
    verdict: Literal["promote", "next-rung", "hold", "take-back"]


class JudgeOutlook(Output):
    """How long a verdict takes for a candidate that is as good as its primary."""

    days: Count | None = Field(description="null: more than a month.")
    needs: list[str] = Field(description="What each question takes, the slowest first.")
    advice: list[str] = Field(description="What would shorten it, beyond a month.")
    advised: Count | None = Field(description="Days with all of the advice; null: not known.")
    words: str = Field(description="The same in a sentence.")


class JudgeFigures(Output):
    """What is told and asked of nothing; null where nothing was counted."""

    agreement: Share | None = Field(description="Of the pairs on which both decide alike.")
    relevant_gains: Share | None = Field(
        description="Of the labelled events that only the candidate keeps, how many are relevant."
    )
    relevant_losses: Share | None = Field(
        description="Of the labelled events that only the primary keeps, how many are relevant."
    )
    events_a_day: float | None = Field(description="Of the language, by its evidence.")
    more_events_a_day: float | None = Field(
        description="What analysts get more, or less, if the candidate decides everything."
    )


class JudgeScale(Output):
    """What a model's scores lie between; thresholds and counts are in thousandths of it."""

    minimum: float
    maximum: float


class JudgeCandidate(Output):
    """A canary or a shadow, and what becomes of it."""

    language: str
    role: Literal["canary", "shadow"]
    model: str
    primary: str
    traffic: Share
    verdict: Literal["promote", "next-rung", "hold", "take-back"]
    reasons: list[str]
    since: str = Field(description="From when on rows count, and why.")
    told: Annotated[int, Field(ge=1, description="How often each content may have been counted.")]
    clauses: list[JudgeClause]
    figures: JudgeFigures
    outlook: JudgeOutlook | None
    scale: JudgeScale
    primary_scale: JudgeScale
    threshold_cell: Count
    primary_threshold_cell: Count
    cells: list[Count] = Field(description="Contents by cell of the scale, of the candidate.")
    primary_cells: list[Count]
    days: list[JudgeDay]


class JudgeOutput(Output):
    """What ``judge --format json`` prints."""

    schema_version: Annotated[Literal[1], Whole]
    environment: str
    today: str
    labels: Count = Field(description="Labelled events that came apart from the log.")
    strange_labels: Count = Field(description="Those of them that the log does not have.")
    candidates: list[JudgeCandidate]
