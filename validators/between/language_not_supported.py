from collections.abc import Iterator

from langroute_repo.tree.routes import Route, resolved
from langroute_repo.wording import listed
from validators.finding import Fault, Given
from validators.supported_languages import alternatives, supports


def language_not_supported(given: Given) -> Iterator[Fault]:
    """A route names a model that was not made for the language.

    Such a model answers without an error and its scores mean nothing. Name a model that was made
    for the language. A model's tag covers its regions: ``pt`` covers ``pt-BR``.
    """
    for route, model in resolved(given.tree):
        if supports(model, route.tag):
            continue
        name = route.answerer.model
        yield Fault(
            route.place("model"),
            f"{name} was not made for {route.tag}, only for {listed(model.languages)}",
            _cure(route, alternatives(given.tree, route)),
            ((given.tree.models[name].place("languages"), "what it was made for"),),
            depends={"model": name},
        )


def _cure(route: Route, others: list[str]) -> str:
    if others:
        return f"name a model that was made for {route.tag}: {listed(others, last='or')}"
    otherwise = "add a model that was" if route.role == "primary" else f"remove the {route.role}"
    name = route.answerer.model
    return f"add {route.tag} to the languages of {name} once it was made for it, or {otherwise}"
