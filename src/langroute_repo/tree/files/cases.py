"""config/cases/<tag>.yaml: examples that say which way an event goes."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import FieldName, ModelName, Number, Omittable, Prose, Tag


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
    model: Omittable[ModelName] = None
    shadows: Omittable[list[ModelName]] = Field(
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
