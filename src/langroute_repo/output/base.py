"""What the shapes of all outputs for machines have in common, and how they are written."""

import json
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    model_serializer,
)


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _whole(value: object) -> object:
    """Literal compares with ==, and true is as much 1 as 1.0 is."""
    if type(value) is not int:
        raise ValueError("expected a whole number")
    return value


Whole = BeforeValidator(_whole)
Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# A number with the decimals that its file has, which JSON does not keep.
Decimals = Annotated[Decimal, PlainSerializer(float), WithJsonSchema({"type": "number"})]
# Whatever a file holds at some place.
FileValue = Annotated[object, PlainSerializer(_plain)]


class Output(BaseModel):
    """A part of an output, held to its published shape when it is made and when it is read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, defer_build=True, allow_inf_nan=False
    )

    def as_json(self) -> str:
        """As a verb prints it."""
        return json.dumps(self.model_dump(), indent=2, ensure_ascii=False) + "\n"


class Sparse(Output):
    """A part whose keys are left out where nothing is known."""

    @model_serializer(mode="wrap")
    def _known(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in whole(self).items() if value is not None}


class Estimate(Output):
    """A counted share, 0 to 1, and where the true one lies in 95 of 100 cases (Wilson)."""

    share: float
    low: float
    high: float
    of: Annotated[int, Field(ge=1, description="Events that were counted.")]


class ByLabels(Output):
    """Recall or precision as labels tell it, 0 to 1, with its 95 % interval.

    A label stands for as many events as were decided like its own for each label.
    """

    share: float
    low: float
    high: float
    of: Annotated[int, Field(ge=1, description="Labels that it was reckoned from.")]
    of_dropped: Annotated[int, Field(ge=0, description="Those of them of dropped events.")]
