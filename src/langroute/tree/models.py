"""The files people write, as types: the one source of the JSON schemas and of the first check.

A model says what a file may hold when it is read on its own; what must hold between values or
between files is a rule. Only what a JSON schema can say stands here, so that an editor, pre-commit
and the check refuse the same files.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field
from pydantic import Tag as UnionTag

from langroute.tree.text import (
    AwsName,
    Breaching,
    Date,
    Days,
    Duration,
    EndpointName,
    EvidenceReference,
    FieldName,
    Name,
    Number,
    Omittable,
    Owner,
    PassShare,
    Percent,
    Prose,
    Rate,
    Region,
    RuleName,
    Tag,
    Url,
)

Keys = tuple[str | int, ...]


class Part(BaseModel):
    """A part of a file: unknown keys are refused, for a typo must never be a silent default."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, populate_by_name=True, defer_build=True
    )


class Threshold(Part):
    """A sealed threshold: the value, the share it lets pass and the evidence that says so."""

    at: Number = Field(
        description="The value: an event is relevant when its score is at or above it. On a grid "
        "of 1,000 steps over the model's score scale (three decimals on a scale from 0 to 1).",
        examples=[0.342],
    )
    passes: Omittable[PassShare] = Field(
        None,
        description="Share of recorded events at or above the value. Written by set and seal.",
    )
    evidence: EvidenceReference = Field(
        description="Language and digest of exactly the evidence that the value was evaluated on, "
        "or none. Written by set and seal.",
    )


class Answerer(Part):
    """A model that gets events of this language, what is sent to it and what counts as relevant."""

    model: Name = Field(description="A model of config/models.")
    fields: Annotated[list[FieldName], Field(min_length=1)] = Field(
        description="What is taken from the event and sent to the model."
    )
    threshold: Threshold = Field(description="Events with a score below it are dropped.")


class Canary(Answerer):
    """A model that answers for a share of the events while the primary answers for the rest."""

    traffic: Percent = Field(description="Share of the events it answers, with its unit.")


class Shadow(Answerer):
    """A model that is sent a copy of some events; its answer is recorded and changes nothing."""

    traffic: Percent = Field(description="Share of the events it is sent a copy of.")


class LanguageFile(Part):
    """Who answers for one language."""

    folder: ClassVar[str] = "languages"
    key: ClassVar[str] = "language"

    language: Tag = Field(description="BCP 47 tag; the same as the file's name.")
    owners: Annotated[list[Owner], Field(min_length=1)] = Field(
        description="Who approves a change of this file."
    )
    source: Name = Field(description="Where the events come from: a source of config/sources.")
    primary: Answerer = Field(description="Answers whatever the canary does not.")
    canary: Omittable[Canary] = Field(
        None, description="At most one; a model on its way to become the primary."
    )
    shadows: list[Shadow] = Field(
        default_factory=list, description="Models that are sent copies; answers are only recorded."
    )

    def answerers(self) -> Iterator[tuple[Keys, Answerer]]:
        """Primary, canary and shadows, each with its path in the file."""
        yield ("primary",), self.primary
        if self.canary:
            yield ("canary",), self.canary
        for index, shadow in enumerate(self.shadows):
            yield ("shadows", index), shadow


class Inputs(Part):
    """The fields a model accepts."""

    required: list[FieldName] = Field(description="Fields without which it cannot answer.")
    optional: list[FieldName] = Field(default_factory=list, description="Fields it can also use.")


class Scale(Part):
    """The ends of a model's score scale; a higher score is more relevant."""

    minimum: Number = Field(examples=[0])
    maximum: Number = Field(examples=[1])


PerEnvironment = Annotated[dict[Name, EndpointName], Field(min_length=1)]


class SageMaker(Part):
    """A SageMaker endpoint."""

    kind: Literal["sagemaker"]
    region: Region
    name: PerEnvironment = Field(
        description="The endpoint's name in each environment.",
        examples=[{"staging": "relevance-e5-v3-staging", "production": "relevance-e5-v3"}],
    )


class Http(Part):
    """A model behind a REST URL, such as TensorFlow Serving or BentoML."""

    kind: Literal["http"]
    url: Annotated[dict[Name, Url], Field(min_length=1)] = Field(
        description="The URL in each environment.",
    )


def _any_or_list(value: object) -> str:
    """Which form was meant, so that a mistake in one is not also told as a mistake in the other."""
    return "any" if isinstance(value, str) else "list"


Languages = Annotated[
    Annotated[Literal["any"], UnionTag("any")]
    | Annotated[list[Tag], Field(min_length=1), UnionTag("list")],
    Discriminator(_any_or_list),
]


class ModelFile(Part):
    """A model that a route may name."""

    folder: ClassVar[str] = "models"
    key: ClassVar[str] = "model"

    model: Name = Field(description="Its name; the same as the file's name.")
    owners: Annotated[list[Owner], Field(min_length=1)] = Field(
        description="Who approves a change of this file."
    )
    status: Literal["active", "deprecated", "retired"] = Field(
        description="deprecated: no new route should name it. retired: no route may name it."
    )
    languages: Languages = Field(
        description="Languages it was made for; a tag covers its regions (pt covers pt-BR)."
    )
    inputs: Inputs
    score: Scale
    capacity: Rate = Field(description="Requests a second it may be asked for, shadows included.")
    endpoint: SageMaker | Http = Field(discriminator="kind")


class FieldScope(Part):
    """In which languages a field exists; in all of them when nothing is said."""

    languages: Omittable[list[Tag]] = Field(None, description="It exists in these languages only.")
    except_: Omittable[list[Tag]] = Field(
        None, alias="except", description="It exists in all languages but these."
    )


