"""The routes of a tree: each model that is asked in each language, with its place and its share."""

from collections.abc import Iterator
from typing import NamedTuple

from langroute.decision import Role
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.language import Answerer, Canary, LanguageFile, Shadow
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.tree import File, Place, Tree
from langroute_repo.tree.values import basis_points

EVERYBODY = 10_000  # basis points

# What a route is in its language: primary, canary, or the shadow of a model. However a file lists
# its shadows, the same slot before and after a change is the same route.
Slot = tuple[str, ...]
PRIMARY, CANARY = ("primary",), ("canary",)
DECIDING = (PRIMARY, CANARY)


class Route(NamedTuple):
    """One model that gets events of one language: as the primary, the canary or a shadow."""

    tag: str
    file: File[LanguageFile]
    language: LanguageFile
    path: Keys
    answerer: Answerer

    @property
    def role(self) -> Role:
        if isinstance(self.answerer, Shadow):
            return "shadow"
        return "canary" if isinstance(self.answerer, Canary) else "primary"

    @property
    def slot(self) -> Slot:
        if isinstance(self.answerer, Shadow):
            return shadow_of(self.answerer.model)
        return (self.role,)

    @property
    def traffic(self) -> int:
        """The share of the language's events that it is sent, in basis points."""
        if isinstance(self.answerer, Canary | Shadow):
            return basis_points(self.answerer.traffic)
        canary = self.language.canary
        return EVERYBODY - (basis_points(canary.traffic) if canary else 0)

    @property
    def most(self) -> int:
        """The same at worst: a primary that stands in for its canary may be asked for all."""
        canary = self.language.canary
        stands_in = self.path == PRIMARY and canary is not None and canary.on_failure
        return EVERYBODY if stands_in else self.traffic

    @property
    def compared(self) -> int:
        """The share of the other's events, of primary and canary, that it is asked about too."""
        canary = self.language.canary
        if self.role == "shadow" or canary is None or canary.compared is None:
            return 0
        return basis_points(canary.compared)

    def place(self, *at: str | int, key: bool = False) -> Place:
        """A place in the language's file, seen from this answerer."""
        return self.file.place(*self.path, *at, key=key)


def shadow_of(model: str) -> Slot:
    return ("shadow", model)


def routes(tree: Tree) -> Iterator[Route]:
    """Every route of the languages whose files have no fault."""
    for tag, file in tree.languages.items():
        yield from routes_in(file, tag)


def routes_of(tree: Tree, tag: str) -> dict[Slot, Route]:
    """The routes of one language by what they are; none of a file at fault or missing."""
    file = tree.languages.get(tag)
    return {route.slot: route for route in routes_in(file, tag)} if file else {}


def routes_in(file: File[LanguageFile], tag: str) -> Iterator[Route]:
    """What a file says for a language: its own, or one that is answered by it."""
    if file.model is not None:
        for path, answerer in file.model.answerers():
            yield Route(tag, file, file.model, path, answerer)


def answering(tree: Tree, model: str) -> set[str]:
    """The languages in which the model's answer counts."""
    counts = (one for one in routes(tree) if one.role != "shadow" and one.most > 0)
    return {one.tag for one in counts if one.answerer.model == model}


def resolved(tree: Tree) -> Iterator[tuple[Route, ModelFile]]:
    """Every route with the file of its model, where that exists and has no fault."""
    for route in routes(tree):
        model = tree.model(route.answerer.model)
        if model is not None:
            yield route, model
