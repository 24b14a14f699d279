from collections.abc import Iterator

from langroute_repo.tree.routes import resolved
from langroute_repo.wording import listed
from validators.finding import Fault, Given
from validators.supported_languages import alternatives


def deprecated_model(given: Given) -> Iterator[Fault]:
    """A deprecated model is on its way into a language: it is a canary or a shadow there.

    What is tried out today answers tomorrow, and this model is about to go. As a primary it may
    stay until its successor has been ramped up, so that is no finding.
    """
    for route, model in resolved(given.tree):
        if model.status != "deprecated" or route.role == "primary":
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
