"""Languages before and after a change, side by side: what rules on changes compare."""

from collections.abc import Iterator
from dataclasses import dataclass

from langroute.diff.reading import routes_of
from langroute.evidence.seal import line
from langroute.tree.files.language import Canary, LanguageFile, Shadow
from langroute.tree.routes import Route
from langroute.tree.tree import File, Tree


@dataclass(frozen=True, slots=True)
class Pair:
    """A language whose file says something else, and has no fault before or after."""

    tag: str
    file: File[LanguageFile]
    before: LanguageFile
    after: LanguageFile


def pairs(before: Tree, after: Tree) -> Iterator[Pair]:
    """The languages that are there before and after, and differ."""
    for tag, file in after.languages.items():
        was = before.languages.get(tag)
        if was is None or was is file or was.model is None or file.model is None:
            continue
        if was.model != file.model:
            yield Pair(tag, file, was.model, file.model)


def routing(language: LanguageFile) -> tuple[object, ...]:
    """What a language's file says of its events, apart from owners and seals."""
    answerers = (
        (path[0], one.model, *one.fields, one.threshold.at, _traffic(one))
        for path, one in language.answerers()
    )
    return language.source, *answerers


def _traffic(answerer: object) -> str | None:
    return answerer.traffic if isinstance(answerer, Canary | Shadow) else None


def rerouted(before: Tree, after: Tree) -> dict[str, tuple[object, object]]:
    """The languages whose own file changes where events go, with their routing then and now.

    None stands for no file. A language at fault on one side is left out: that is told on its own.
    """
    tags = sorted(before.languages.keys() | after.languages.keys())
    found = {tag: (before.languages.get(tag), after.languages.get(tag)) for tag in tags}
    return {
        tag: (_routing(was), _routing(now))
        for tag, (was, now) in found.items()
        if was is not now and not _at_fault(was, now) and _routing(was) != _routing(now)
    }


def _at_fault(*files: File[LanguageFile] | None) -> bool:
    return any(file is not None and file.model is None for file in files)


def _routing(file: File[LanguageFile] | None) -> tuple[object, ...] | None:
    return routing(file.model) if file and file.model else None


@dataclass(frozen=True, slots=True)
class Decider:
    """A primary or a canary after a change, and every route that its language had before."""

    route: Route
    before: dict[tuple[str, ...], Route]

    def own(self) -> list[Route]:
        """What the same model was in this language before: primary, canary or shadow."""
        model = self.route.answerer.model
        return [old for old in self.before.values() if old.answerer.model == model]

    def predecessor(self) -> Route | None:
        """The route in whose place it stands."""
        return self.before.get((self.route.role,))

    def compared(self) -> list[Route]:
        """What its decisions are held against: its own other threshold, a primary it replaces."""
        at = self.route.answerer.threshold.at
        found = [old for old in self.own() if old.answerer.threshold.at != at]
        old = self.predecessor()
        if old and self.route.role == "primary" and old.answerer.model != self.route.answerer.model:
            found.append(old)
        return found


def deciders(before: Tree, after: Tree) -> Iterator[Decider]:
    """Primary and canary of every language that changes; a shadow decides nothing."""
    for pair in pairs(before, after):
        was = routes_of(before, pair.tag)
        for route in routes_of(after, pair.tag).values():
            if route.role != "shadow":
                yield Decider(route, was)


def said(route: Route) -> str:
    """Model and threshold in one text, which differs when either does."""
    return f"{route.answerer.model} {line(route.answerer.threshold)}"
