from collections.abc import Iterator

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.evidence.seal import Misfit, line, misfit
from langroute_repo.render.figures import events
from langroute_repo.tree.routes import Route, routes, routes_of
from langroute_repo.tree.tree import Place, Tree
from langroute_repo.wording import counted, listed
from validators.between.threshold_off_grid import acts_like
from validators.depends import decision
from validators.finding import Fault, Given


def broken_seal(given: Given) -> Iterator[Fault]:
    """A threshold's seal does not fit: the value was not evaluated for this model and language.

    A seal is `passes` and `evidence` beside the value. It no longer fits when the value was pasted
    from another language, typed by hand, kept for another model, or left behind by new evidence:
    each of them valid, without an error when it runs, and noticed by nobody for days. `set` and
    `seal` show the effect and write the seal; nothing else does, for a check that repaired seals
    would stamp every mistake.
    """
    for route in routes(given.tree):
        if route.answerer.model not in given.tree.models:
            continue  # told by unknown-model
        if given.tree.evidence_fault(route.answerer.model, route.tag):
            continue  # told by evidence-unusable
        broken = misfit(given.tree, route.tag, route.answerer)
        if broken:
            yield _fault(given, route, broken)


def _fault(given: Given, route: Route, broken: Misfit) -> Fault:
    same = _same_value(given.tree, route)
    whose = _whose([name for name, _ in same], "is") or _whose(_had_it(given.before, route), "was")
    return Fault(
        route.place("threshold"),
        _message(given, route, broken, whose),
        _cure(given.tree, route, broken),
        tuple((place, f"{name} has the same value") for name, place in same),
        # Not whose value it is: that changes with every edit of another one that has it, too.
        depends={
            **decision(route.answerer),
            "passes": str(broken.written.passes),
            "evidence here": broken.fitting.evidence,
        },
    )


def _cure(tree: Tree, route: Route, broken: Misfit) -> str:
    """The line to paste: of a value between two steps of the grid, that of the one it acts like."""
    model = tree.model(route.answerer.model)
    at = acts_like(broken.fitting.at, model.score) if model else broken.fitting.at
    fitting = broken.fitting.model_copy(update={"at": at})
    return (
        f"if {fitting.at} is meant, write {line(fitting)}; ./langroute set shows its effect first"
    )


def _message(given: Given, route: Route, broken: Misfit, whose: str) -> str:
    """What does not fit, whose the value is, and what it does as written."""
    tag, model, at = route.tag, route.answerer.model, route.answerer.threshold.at
    said, wrong = broken.written.passes, broken.wrong[0]
    effect = f"in {tag} {model} {_effect(given, route, broken)}"
    if broken.origin is not None:
        return f"{at} was evaluated for {broken.origin}; {effect}"
    if wrong == "missing":
        return f"{at} names evidence {broken.written.evidence}, but {model} has none in {tag}"
    if broken.fitting.passes is None:
        return f"{at} says that it passes {said}, but there is no evidence for {model} in {tag}"
    if wrong == "digest":
        reference = broken.written.evidence
        return f"{at} was evaluated on evidence {reference}, which is no longer here; {effect}"
    if whose:
        return f"{at} {whose}; {effect}"
    if wrong == "unsealed":
        return f"{at} was evaluated on nothing, though there is evidence; {effect}"
    if said is None:
        return f"{at} does not say what it passes; {effect}"
    return f"{at} of {model} in {tag} {_effect(given, route, broken)}"


def _effect(given: Given, route: Route, broken: Misfit) -> str:
    """What passes with the value as it is written, and what did before, where that is known."""
    fits, said = broken.fitting.passes, broken.written.passes
    if fits is None:
        return "has no evidence"
    now, was = reading(given.tree, route), _reading_before(given.before, route)
    if was and was.evidence and (was.at, was.model) != (now.at, now.model):
        more = _more(now, was.share, was.decides)
        return f"passes {fits}, until now {was.evidence.passes(float(was.at))}{more}"
    if said and said != fits and broken.wrong == ("share",):
        more = _more(now, float(said[:-1]) / 100, now.decides)
        return f"passes {fits}, not the {said} of its seal{more}"
    unlike = f", not {said}" if said and said != fits else ""
    return f"passes {fits}{_volume(now)}{unlike}"


def _more(now: Reading, share: float | None, decided: int) -> str:
    """The difference for the analysts against a share; nothing where more than that changes."""
    if share is None or not now.decides or decided != now.decides or not now.share:
        return ""
    more = now.more_per_day(share)
    return "" if more is None else f": {events(more)}"


def _volume(now: Reading) -> str:
    passed = now.passed_per_day
    return f" ({counted(round(passed), 'event')} a day)" if passed and now.decides else ""


def _reading_before(before: Tree | None, route: Route) -> Reading | None:
    """The same place in the state before the change."""
    old = routes_of(before, route.tag).get(route.slot) if before else None
    return reading(before, old) if before and old else None


def _same_value(tree: Tree, route: Route) -> list[tuple[str, Place]]:
    """Who else has exactly this value: another language for this model, or another model here."""
    at = route.answerer.threshold.at
    return [
        (f"{other.tag}/{other.answerer.model}", other.place("threshold", "at"))
        for other in routes(tree)
        if other.answerer.threshold.at == at and _related(other, route)
    ]


def _had_it(before: Tree | None, route: Route) -> list[str]:
    """Who had this value before the change, when two were swapped."""
    mine = [one for one in routes(before) if _is_same(one, route)] if before else []
    at = route.answerer.threshold.at
    if before is None or any(one.answerer.threshold.at == at for one in mine):
        return []
    return [name for name, _ in _same_value(before, route)]


def _whose(names: list[str], verb: str) -> str:
    return f"{verb} the value of {listed(names)}" if names else ""


def _related(other: Route, route: Route) -> bool:
    return (other.tag == route.tag) != (other.answerer.model == route.answerer.model)


def _is_same(other: Route, route: Route) -> bool:
    return (other.tag, other.answerer.model) == (route.tag, route.answerer.model)
