"""Seals: what a threshold says about the evidence it was evaluated on, and whether that holds.

A seal is `passes` and `evidence` beside the value. It carries the identity of the evidence, so it
no longer fits when the value is pasted into another language, kept for another model, typed by
hand or left behind by new evidence. Everything here is pure; only `set` and `seal` write.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Literal, NamedTuple

from langroute.scale import CELLS, ScoreError, cell
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Answerer, Threshold
from langroute_repo.tree.files.model import Scale
from langroute_repo.tree.routes import Route, routes
from langroute_repo.tree.tree import Tree

NONE = "none"

# What of a seal does not fit. `language` and `model`: it belongs to somebody else. `digest`: to
# evidence that is no longer here. `missing`: to evidence that this model does not have in this
# language. `unsealed`: it says none although there is evidence. `share`: the value passes another
# share, so the value or the share was typed by hand.
Wrong = Literal["language", "model", "digest", "missing", "unsealed", "share"]

FOREIGN: Collection[Wrong] = ("language", "model")


class SealOrigin(NamedTuple):
    """Whose evidence a seal names; the model is None when no evidence here has that digest."""

    language: str
    model: str | None

    def __str__(self) -> str:
        return f"{self.language}/{self.model}" if self.model else self.language


class Misfit(NamedTuple):
    """A seal that does not fit: what is wrong, and the threshold with the seal that would."""

    wrong: tuple[Wrong, ...]
    written: Threshold
    fitting: Threshold
    # Set when the seal was made for another language or another model.
    origin: SealOrigin | None = None

    @property
    def foreign(self) -> bool:
        """Whether the value was evaluated for something else, so that a person must say it anew."""
        return any(one in FOREIGN for one in self.wrong)

    @property
    def line(self) -> str:
        """What to write instead, in the form of the files."""
        return line(self.fitting)


def sealed(at: Decimal, evidence: Evidence | None) -> Threshold:
    """A value with the seal that fits; ScoreError when it is off the scale of the evidence."""
    if evidence is None:
        return Threshold.model_construct(at=at, passes=None, evidence=NONE)
    return Threshold.model_construct(
        at=at, passes=evidence.passes(float(at)), evidence=evidence.reference
    )


def line(threshold: Threshold) -> str:
    """A threshold on one line, as the files have it."""
    return written(threshold.at, threshold.passes, threshold.evidence)


def written(at: Decimal, passes: str | None, evidence: str) -> str:
    """The same of its parts."""
    share = f", passes: {passes}" if passes else ""
    return f"{{at: {at:f}{share}, evidence: {evidence}}}"


def misfit(tree: Tree, tag: str, answerer: Answerer) -> Misfit | None:
    """What of the seal does not fit, or None: it fits, or no seal could.

    None could where the value is off the scale or the evidence is at fault: other rules say so.
    """
    if tree.evidence_fault(answerer.model, tag):
        return None
    written, evidence = answerer.threshold, tree.evidence(answerer.model, tag)
    try:
        fitting = sealed(written.at, evidence)
    except ScoreError:
        return None
    wrong, origin = _identity(tree, tag, answerer, evidence)
    if written.passes != fitting.passes:
        wrong += ("share",)
    return Misfit(wrong, written, fitting, origin) if wrong else None


def resting(tree: Tree) -> Iterator[tuple[Route, Evidence]]:
    """Every route that answers events, with the evidence that its seal names.

    A shadow decides nothing. A seal that names other evidence, and a value off the scale, are at
    fault themselves.
    """
    for route in routes(tree):
        threshold = route.answerer.threshold
        if route.role == "shadow" or threshold.evidence == NONE:
            continue
        evidence = tree.evidence(route.answerer.model, route.tag)
        if evidence and evidence.reference == threshold.evidence and evidence.holds(threshold.at):
            yield route, evidence


def _identity(
    tree: Tree, tag: str, answerer: Answerer, evidence: Evidence | None
) -> tuple[tuple[Wrong, ...], SealOrigin | None]:
    """What of the reference is wrong, and whose it is."""
    reference = answerer.threshold.evidence
    if reference == (evidence.reference if evidence else NONE):
        return (), None
    if reference == NONE:
        return ("unsealed",), None
    origin = _origin(tree, reference, answerer.model)
    wrong: tuple[Wrong, ...] = ()
    if origin.language != tag:
        wrong += ("language",)
    if origin.model not in (None, answerer.model):
        wrong += ("model",)
    if wrong:
        return wrong, origin
    return ("digest" if evidence else "missing",), None


def _origin(tree: Tree, reference: str, model: str) -> SealOrigin:
    """Whose evidence a reference names; this model's own when several have it."""
    language = reference.rpartition("-")[0]
    models = sorted(name for name, of in tree.evidence_paths if of == language)
    found = [
        name
        for name in models
        if (evidence := tree.evidence(name, language)) and evidence.reference == reference
    ]
    return SealOrigin(language, model if model in found else next(iter(found), None))


def value_passing(evidence: Evidence, share: float) -> Decimal:
    """The value of the grid at which the evidence passes as close to a share as it can.

    Of equally close ones the lowest, which drops the fewest events.
    """
    above, total = evidence.above, evidence.total or 1
    closest = min(range(len(above)), key=lambda cell: abs(above[cell] / total - share))
    return grid_of(evidence)[closest]


def grid_of(evidence: Evidence) -> Sequence[Decimal]:
    """The values that a threshold may have on the scale of the evidence."""
    return grid(Decimal(str(evidence.score.minimum)), Decimal(str(evidence.score.maximum)))


@lru_cache
def grid(minimum: Decimal, maximum: Decimal) -> Sequence[Decimal]:
    """The 1,001 values that a threshold may have on a scale, with the decimals of its step."""
    step = ((maximum - minimum) / CELLS).normalize()
    unit = Decimal(1).scaleb(min(0, _exponent(step), _exponent(minimum.normalize())))
    # Ends may be a hundred digits apart, which the usual 28 do not hold.
    with localcontext(prec=250):
        return tuple([(minimum + step * index).quantize(unit) for index in range(CELLS + 1)])


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)


def on_grid(at: Decimal, scale: Scale) -> Decimal | None:
    """The same value with the decimals of the grid, or None when it lies off it or between."""
    if not scale.minimum <= at <= scale.maximum:
        return None
    values = grid(scale.minimum, scale.maximum)
    near = values[cell(float(at), float(scale.minimum), float(scale.maximum))]
    return near if near == at else None
