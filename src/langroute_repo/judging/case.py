"""The candidates of a tree, with what was promised of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from langroute.scale import cell
from langroute.shape import EVERYBODY
from langroute_repo.evidence.estimate import Estimate, precision
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Answerer, Canary, LanguageFile, Shadow
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import basis_points


@dataclass(frozen=True, slots=True)
class Case:
    """A canary or a shadow of a language, beside its primary; all shares from 0 to 1.

    ``promised`` is the share that its seal says passes, ``promised_beside`` its primary's, None
    without evidence. ``prevalence`` is the share of all events that is relevant, by the evidence of
    either; None where none knows it. ``paired`` is the share of the events that both models are
    asked about. ``per_day`` are the events of the language, None where no evidence counts them. The
    scales are the ends of what the models say, of which the cells are thousandths.
    """

    language: str
    role: Literal["canary", "shadow"]
    model: str
    primary: str
    traffic: float
    paired: float
    cell: int
    primary_cell: int
    promised: float | None
    promised_beside: float | None
    prevalence: float | None
    per_day: float | None
    scale: tuple[float, float] = (0.0, 1.0)
    primary_scale: tuple[float, float] = (0.0, 1.0)


def cases(tree: Tree, tag: str | None = None) -> Iterator[Case]:
    """All candidates, or those of one language, in the order of the files."""
    for name, file in tree.languages.items():
        if file.model is not None and tag in (None, name):
            yield from _of_language(tree, name, file.model)


def _of_language(tree: Tree, tag: str, language: LanguageFile) -> Iterator[Case]:
    own = _cell(tree, language.primary)
    for one in (language.canary, *language.shadows):
        at = _cell(tree, one) if one else None
        if one is not None and own is not None and at is not None:
            yield _case(tree, tag, language.primary, one, (own, at))


def _case(
    tree: Tree, tag: str, primary: Answerer, one: Canary | Shadow, cells: tuple[int, int]
) -> Case:
    evidence = [
        found for model in (primary.model, one.model) if (found := tree.evidence(model, tag))
    ]
    canary = isinstance(one, Canary)
    paired = one.compared if isinstance(one, Canary) else one.traffic
    return Case(
        language=tag,
        role="canary" if canary else "shadow",
        model=one.model,
        primary=primary.model,
        traffic=_share(one.traffic),
        paired=_share(paired) if paired else 0.0,
        cell=cells[1],
        primary_cell=cells[0],
        promised=_promised(one),
        promised_beside=_promised(primary),
        prevalence=next(filter(None, map(_prevalence, evidence)), None),
        per_day=next((float(found.events.per_day) for found in evidence), None),
        scale=_scale(tree, one.model),
        primary_scale=_scale(tree, primary.model),
    )


def _promised(one: Answerer) -> float | None:
    passes = one.threshold.passes
    return None if passes is None else _share(passes)


def _cell(tree: Tree, one: Answerer) -> int | None:
    model = tree.model(one.model)
    if model is None:
        return None
    return cell(one.threshold.at, model.score.minimum, model.score.maximum)


def _scale(tree: Tree, name: str) -> tuple[float, float]:
    model = tree.model(name)
    assert model, "a threshold of a model that there is not has no cell"
    return float(model.score.minimum), float(model.score.maximum)


def _prevalence(evidence: Evidence) -> float | None:
    """What is relevant of all events: the precision of a threshold that lets everything pass."""
    found = precision(evidence, float(evidence.score.minimum))
    return found.share if isinstance(found, Estimate) else None


def _share(percent: str) -> float:
    return basis_points(percent) / EVERYBODY
