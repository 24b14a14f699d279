"""What files say of a language before and after a change: what rules on changes compare.

What recorded scores say of both is in ``sides.py``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from langroute_repo.tree.files.language import Answerer, Canary, LanguageFile, Shadow
from langroute_repo.tree.routes import CANARY, Route, Slot, routes_of
from langroute_repo.tree.tree import File, Tree

# The file of a language in one state; None when there is none.
Language = File[LanguageFile] | None


class Pair(NamedTuple):
    """A language whose file says something else, and has no fault before or after."""

    tag: str
    file: File[LanguageFile]
    before: LanguageFile
    after: LanguageFile


def pairs(before: Tree, after: Tree) -> Iterator[Pair]:
    """The languages that are there before and after, and differ."""
    for tag, was, now in _changed(before, after):
        if was and now and was.model and now.model and was.model != now.model:
            yield Pair(tag, now, was.model, now.model)


def rerouted(before: Tree, after: Tree) -> dict[str, tuple[object, object]]:
    """The languages whose own file changes where events go, with their routing then and now.

    None stands for no file. A language at fault on one side is left out: that is told on its own.
    """
    found = {tag: (_routing(was), _routing(now)) for tag, was, now in _changed(before, after)}
    return {tag: (was, now) for tag, (was, now) in found.items() if was != now}


def reaudited(before: Tree, after: Tree) -> list[str]:
    """The languages whose own file names another audit: it moves no event, and analysts' work."""
    return [pair.tag for pair in pairs(before, after) if pair.before.audit != pair.after.audit]


def _changed(before: Tree, after: Tree) -> Iterator[tuple[str, Language, Language]]:
    """The languages whose files are not the same one, and have no fault before or after."""
    for tag in sorted(before.languages.keys() | after.languages.keys()):
        was, now = before.languages.get(tag), after.languages.get(tag)
        at_fault = any(file is not None and file.model is None for file in (was, now))
        if was is not now and not at_fault:
            yield tag, was, now


def _routing(file: Language) -> tuple[object, ...] | None:
    """What a language's file says of its events, apart from owners and seals."""
    if file is None or file.model is None:
        return None
    answerers = (
        (path[0], one.model, *one.fields, one.threshold.at, _traffic(one), *_of_canary(one))
        for path, one in file.model.answerers()
    )
    return file.model.source, sorted(file.model.also), *answerers


def _traffic(answerer: Answerer) -> str | None:
    return answerer.traffic if isinstance(answerer, Canary | Shadow) else None


def _of_canary(answerer: Answerer) -> tuple[str | None, ...]:
    """What it may say, where it says any of it."""
    if not isinstance(answerer, Canary):
        return ()
    said = answerer.on_failure, answerer.compared
    return said if any(said) else ()


class Decider(NamedTuple):
    """A primary or a canary after a change, and every route that its language had before."""

    route: Route
    before: dict[Slot, Route]

    def own(self) -> list[Route]:
        """What the same model was in this language before: primary, canary or shadow."""
        model = self.route.answerer.model
        return [old for old in self.before.values() if old.answerer.model == model]

    def predecessor(self) -> Route | None:
        """The route in whose place it stands."""
        return self.before.get(self.route.slot)

    def compared(self, watched: int) -> list[Route]:
        """What its decisions are held against: its own other threshold, a primary it replaces.

        A primary is not held against the one it replaces when it took over from a canary as it
        was, with at least ``watched`` basis points of the traffic: what passes was seen then.
        """
        at = self.route.answerer.threshold.at
        found = [old for old in self.own() if old.answerer.threshold.at != at]
        old = self.predecessor()
        if old and self.route.role == "primary" and old.answerer.model != self.route.answerer.model:
            found += [] if self._takes_over(watched) else [old]
        return found

    def _takes_over(self, watched: int) -> bool:
        """Whether it was the canary, with this very threshold, and answers everything now."""
        canary, now = self.before.get(CANARY), self.route.answerer
        return (
            canary is not None
            and canary.traffic >= watched
            and canary.answerer.model == now.model
            and canary.answerer.threshold == now.threshold
            and self.route.language.canary is None
        )


def moved(before: Tree, after: Tree, watched: int) -> Iterator[Decider]:
    """The deciders that a change makes decide otherwise; ``watched`` as in ``compared``."""
    return (one for one in deciders(before, after) if one.compared(watched))


def deciders(before: Tree, after: Tree) -> Iterator[Decider]:
    """Primary and canary of every language that changes; a shadow decides nothing."""
    for pair in pairs(before, after):
        was = routes_of(before, pair.tag)
        for route in routes_of(after, pair.tag).values():
            if route.role != "shadow":
                yield Decider(route, was)
