"""The shape of what diff prints with ``--format json``."""

from typing import Annotated, Literal

from pydantic import Field

from langroute_repo.output.base import ByLabels, Estimate, FileValue, Output, Share, Sparse, Whole
from langroute_repo.output.judge import JudgeOutlook

BasisPoints = Annotated[float, Field(ge=0, le=10_000)]


# Whoever makes one has to say every key: to mypy a Field(None), unlike a None, is no default.
class Effect(Sparse):
    """What a change does to a language's events; a key is left out where nothing is known."""

    model: str | None = Field(None, description="The model whose decisions it moves.")
    model_before: str | None = Field(None, description="The model that events leave.")
    model_after: str | None = Field(None, description="The model that events go to.")
    passes_before: float | None = Field(
        None, description="Share that passes, 0 to 1, with the model and threshold before."
    )
    passes_after: float | None = Field(None)
    events_per_day: float | None = Field(
        None, description="More (or fewer) events a day for the analysts."
    )
    traffic_before: int | None = Field(None, description="Basis points.")
    traffic_after: int | None = Field(None)
    passing_before: Estimate | None = Field(
        None, description="The share that passes, of the recorded events, with its interval."
    )
    passing_after: Estimate | None = Field(None)
    recall_before: ByLabels | None = Field(
        None, description="Which share of the relevant events passes."
    )
    recall_after: ByLabels | None = Field(None)
    recall_kept: ByLabels | None = Field(
        None,
        description="Recall after over recall before, where one model's threshold is raised: "
        "labels of what passes alone tell it.",
    )
    recall_not_known: str | None = Field(None, description="Why recall is not.")
    precision_before: ByLabels | None = Field(
        None, description="Which share of the events that pass is relevant."
    )
    precision_after: ByLabels | None = Field(None)
    precision_not_known: str | None = Field(None, description="Why precision is not.")
    moved: BasisPoints | None = Field(
        None, description="Events of the language that another model answers than before."
    )
    kept: BasisPoints | None = Field(None, description="Events that keep their model.")
    verdict: JudgeOutlook | None = Field(
        None, description="Of a canary that begins, how long a verdict on it takes."
    )
    note: str | None = Field(None, description="What is not known, or what else happens.")


class LanguageEffect(Sparse):
    """What all changes together do to a language; a key is left out where nothing is known."""

    passes_before: Share | None = Field(
        None, description="Share of the language's events that reach the analysts, 0 to 1."
    )
    passes_after: Share | None = Field(None)
    per_day: float | None = Field(None, description="Events of the language a day.")
    events_per_day: float | None = Field(
        None, description="More (or fewer) events a day for the analysts."
    )
    recall_before: ByLabels | None = Field(
        None, description="Of the language's relevant events those that pass, whoever answers."
    )
    recall_after: ByLabels | None = Field(None)
    recall_kept: ByLabels | None = Field(
        None,
        description="Recall after over recall before, where one model decides at a higher "
        "threshold.",
    )
    recall_not_known: str | None = Field(None, description="Why recall is not.")
    precision_before: ByLabels | None = Field(
        None, description="Of the language's events that pass those that are relevant."
    )
    precision_after: ByLabels | None = Field(None)
    precision_not_known: str | None = Field(None, description="Why precision is not.")
    moved: BasisPoints | None = Field(
        None, description="Events that another model answers than before."
    )
    kept: BasisPoints | None = Field(None, description="Events that keep their model.")


class EndpointEffect(Sparse):
    """What a model is asked for at the peak of its languages, shadows included, and can take.

    In requests a second; a key is left out where there is no such model.
    """

    model: str
    before: float | None = Field(None)
    after: float | None = Field(None)
    capacity_before: float | None = Field(None)
    capacity_after: float | None = Field(None)
    not_counted: list[str] = Field(
        description="Languages whose rate nobody knows, or whose file is at fault."
    )


class DiffChange(Output):
    """One change in words of the trade."""

    kind: str = Field(description="threshold-raised, canary-ramped, no-effect, needs-review, …")
    path: str = Field(description="File and path into it, as file#key.key.")
    before: FileValue = Field(None)
    after: FileValue = Field(None)
    effect: Effect
    direct: bool = Field(description="False when another file's change caused it.")
    words: str = Field(description="The change in one line.")
    told: list[str] = Field(
        description="Its effect in words, but for what the language's figures tell already."
    )
    pictures: list[list[str]] = Field(description="Recorded scores and thresholds, as lines.")


class DiffLanguage(Output):
    """What changes in one language."""

    language: str
    answers: bool = Field(description="Whether any of its answers can change.")
    effect: LanguageEffect
    changes: list[DiffChange]


class DiffApproval(Output):
    """Files of the change that the same people have to approve."""

    owners: list[str] = Field(
        description="One of them has to approve, as the state before names them; GitHub goes by it."
    )
    paths: list[str]


class PlanHashes(Output):
    """sha256 of the compiled document per environment; null when it does not compile."""

    before: dict[str, str | None]
    after: dict[str, str | None]


class DiffRow(Output):
    """One change, or equal ones of several languages, as people are told of it."""

    where: str
    languages: list[str] = Field(description="Empty for a file that is no language's.")
    change: str
    effect: list[str]
    pictures: list[list[str]] = Field(description="Recorded scores and thresholds, as lines.")


class DiffSection(Output):
    """The changes of one kind of cause: direct, through another file, of no language."""

    title: str
    rows: list[DiffRow]


class DiffTable(Output):
    """What happens in all, to each language and to each endpoint, in words."""

    title: str
    header: list[str]
    rows: list[list[str]]


class DiffOutput(Output):
    """What ``diff --format json`` prints."""

    schema_version: Annotated[Literal[1], Whole]
    headline: str = Field(description="One sentence of impact.")
    parts: list[str] = Field(description="The headline in parts, the largest effect first.")
    risk: Literal["none", "low", "medium", "high"]
    languages: list[DiffLanguage] = Field(description="The largest effect first.")
    others: list[DiffChange] = Field(description="Changes of files that are no language's.")
    endpoints: list[EndpointEffect] = Field(
        description="Models that are asked for more or less, or can take more or less."
    )
    approvals: list[DiffApproval] = Field(description="Who approves which of the changed files.")
    plan_hash: PlanHashes
    sections: list[DiffSection] = Field(description="The same changes in words, equal ones once.")
    tables: list[DiffTable]
