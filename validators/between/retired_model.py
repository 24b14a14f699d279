from collections.abc import Iterator

from langroute_repo.tree.routes import Route, resolved
from langroute_repo.wording import listed
from validators.finding import Fault, Given
from validators.supported_languages import alternatives


def retired_model(given: Given) -> Iterator[Fault]:
    """A route names a model that is retired.

    Its endpoint is gone or may go at any moment, and every event of the language with it. Name
    another model, or change the status back while the endpoint is still kept.
    """
    for route, model in resolved(given.tree):
        if model.status != "retired":
            continue
        name = route.answerer.model
        others = alternatives(given.tree, route)
        yield Fault(
            route.place("model"),
            f"{name} is retired and yet the {route.role} of {route.tag}",
            f"name an active model instead: {listed(others, last='or')}"
            if others
            else _without_another(route),
            ((given.tree.models[name].place("status"), "retired here"),),
            depends={"model": name, "status": model.status},
        )


def _without_another(route: Route) -> str:
    if route.role == "primary":
        return f"no active model was made for {route.tag}: add one before this one goes"
    return f"remove the {route.role}: no other active model is left for {route.tag}"
