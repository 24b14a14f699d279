"""config/golden/<model>/<tag>.yaml: events with the score that the model's endpoint has to give."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Discriminator, Field
from pydantic import Tag as UnionTag

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import (
    FieldName,
    ModelName,
    Number,
    Omittable,
    Percent,
    Prose,
    Tag,
    basis_points,
)

# Of the score scale. Other models, other languages' models and half of a lost field move at least
# one of four scores by more in 99.5 to 100 of 100 tries; noise of a thousandth never does.
TOLERANCE = "2%"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "flag"
    return "text" if isinstance(value, str) else "number"


def _value(value: object) -> str:
    return "list" if isinstance(value, list) else _scalar(value)


Scalar = Annotated[
    Annotated[str, UnionTag("text")]
    | Annotated[Number, UnionTag("number")]
    | Annotated[bool, UnionTag("flag")],
    Discriminator(_scalar),
]
Value = Annotated[
    Annotated[str, UnionTag("text")]
    | Annotated[Number, UnionTag("number")]
    | Annotated[bool, UnionTag("flag")]
    | Annotated[list[Scalar], UnionTag("list")],
    Discriminator(_value),
]
Fields = dict[FieldName, Value]


class Between(Part):
    """Any score of a stretch of the scale, its ends included."""

    from_: Number = Field(alias="from", examples=[0])
    to: Number = Field(examples=[0.1])


def _gives(value: object) -> str:
    if isinstance(value, dict | Between):
        return "between"
    return "error" if isinstance(value, str) else "score"


Gives = Annotated[
    Annotated[Number, UnionTag("score")]
    | Annotated[Between, UnionTag("between")]
    | Annotated[Literal["error"], UnionTag("error")],
    Discriminator(_gives),
]


class GoldenEvent(Part):
    """An event, and what the endpoint has to make of it."""

    about: Prose = Field(description="What a person says of it, as a sentence.")
    relevant: Omittable[bool] = Field(
        None, description="Whether analysts want it, by a person's word and no model's."
    )
    event: Fields = Field(description="The fields as the source has them; one it lacks is left out")
    gives: Omittable[Gives] = Field(
        None,
        description="The score; or from and to for any between; or error where none may come. "
        "Written by golden record, which asks the endpoint.",
        examples=[0.731],
    )


class GoldenFile(Part):
    """Events whose scores are known, asked of an endpoint before it answers for anybody."""

    model: ModelName = Field(description="The model; the same as the folder's name.")
    language: Tag = Field(description="The language; the same as the file's name.")
    fields: Annotated[list[FieldName], Field(min_length=1)] = Field(
        description="What was sent when the scores were recorded: with other fields they say "
        "nothing."
    )
    tolerance: Omittable[Percent] = Field(
        None, description=f"How far a score may be off, of the score scale; {TOLERANCE} if left out"
    )
    events: Annotated[list[GoldenEvent], Field(min_length=1)]

    @property
    def allowed(self) -> float:
        """How far a score may be off, as a share of the score scale."""
        return basis_points(self.tolerance or TOLERANCE) / 10_000

    def scored(self) -> list[tuple[int, Decimal]]:
        """The events that have to give exactly one score, each with its place in the list."""
        return [
            (at, one.gives) for at, one in enumerate(self.events) if isinstance(one.gives, Decimal)
        ]