class SourceFile(Part):
    """Where events come from, and which fields they have in which language."""

    folder: ClassVar[str] = "sources"
    key: ClassVar[str] = "source"

    source: Name = Field(description="Its name; the same as the file's name.")
    fields: Annotated[dict[FieldName, FieldScope], Field(min_length=1)] = Field(
        description="Each field with the languages it exists in; {} is every language.",
        examples=[{"title": {}, "summary": {"languages": ["en", "de"]}}],
    )


class AppConfigNames(Part):
    """Where the compiled document is kept in AWS AppConfig."""

    application: AwsName
    environment: AwsName
    profile: AwsName


class Rollout(Part):
    """How a new document reaches the readers."""

    duration: Duration = Field(description="Time over which the readers get it.")
    step: Percent = Field(description="Share of the readers that gets it at each step.")
    growth: Literal["linear", "exponential"] = "linear"
    bake: Duration = Field(description="Time in which an alarm still rolls it back.")


class Alarm(Part):
    """When a language counts as failing."""

    failures: Percent = Field(description="Share of failed answers above which a period breaches.")
    period: Duration
    breaching: Breaching = Field(description="How many of the last periods must breach.")


class EnvironmentFile(Part):
    """An environment that the compiled document is pushed to."""

    folder: ClassVar[str] = "environments"
    key: ClassVar[str] = "environment"

    environment: Name = Field(description="Its name; the same as the file's name.")
    after: Omittable[Name] = Field(
        None,
        description="Promoted only when this environment runs what the same tree compiles to "
        "for it.",
    )
    region: Region
    appconfig: AppConfigNames
    rollout: Rollout
    alarm: Alarm


class CaseEvent(Part):
    """The event of a case, as the backend asks about it."""

    language: Omittable[Tag] = Field(
        None, description="The language asked for; the file's own when left out."
    )
    key: Omittable[Annotated[str, Field(min_length=1, max_length=256)]] = Field(
        None, description="The event's stable id; without it the primary answers."
    )
    fields: Omittable[list[FieldName]] = Field(
        None, description="The fields the event has; all of the source's when left out."
    )
    score: Omittable[Number] = Field(None, description="The model's answer.")


class CaseExpectation(Part):
    """What must come out; what is left out is not looked at."""

    found: Omittable[Tag] = Field(None, description="The language whose file answers.")
    role: Omittable[Literal["primary", "canary"]] = None
    model: Omittable[Name] = None
    shadows: Omittable[list[Name]] = Field(
        None, description="The models that are sent a copy, in the order of the file."
    )
    payload: Omittable[list[FieldName]] = Field(None, description="The fields that are sent.")
    relevant: Omittable[bool] = Field(None, description="The decision on the event's score.")


class Case(Part):
    """One example: this event goes there."""

    about: Prose = Field(description="What the example shows, as a sentence.")
    event: CaseEvent
    expect: CaseExpectation


class CasesFile(Part):
    """Examples that people write and the check runs through the real router."""

    folder: ClassVar[str] = "cases"
    key: ClassVar[str] = "language"

    language: Tag = Field(description="The language; the same as the file's name.")
    cases: Annotated[list[Case], Field(min_length=1)]


class DocumentLimits(Part):
    """Limits on the compiled document."""

    # AppConfig holds 2,048 KB by default, 4,000 KB at most on request.
    largest_kb: Annotated[int, Field(ge=1, le=4000)] = 2048
    warn_at: Percent = "75%"


class ExceptionLimits(Part):
    """Limits on standing exceptions."""

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
    weekly_odds: Annotated[Number, Field(ge=1, json_schema_extra={"default": 1.5})] = Field(
        default=Decimal("1.5"),
        description="Factor by which the odds of passing may move from the weeks before to the "
        "last recorded week.",
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
    recall_points: Number = Field(
        default=Decimal(2),
        description="Points of recall that may be lost for certain, where labels are known.",
        json_schema_extra={"default": 2},
    )
    fewest_labels: Annotated[int, Field(ge=1)] = Field(
        default=30, description="Events labelled relevant below which recall is not judged."
    )
    most_languages: Annotated[int, Field(ge=1)] = Field(
        default=5, description="Languages whose routes may change at once."
    )
    document_kept: Percent = Field(
        default="80%", description="Share of the document's bytes and languages that has to stay."
    )


class PolicyFile(Part):
    """Limits that the rules hold files and changes against."""

    document: DocumentLimits = Field(default_factory=DocumentLimits)
    exceptions: ExceptionLimits = Field(default_factory=ExceptionLimits)
    evidence: EvidenceLimits = Field(default_factory=EvidenceLimits)
    change: ChangeLimits = Field(default_factory=ChangeLimits)


class StandingException(Part):
    """A finding that is accepted for a while."""

    rule: RuleName
    path: str = Field(
        min_length=1, max_length=256, description="The file that the finding is about."
    )
    reason: Prose
    owner: Owner
    until: Date = Field(description="The last day it holds.")


class ExceptionsFile(Part):
    """Findings that are accepted for a while; one that no longer applies is an error."""

    exceptions: list[StandingException] = Field(default_factory=list)


NamedFile = LanguageFile | ModelFile | SourceFile | EnvironmentFile | CasesFile
FILES: tuple[type[NamedFile], ...] = (
    LanguageFile,
    ModelFile,
    SourceFile,
    EnvironmentFile,
    CasesFile,
)
