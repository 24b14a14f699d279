"""Carries seals over to refreshed evidence: the same value, evaluated on newer scores.

Only a seal that was whole is carried over, for its value was evaluated for this very model and
language. A seal that was broken may stand for a mistake and stays broken; a value that says
``evidence: none`` was never evaluated, and a person has to see first what it passes.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from langroute.scale import ScoreError
from langroute_repo.editing.setting import write_threshold
from langroute_repo.evidence.seal import NONE, misfit, sealed
from langroute_repo.tree.files.language import Threshold
from langroute_repo.tree.routes import Route, routes
from langroute_repo.tree.tree import Tree

NEVER = "never evaluated; ./langroute seal shows what it passes and seals it"
BROKEN = "the seal did not fit before either; ./langroute check says why"
OFF_SCALE = "the model's score scale has changed; give it a new value with ./langroute set"


@dataclass(frozen=True, slots=True)
class Moved:
    """A threshold that keeps its value and gets a seal on the new evidence."""

    route: Route
    after: Threshold

    @property
    def before(self) -> Threshold:
        return self.route.answerer.threshold


@dataclass(frozen=True, slots=True)
class Left:
    """A threshold that does not fit the new evidence and is not sealed, and why."""

    route: Route
    reason: str


@dataclass(frozen=True, slots=True)
class Resealed:
    """Language files with new seals, as path, text so far and new text, and what is left."""

    files: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def reseal(before: Tree, after: Tree, refreshed: Collection[tuple[str, str]]) -> Resealed:
    """Seal the thresholds of the refreshed (model, language) pairs that were whole before.

    ``after`` is the same tree with the new evidence. Raises ``EditError`` for a layout that cannot
    be edited.
    """
    result = Resealed()
    for route in routes(before):
        if (route.answerer.model, route.tag) in refreshed:
            _judge(before, after, route, result)
    by_path: dict[str, list[Moved]] = {}
    for one in result.moved:
        by_path.setdefault(one.route.file.path, []).append(one)
    result.files.extend(_edited(path, moved) for path, moved in sorted(by_path.items()))
    return result


def _judge(before: Tree, after: Tree, route: Route, result: Resealed) -> None:
    written = route.answerer.threshold
    try:
        fitting = sealed(written.at, after.evidence(route.answerer.model, route.tag))
    except ScoreError:
        result.left.append(Left(route, OFF_SCALE))
        return
    if (written.passes, written.evidence) == (fitting.passes, fitting.evidence):
        return  # the counts are the same, or an interrupted run came this far
    if written.evidence == NONE:
        result.left.append(Left(route, NEVER))
    elif _whole(before, route):
        result.moved.append(Moved(route, fitting))
    else:
        result.left.append(Left(route, BROKEN))


def _whole(tree: Tree, route: Route) -> bool:
    """Whether the seal fits evidence that is there and readable."""
    known = tree.evidence(route.answerer.model, route.tag)
    return known is not None and misfit(tree, route.tag, route.answerer) is None


def _edited(path: str, moved: Iterable[Moved]) -> tuple[str, bytes, bytes]:
    first, *_ = moved = list(moved)
    raw = first.route.file.raw
    for one in moved:
        raw = write_threshold(raw, one.route.path, one.before, one.after)
    return path, first.route.file.raw, raw
