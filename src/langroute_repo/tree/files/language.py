"""config/languages/<tag>.yaml: who answers for a language, and above which sealed threshold."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import (
    EvidenceReference,
    FieldName,
    ModelName,
    Number,
    Omittable,
    OtherTag,
    Owner,
    OwnTag,
    PassShare,
    Percent,
    SourceName,
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

    model: ModelName = Field(description="A model of config/models.")
    fields: Annotated[list[FieldName], Field(min_length=1)] = Field(
        description="What is taken from the event and sent to the model."
    )
    threshold: Threshold = Field(description="Events with a score below it are dropped.")


class Canary(Answerer):
    """A model that answers for a share of the events while the primary answers for the rest."""

    traffic: Percent = Field(description="Share of the events it answers, with its unit.")
    on_failure: Omittable[Literal["primary"]] = Field(
        None,
        description="Who answers an event that it fails on: the primary. Left out, the caller "
        "gets the failure.",
    )
    compared: Omittable[Percent] = Field(
        None,
        description="Share of the events, whoever answers them, that the other of primary and "
        "canary is asked about as well; its answer is only recorded. Left out, none.",
        examples=["25%"],
    )


class Shadow(Answerer):
    """A model that is sent a copy of some events; its answer is recorded and changes nothing."""

    traffic: Percent = Field(description="Share of the events it is sent a copy of.")


class LanguageFile(Part):
    """Who answers for one language."""

    folder: ClassVar[str] = "languages"
    key: ClassVar[str] = "language"

    language: OwnTag = Field(description="BCP 47 tag; the same as the file's name.")
    owners: Annotated[list[Owner], Field(min_length=1)] = Field(
        description="Who approves a change of this file."
    )
    source: SourceName = Field(
        description="Where the events come from: a source of config/sources."
    )
    also: list[OtherTag] = Field(
        default_factory=list,
        description="Other tags of events that this file answers for, such as nb and nn in "
        "no.yaml. What a cut of the tag leads to, or what the registry replaced, needs no line.",
        examples=[["nb", "nn"]],
    )
    audit: Omittable[Percent] = Field(
        None,
        description="Share of the events that people see although they would be dropped, so that "
        "recall can be known. Left out, that of config/policy.yaml; 0% is none.",
    )
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
