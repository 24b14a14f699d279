"""Which models were made for which language."""

from langroute_repo.tags.canonical import covers
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.routes import Route
from langroute_repo.tree.tree import Tree, valid


def supports(model: ModelFile, tag: str) -> bool:
    """Whether a model was made for a language or for one that covers it."""
    return model.languages == "any" or covers(model.languages, tag)


def suitable(tree: Tree, tag: str) -> list[str]:
    """The active models that were made for a language."""
    return [
        name
        for name, _, model in valid(tree.models)
        if model.status == "active" and supports(model, tag)
    ]


def alternatives(tree: Tree, route: Route) -> list[str]:
    """The active models that could take a route's place.

    Those that already have a part in the language are none for a canary or a shadow.
    """
    parts = {answerer.model for _, answerer in route.language.answerers()}
    taken = {route.answerer.model} if route.role == "primary" else parts
    return [name for name in suitable(tree, route.tag) if name not in taken]
