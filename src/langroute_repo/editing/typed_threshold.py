"""A threshold as a person types it: put on the model's grid, or refused with a cure."""

from decimal import Decimal, InvalidOperation

from langroute.scale import ScoreError
from langroute_repo.editing.edit import EditError
from langroute_repo.evidence.seal import grid, on_grid, sealed, value_passing
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Threshold
from langroute_repo.tree.files.model import ModelFile, Scale


def sealed_value(text: str, model: ModelFile, evidence: Evidence | None) -> Threshold:
    """A value as typed, on the grid of the model's scale, with its seal."""
    try:
        at = Decimal(text)
        if not at.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise EditError(f'"{text}" is no threshold', _hint(text, evidence)) from None
    exact = on_grid(at, model.score)
    if exact is None:
        raise _off_grid(text, at, model.score)
    try:
        return sealed(exact, evidence)
    except ScoreError as error:
        hint = f"refresh the evidence of {model.model}, whose scale has changed"
        raise EditError(f"the evidence has another scale: {error}", hint) from error


def _hint(text: str, evidence: Evidence | None) -> str:
    if "," in text:
        return f"write a decimal point: {text.replace(',', '.')}"
    share = text.removesuffix("%")
    if text.endswith("%") and share.replace(".", "", 1).isdigit() and evidence:
        keeps = value_passing(evidence, float(share) / 100)
        return f"it is a value of the score scale; {keeps} passes about {text} of the events"
    return "write a value of the model's score scale, for example 0.342"


def _off_grid(text: str, at: Decimal, scale: Scale) -> EditError:
    values = grid(scale.minimum, scale.maximum)
    if not values[0] <= at <= values[-1]:
        return EditError(
            f"{text} is off the model's score scale", f"it goes from {values[0]} to {values[-1]}"
        )
    above = next(value for value in values if value > at)
    below = values[values.index(above) - 1]
    return EditError(f"{text} lies between two steps of the scale", f"write {below} or {above}")
