"""config/policy.yaml: limits that rules hold files and changes against, and whose the rest is."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from langroute_repo.tree.endpoint_values import Timeout
from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import Days, Duration, Number, Omittable, Owner, Percent

# The schema does not hear of a bound on a number of ours by itself.
Factor = Annotated[Number, Field(ge=1, json_schema_extra={"minimum": 1})]


class DocumentLimits(Part):
    """Limits on the compiled document."""

    # AppConfig holds 2,048 KB by default, 4,000 KB at most on request.
    largest_kb: Annotated[int, Field(ge=1, le=4000)] = 2048
    warn_at: Percent = "75%"


class ExceptionLimits(Part):
    """Limits that earlier versions had on exceptions; read so that older states can be."""

    longest: Days = "366d"


class EvidenceLimits(Part):
    """Limits on the evidence that a threshold rests on."""

    least_events: Annotated[int, Field(ge=1)] = Field(
        default=300, description="Recorded events below which a share is a guess."
    )
    oldest: Days = Field(default="180d", description="Age of the last recorded day.")
    least_passing: Percent = Field(
        default="0.1%", description="Share below which a threshold passes nothing."
    )
    most_passing: Percent = Field(
        default="99.5%", description="Share from which a threshold passes everything."
    )
    fewest_audited: Annotated[int, Field(ge=1)] = Field(
        default=30,
        description="Dropped events a month that an audit shows people, below which it tells "
        "nothing of recall.",
    )
    weekly_odds: Factor = Field(
        default=Decimal("1.5"),
        description="Factor by which the odds of passing may move from the weeks before to the "
        "last recorded week.",
        json_schema_extra={"default": 1.5},
    )
    tuning_step: Annotated[int, Field(ge=1, le=500)] = Field(
        default=10,
        description="By how many steps of the grid a threshold is usually tuned; the grid has "
        "1,000 over the score scale.",
    )


class ChangeLimits(Part):
    """Limits on one change; those of the state before it hold."""

    largest_ramp_step: Percent = Field(
        default="20%",
        description="How many points of a language's traffic a canary may gain at once.",
    )
    smallest_canary: Percent = Field(
        default="1%", description="A canary that is cut below this share should be ended."
    )
    promote_from: Percent = Field(
        default="50%", description="The share that a canary has had before it becomes the primary."
    )
    pass_odds: Number = Field(
        default=Decimal("1.2"),
        description="Factor by which the odds of passing may move, up or down.",
        json_schema_extra={"default": 1.2},
    )
    pass_share: Percent = Field(
        default="10%",
        description="Part of itself by which the share that passes may move, up or down, when a "
        "threshold moves by more than small_tuning.",
    )
    small_tuning: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=3,
        description="Steps of the grid that a threshold may move as small tuning; the grid has "
        "1,000 over the score scale.",
    )
    recall_points: Number = Field(
        default=Decimal(2),
        description="Points of recall that may be lost, as far as labels tell; of a threshold that "
        "is raised, points of a recall of 85 %; of small tuning, what may be lost for certain.",
        json_schema_extra={"default": 2},
    )
    fewest_labels: Annotated[int, Field(ge=1)] = Field(
        default=10,
        description="Events labelled relevant below which a loss of recall is not judged.",
    )
    most_languages: Annotated[int, Field(ge=1)] = Field(
        default=5, description="Languages whose routes may change at once."
    )
    document_kept: Percent = Field(
        default="80%", description="Share of the document's bytes and languages that has to stay."
    )
    look_back: Days = Field(
        default="30d",
        description="How long ago the state was that small steps are added up from.",
    )


class MeasuredLimits(Part):
    """Limits on what readers measure while a pushed change bakes."""

    pass_odds: Factor = Field(
        default=Decimal("1.5"),
        description="Factor by which the odds of passing may differ from the promised ones.",
        json_schema_extra={"default": 1.5},
    )
    traffic_odds: Factor = Field(
        default=Decimal("1.25"),
        description="Factor by which the odds of being answered by the canary may differ.",
        json_schema_extra={"default": 1.25},
    )
    false_stops: Percent = Field(
        default="0.1%",
        description="Chance that a push whose promises all hold is stopped, in all looks together; "
        "0% never stops one for a share.",
    )
    repeats: Annotated[int, Field(ge=1)] = Field(
        default=3, description="How many events may tell the same thing; so many count as one."
    )
    fewest_scores: Annotated[int, Field(ge=2)] = Field(
        default=100, description="Scores below which equal ones are not called constant."
    )
    settling: Duration = Field(
        default="2m",
        description="Time that readers need to get a document, and metrics to arrive: left out "
        "at either end of what is measured.",
    )


class JudgedLimits(Part):
    """What a candidate has to show before it goes on, and how its share grows."""

    recall_points: Factor = Field(
        default=Decimal(5),
        description="Points of recall that a candidate may have less than its primary.",
        json_schema_extra={"default": 5},
    )
    first_verdict: Days = Field(
        default="7d", description="Full days that are judged before anything goes on."
    )
    failures: Percent = Field(
        default="1%", description="Share of the minutes in which a candidate may fail."
    )
    slow: Timeout = Field(default="1s", description="An answer that takes longer is slow.")
    slow_answers: Percent = Field(default="5%", description="Share of answers that may be slow.")
    labels_a_day: Annotated[int, Field(ge=1)] = Field(
        default=20, description="Disagreements that people are asked about, a day and language."
    )
    rungs: Annotated[list[Percent], Field(min_length=1)] = Field(
        default=["5%", "10%", "25%", "45%", "65%"],
        description="The shares that a canary grows by, before it becomes the primary.",
    )


Owners = Annotated[list[Owner], Field(min_length=1)]


class OwnedApart(Part):
    """Who approves what is no language's and no model's; .github/CODEOWNERS is made of it."""

    machinery: Owners = Field(description="Rules, verbs, tests, and all that nobody else owns.")
    policy: Owners = Field(
        description="What of config/ is no language's and no model's: limits, "
        "environments, sources, a freeze."
    )
    workflows: Owners = Field(
        description=".github/: workflows, settings of the repository, and who owns what."
    )


class PolicyFile(Part):
    """Limits that the rules hold files and changes against, and who owns what is left."""

    owners: Omittable[OwnedApart] = None
    audit: Omittable[Percent] = Field(
        default=None,
        description="Share of the events that people see although they would be dropped, in each "
        "language whose file names none. Left out, none.",
    )
    document: DocumentLimits = Field(default_factory=DocumentLimits)
    exceptions: Omittable[ExceptionLimits] = Field(
        default=None,
        description="Not used any more; remove it.",
        json_schema_extra={"deprecated": True},
    )
    evidence: EvidenceLimits = Field(default_factory=EvidenceLimits)
    change: ChangeLimits = Field(default_factory=ChangeLimits)
    measured: MeasuredLimits = Field(default_factory=MeasuredLimits)
    judged: JudgedLimits = Field(default_factory=JudgedLimits)
