from collections.abc import Iterator

from langroute_repo.tree.routes import Route, resolved
from langroute_repo.wording import listed
from validators.finding import Fault, Given
from validators.supported_languages import alternatives


def deprecated_model(given: Given) -> Iterator[Fault]:
    """A deprecated model is on its way into a language: it is a canary or a shadow there.

    What is tried out today answers tomorrow, and this model is about to go. As a primary it may
    stay until its successor has been ramped up, and behind that as a shadow, by which the two can
    be held against each other for a while; so neither is a finding.
    """
    for route, model in resolved(given.tree):
        if model.status != "deprecated" or route.role == "primary" or _on_its_way_out(given, route):
            continue
        name = route.answerer.model
        others = alternatives(given.tree, route)
        yield Fault(
            route.place("model"),
            f"{name} is deprecated and yet the {route.role} of {route.tag}",
            f"try an active model instead: {listed(others, last='or')}"
            if others
            else f"remove the {route.role}: no other active model is left for {route.tag}",
            ((given.tree.models[name].place("status"), "deprecated here"),),
            depends={"model": name, "status": model.status},
        )


def _on_its_way_out(given: Given, route: Route) -> bool:
    """Whether a shadow answered in the language before this change, or went this way already."""
    before = given.before
    file = before.languages.get(route.tag) if before else None
    if before is None or file is None or file.model is None or route.role != "shadow":
        return False
    name = route.answerer.model
    model = before.model(name)
    known = model is not None and model.status == "deprecated"
    return file.model.primary.model == name or (
        known and name in [shadow.model for shadow in file.model.shadows]
    )
