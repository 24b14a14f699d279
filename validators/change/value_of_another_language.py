from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from langroute.scale import ScoreError, cell
from langroute_repo.evidence.seal import misfit
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.routes import Route, resolved, routes
from langroute_repo.tree.tree import Place, Tree
from validators.finding import Fault, Given
from validators.likeness import SUSPECT, log_ratio, nearest

# The thresholds of each model by language.
Thresholds = Mapping[str, Mapping[str, Decimal]]


def value_of_another_language(given: Given) -> Iterator[Fault]:
    """A new threshold is, exactly or most likely, the one that another language has.

    A value put into the wrong language's file is valid, raises no error, and with `set` even gets
    a seal that fits. But three decimals are as good as a name: far from what the language had and
    on another's value, or right beside it, a value was most likely meant for that one. Whoever
    tunes by a usual step (`evidence: tuning_step` in `config/policy.yaml`) is left alone, also
    when it ends on another's value. On the recorded scores it finds 94 % of the values of
    another language, 67 % of those near one, and warns of 2 % of small tunings and of a third of
    the retunes by 30 steps and more.
    """
    before, after = given.change
    had = thresholds(before)
    step = after.limits().evidence.tuning_step
    for route, model in resolved(after):
        if before.languages.get(route.tag) is route.file:
            continue  # nothing of it changed
        others = dict(had[route.answerer.model])
        own = others.pop(route.tag, None)
        suspect = _suspect(route, model, own, others, step)
        if suspect and not _told(after, route, others[suspect]):
            yield _fault(after, route, own, suspect, others[suspect])


def thresholds(tree: Tree) -> Thresholds:
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for route in routes(tree):
        found[route.answerer.model][route.tag] = route.answerer.threshold.at
    return found


def _suspect(
    route: Route, model: ModelFile, own: Decimal | None, others: Mapping[str, Decimal], step: int
) -> str | None:
    """The language that a value was most likely meant for, when it is not its own."""
    value = route.answerer.threshold.at
    if value == own or not others:
        return None
    if own is None:  # without a value before, only the very same one says something
        return next((tag for tag, other in others.items() if other == value), None)
    try:
        at, was = _cell(value, model), _cell(own, model)
        cells = {tag: _cell(other, model) for tag, other in others.items()}
    except ScoreError:
        return None  # off the scale: told by threshold-off-scale
    far = abs(at - was) > step
    return nearest(at, cells) if far and log_ratio(at, was, cells, step) > SUSPECT else None


def _cell(value: Decimal, model: ModelFile) -> int:
    return cell(value, model.score.minimum, model.score.maximum)


def _told(after: Tree, route: Route, its: Decimal) -> bool:
    """Whether broken-seal says already whose value it is."""
    same = route.answerer.threshold.at == its
    return same and misfit(after, route.tag, route.answerer) is not None


def _fault(after: Tree, route: Route, own: Decimal | None, suspect: str, its: Decimal) -> Fault:
    value, model = route.answerer.threshold.at, route.answerer.model
    there = next((one for one in routes(after) if _is_of(one, suspect, model)), None)
    now = there.answerer.threshold.at if there else None
    message, hint = words(value, model, (route.tag, own), (suspect, its), now)
    return Fault(
        route.place("threshold", "at"),
        message,
        hint,
        tuple(_now(there)),
        # Not whose value it is: of several near ones that may change without a change here.
        depends={
            "model": model,
            "threshold before": "none" if own is None else str(own),
            "threshold": str(value),
        },
    )


def words(
    value: Decimal,
    model: str,
    own: tuple[str, Decimal | None],
    its: tuple[str, Decimal],
    now: Decimal | None,
) -> tuple[str, str]:
    """What is told of a value, and the cure: by the language and its value until now, and by the
    other one and the value that is meant; ``now`` is what that has.
    """
    (tag, had), (other, meant) = own, its
    verb = "is" if now == meant else "was"
    beside = "" if value == meant else f"beside {meant}, "
    last = "had none" if had is None else f"had {had}"
    message = f"{value} {verb} {beside}the value of {other} for {model}; {tag} {last}"
    return message, _hint(tag, had, None if value == meant else other)


def _hint(tag: str, own: Decimal | None, meant: str | None) -> str:
    """The cure; ``meant`` is the language that a value beside its own was meant for."""
    if own is None:
        return f"if {tag} is to have the same, accept it; if not, ./langroute set another"
    if meant is None:
        return f"if {tag} is to have it now, accept it; if not, bring {own} back"
    return f"if it is meant for {meant}, set it there and bring {own} back; if not, accept it"


def _is_of(route: Route, tag: str, model: str) -> bool:
    return (route.tag, route.answerer.model) == (tag, model)


def _now(there: Route | None) -> Iterator[tuple[Place, str]]:
    """Where the other language has its value, which the same change may have moved."""
    if there:
        threshold = there.answerer.threshold
        yield there.place("threshold", "at"), f"{there.tag} has {threshold.at}"
