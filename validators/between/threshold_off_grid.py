import re
from collections.abc import Iterator
from decimal import Decimal, localcontext

from langroute.scale import CELLS, cell, steps_around
from langroute_repo.evidence.seal import NONE
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.strict_yaml.reader import locate
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.files.model import Scale
from langroute_repo.tree.tree import File, valid
from validators.depends import written_scale
from validators.finding import Fault, Given

UNIT = (Decimal(0), Decimal(1))
DECIMALS = -3
EXPONENT = re.compile(rb":\s*-?[0-9.]+[eE][-+]?[0-9]")


def threshold_off_grid(given: Given) -> Iterator[Fault]:
    """A threshold lies between two steps of the grid, or has not three decimals.

    Scores are counted in 1,000 steps over the model's scale, so a value between two of them acts
    like the one below it and promises what it does not do. On a scale from 0 to 1 a value has
    exactly three decimals, so that one value has one spelling.
    """
    for _, file, language in valid(given.tree.languages):
        for path, answerer in language.answerers():
            model = given.tree.model(answerer.model)
            at = answerer.threshold.at
            if model is None or not model.score.minimum <= at <= model.score.maximum:
                continue
            if found := cure(at, model.score) or _exponent(file, path, at, model.score):
                message, hint = found
                if steps_around(at, model.score.minimum, model.score.maximum):
                    # Only one of the two has the share that the value had.
                    hint += _sealing(answerer.threshold.evidence)
                yield Fault(
                    file.place(*path, "threshold", "at"),
                    message,
                    hint,
                    ((given.tree.models[answerer.model].place("score"), "the scale"),),
                    depends={
                        "model": answerer.model,
                        "threshold": f"{at:f}",
                        "scale": written_scale(model.score),
                    },
                )


def _exponent(
    file: File[LanguageFile], path: Keys, at: Decimal, scale: Scale
) -> tuple[str, str] | None:
    """What is wrong with 193e-3, which is a number of three decimals and does not show them."""
    if (scale.minimum, scale.maximum) != UNIT or not EXPONENT.search(file.raw):
        return None
    span = locate(file.raw, (*path, "threshold", "at")).value
    line = file.raw.decode().split("\n")[span.line - 1]
    written = line[span.column - 1 : span.end_column - 1]
    if "e" not in written.lower():
        return None
    return f"{written} has not exactly three decimals", f"write {at:.3f}"


def _sealing(evidence: str) -> str:
    return "" if evidence == NONE else " with ./langroute set, which seals it"


def cure(at: Decimal, scale: Scale) -> tuple[str, str] | None:
    """What is wrong with a value on the scale and what to write instead."""
    decimals = at.as_tuple().exponent == DECIMALS
    unit = (scale.minimum, scale.maximum) == UNIT
    if (unit and decimals) or scale.minimum >= scale.maximum:
        return None
    if around := steps_around(at, scale.minimum, scale.maximum):
        values = " or ".join(_value(scale, step, unit) for step in around)
        return f"{at} is not on the grid of 1,000 steps over the scale", f"write {values}"
    if unit:
        on = cell(at, scale.minimum, scale.maximum)
        return f"{at} has not exactly three decimals", f"write {_value(scale, on, unit)}"
    return None


def acts_like(at: Decimal, scale: Scale) -> Decimal:
    """The value of the grid that decides as this one does; itself where it is one, or off it."""
    if not scale.minimum <= at <= scale.maximum or cure(at, scale) is None:
        return at
    unit = (scale.minimum, scale.maximum) == UNIT
    return Decimal(_value(scale, cell(at, scale.minimum, scale.maximum), unit))


def _value(scale: Scale, step: int, unit: bool) -> str:
    """The value of a step, as it is to be written."""
    with localcontext(prec=200):
        value = scale.minimum + step * (scale.maximum - scale.minimum) / CELLS
        return f"{value:.3f}" if unit else f"{value.normalize():f}"
