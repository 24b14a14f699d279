from collections.abc import Iterator

from langroute_repo.diff.reading import reading
from langroute_repo.evidence.seal import value_passing
from langroute_repo.tree.routes import Route
from langroute_repo.tree.tree import Tree
from validators.depends import as_before, decision
from validators.finding import Fault, Given
from validators.language_changes import Decider, deciders


def threshold_kept_for_new_model(given: Given) -> Iterator[Fault]:
    """A new model decides at the very threshold of the model before it.

    The scores of two models do not mean the same. On real scores a threshold that was kept while
    the model was replaced took recall from 0.85 to 0.50 on average, and to 0.20 at worst.
    """
    before, after = given.change
    for decider in deciders(before, after):
        if fault := kept_threshold(before, after, decider):
            yield fault


def kept_threshold(before: Tree, after: Tree, decider: Decider) -> Fault | None:
    """What is wrong with the threshold of one decider."""
    old, route = _kept(decider), decider.route
    if old is None:
        return None
    at, model, other = route.answerer.threshold.at, route.answerer.model, old.answerer.model
    return Fault(
        route.place("threshold"),
        f"{model} decides in {route.tag} at {at}, the threshold of {other}"
        f"{_passing(before, after, old, route)}",
        _cure(before, after, old, route),
        depends={**as_before(decision(old.answerer)), **decision(route.answerer)},
    )


def _kept(decider: Decider) -> Route | None:
    """The route of another model from which the value was taken over.

    A model that had this very value in this language before, as a shadow say, brings its own.
    """
    chosen = decider.route.answerer
    same = [
        old
        for old in (decider.predecessor(), decider.before.get(("primary",)))
        if old and old.answerer.threshold.at == chosen.threshold.at
    ]
    own = [old for old in decider.own() if old.answerer.threshold.at == chosen.threshold.at]
    return same[0] if same and not own else None


def _passing(before: Tree, after: Tree, old: Route, new: Route) -> str:
    was, now = reading(before, old), reading(after, new)
    if was.passes is None or now.passes is None:
        return ""
    return f"; {was.model} passed {was.passes}, {now.model} passes {now.passes}"


def _cure(before: Tree, after: Tree, old: Route, new: Route) -> str:
    was, now = reading(before, old), reading(after, new)
    if was.share is None or now.evidence is None:
        return f"choose a value on the recorded scores of {now.model}; a shadow records them"
    at = value_passing(now.evidence, was.share)
    return f"{at:f} would pass {now.evidence.passes(float(at))} of {now.model}'s events, as before"
