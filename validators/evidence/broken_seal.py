from collections.abc import Iterator

from langroute.evidence.seal import Misfit, misfit
from langroute.tree.models import Answerer
from langroute.tree.tree import Place, Tree, valid
from validators.finding import Fault, Given


def broken_seal(given: Given) -> Iterator[Fault]:
    """A threshold's seal does not fit: the value was not evaluated for this model and language.

    A seal is `passes` and `evidence` beside the value. It no longer fits when the value was pasted
    from another language, typed by hand, kept for another model, or left behind by new evidence:
    each of them valid, without an error when it runs, and noticed by nobody for days. `set` and
    `seal` show the effect and write the seal; nothing else does, for a check that repaired seals
    would stamp every mistake.
    """
    for tag, file, language in valid(given.tree.languages):
        for path, answerer in language.answerers():
            if answerer.model not in given.tree.models:
                continue  # told by unknown-model
            if given.tree.evidence_fault(answerer.model, tag):
                continue  # told by evidence-unusable
            broken = misfit(given.tree, tag, answerer)
            if broken:
                yield Fault(
                    file.place(*path, "threshold"),
                    _message(broken, tag, answerer),
                    f"if {answerer.threshold.at} is meant, write {broken.line}; "
                    f"./langroute set shows its effect first",
                    tuple(_same_value(given.tree, tag, answerer)),
                )


def _message(broken: Misfit, tag: str, answerer: Answerer) -> str:
    at, model, wrong = answerer.threshold.at, answerer.model, broken.wrong[0]
    said, fits = broken.written.passes, broken.fitting.passes
    if broken.origin is not None:
        there = f", not {said}" if said and said != fits else ""
        found = f"passes {fits}{there}" if fits else "has no evidence"
        return f"{at} was evaluated for {broken.origin}; in {tag} {model} {found}"
    if wrong == "missing":
        return f"{at} names evidence {broken.written.evidence}, but {model} has none in {tag}"
    if wrong == "unsealed":
        return f"{at} was evaluated on nothing, though there is evidence: {model} passes {fits}"
    if wrong == "digest":
        moved = f"{fits} now" if said == fits else f"{fits} now, {said} then"
        return (
            f"{at} was evaluated on evidence {broken.written.evidence}, which is no longer here; "
            f"{model} passes {moved}"
        )
    if fits is None:
        return f"{at} says that it passes {said}, but there is no evidence for {model} in {tag}"
    if said is None:
        return f"{at} does not say what it passes; {model} passes {fits} in {tag}"
    return f"{at} passes {fits} of {model}'s events in {tag}, but its seal says {said}"


def _same_value(tree: Tree, tag: str, answerer: Answerer) -> Iterator[tuple[Place, str]]:
    """Other languages that have exactly this value for this model: where it may come from."""
    for other, file, language in valid(tree.languages):
        for path, one in language.answerers():
            same = one.model == answerer.model and one.threshold.at == answerer.threshold.at
            if same and other != tag:
                yield (
                    file.place(*path, "threshold", "at"),
                    f"{other} has the same value for {one.model}",
                )
