"""The routes of a tree: each model that is asked in each language, with its place and its share."""

from collections.abc import Iterator
from dataclasses import dataclass

from langroute.strict_yaml.position import Keys
from langroute.tree.files.language import Answerer, Canary, LanguageFile, Shadow
from langroute.tree.files.model import ModelFile
from langroute.tree.text import basis_points
from langroute.tree.tree import File, Place, Tree, valid

EVERYBODY = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class Route:
    """One model that gets events of one language: as the primary, the canary or a shadow."""

    tag: str
    file: File[LanguageFile]
    language: LanguageFile
    path: Keys
    answerer: Answerer

    @property
    def role(self) -> str:
        """``primary``, ``canary`` or ``shadow``."""
        return str(self.path[0]).removesuffix("s")

    @property
    def traffic(self) -> int:
        """The share of the language's events that it is sent, in basis points."""
        if isinstance(self.answerer, Canary | Shadow):
            return basis_points(self.answerer.traffic)
        canary = self.language.canary
        return EVERYBODY - (basis_points(canary.traffic) if canary else 0)

    def place(self, *at: str | int, key: bool = False) -> Place:
        """A place in the language's file, seen from this answerer."""
        return self.file.place(*self.path, *at, key=key)


def routes(tree: Tree) -> Iterator[Route]:
    """Every route of the languages whose files have no fault."""
    for tag, file, language in valid(tree.languages):
        for path, answerer in language.answerers():
            yield Route(tag, file, language, path, answerer)


def resolved(tree: Tree) -> Iterator[tuple[Route, ModelFile]]:
    """Every route with the file of its model, where that exists and has no fault."""
    for route in routes(tree):
        model = tree.model(route.answerer.model)
        if model is not None:
            yield route, model
