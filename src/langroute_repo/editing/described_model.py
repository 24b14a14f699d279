"""A model as options describe it, where there is no other one to begin from."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from langroute_repo.editing.edit import EditError
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.validation_errors import shape_faults

Data = dict[str, Any]
ENDPOINTS = "staging=NAME,production=NAME for SageMaker, or a URL for each"


def model_from(described: Mapping[str, object]) -> ModelFile:
    """The model; ``EditError`` says the first thing that its file could not say."""
    try:
        return ModelFile.model_validate(described)
    except ValidationError as error:
        fault = shape_faults(error, ModelFile, described)[0]
        where = "".join(f"{step}: " for step in fault.at)
        raise EditError(f"{where}{fault.message}", fault.hint) from error


def number(text: str) -> Decimal:
    """A number as typed."""
    try:
        found = Decimal(text)
        if not found.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise EditError(f'"{text}" is no number', "write it with a decimal point") from None
    return found


def scale(text: str) -> Data:
    """``0..100`` as the ends of a score scale."""
    try:
        low, high = map(number, text.split(".."))
        if not low < high:
            raise ValueError
    except (ValueError, EditError):
        hint = "write its lowest and its highest score, such as 0..1 or -1..1"
        raise EditError(f'"{text}" is no score scale', hint) from None
    return {"minimum": low, "maximum": high}


def inputs(fields: Sequence[str]) -> Data:
    """The first field is what the model cannot do without, the others are what it can also use."""
    first, *others = fields
    return {"required": [first], **({"optional": others} if others else {})}


def endpoint(text: str, region: str | None) -> Data:
    """``staging=a,production=b``: URLs, or names of SageMaker endpoints in a region."""
    pairs = [one.strip().partition("=") for one in text.split(",")]
    if not all(name and sign and value for name, sign, value in pairs):
        raise EditError(f'"{text}" names no endpoints', f"write {ENDPOINTS}")
    named = {name: value for name, _, value in pairs}
    if any("://" in value for value in named.values()):
        return {"kind": "http", "url": named}
    if region is None:
        raise EditError("the region of a SageMaker endpoint is needed", "name it with --region")
    return {"kind": "sagemaker", "region": region, "name": named}
