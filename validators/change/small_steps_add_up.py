from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.policy import ChangeLimits
from langroute_repo.tree.routes import Route, routes_of
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import basis_points
from langroute_repo.wording import listed
from validators.change.guard_weakened import guard_weakened
from validators.finding import Fault, Given
from validators.language_changes import Decider, moved
from validators.lost_recall import losses
from validators.pass_share import jumps


def small_steps_add_up(given: Given) -> Iterator[Fault]:
    """Steps that are each small enough have moved a decision or a guard too far in the end.

    Six changes in a row, none of which any limit minds, took a tenth of the recall and a quarter of
    the events. So what a change moves is also held against the state of some days ago
    (`change: look_back` in `config/policy.yaml`), with the same limits: the share that passes and
    the relevant events that pass, both on the scores recorded then, and the guards. The traffic of
    a canary is not, for its ramp is meant to add up. What one change alone moves too far is told by
    the rules on that change, and only by them. It says nothing of what had no threshold then.
    """
    earlier = given.earlier()
    if isinstance(earlier, Tree):
        yield from _decisions(earlier, *given.change)
        yield from _guards(given, earlier)


def _decisions(earlier: Tree, before: Tree, after: Tree) -> Iterator[Fault]:
    limits = before.limits().change
    then = recorded_then(earlier, after)
    for decider in moved(before, after, basis_points(limits.promote_from)):
        if fault := added_up(earlier, before, after, then, decider):
            yield fault


def added_up(
    earlier: Tree, before: Tree, after: Tree, then: Tree, decider: Decider
) -> Fault | None:
    """What is wrong with one decider; ``then`` is the state after on what was recorded earlier."""
    limits = before.limits().change
    since, now = _deciding(earlier, decider), _deciding(before, decider)
    if not _farther(since.own(), now.own(), decider.route):
        return None
    if _over(before, after, now, limits):
        return None
    said = _over(earlier, then, since, limits)
    return _fault(earlier, decider.route, _values(since.own()), said) if said else None


def _over(before: Tree, after: Tree, decider: Decider, limits: ChangeLimits) -> list[str]:
    """Which limits are passed between two states, in words."""
    jump = max(jumps(before, after, decider, limits), key=lambda one: one.odds, default=None)
    loss = max(
        losses(before, after, decider, limits, "then"), key=lambda one: one.points, default=None
    )
    said = []
    if jump and (over := jump.over(limits)):
        said.append(f"{jump.passes()}: {over}")
    if loss and loss.over(limits):
        said.append(loss.words)
    return said


def _fault(earlier: Tree, route: Route, then: set[Decimal], said: list[str]) -> Fault:
    values = listed(sorted(f"{one:f}" for one in then))
    return Fault(
        route.place("threshold"),
        f"small steps since {earlier.name} add up: {'; and '.join(said)}",
        f"{route.tag} had {values} then; bring that back, or say why all of it is meant",
        depends={
            "model": route.answerer.model,
            "threshold": f"{route.answerer.threshold.at:f}",
        },
    )


def _deciding(state: Tree, decider: Decider) -> Decider:
    """A decider held against the routes of its language in a state that decided anything."""
    routes = routes_of(state, decider.route.tag).items()
    own = decider.route.answerer.model
    return Decider(
        decider.route,
        {slot: one for slot, one in routes if one.role != "shadow" and one.answerer.model == own},
    )


def _farther(then: list[Route], before: list[Route], now: Route) -> bool:
    """Whether this is one step of several, and leads away from where the value was."""
    was, had = _values(then), _values(before)
    if not was or not had or was == had:
        return False
    value = now.answerer.threshold.at
    return min(abs(value - one) for one in was) > min(abs(b - one) for b in had for one in was)


def _values(routes: Iterable[Route]) -> set[Decimal]:
    return {one.answerer.threshold.at for one in routes}


def recorded_then(earlier: Tree, after: Tree) -> Tree:
    """On the evidence of then, so that the news since move nothing; of now where there was none."""

    def evidence(model: str, language: str) -> Evidence | str | None:
        return earlier.evidence(model, language) or after.evidence_reader(model, language)

    return replace(after, evidence_reader=evidence)


def _guards(given: Given, earlier: Tree) -> Iterator[Fault]:
    now = {(one.place, one.depends["guard"]): one for one in _weakened(given)}
    for one in _weakened(replace(given, before=earlier)):
        step = now.get((one.place, one.depends["guard"]))
        if step and step.depends["before"] != one.depends["before"]:
            guard, was, value = (one.depends[key] for key in ("guard", "before", "after"))
            yield Fault(
                one.place,
                f"small steps since {earlier.name} add up: {guard} {was} → {value} guards less "
                "than then",
                f"bring {was} back, or say why all of it together is safe",
                depends={"guard": guard, "after": value},
            )


def _weakened(given: Given) -> list[Fault]:
    return [one for one in guard_weakened(given) if "guard" in one.depends]
