from collections.abc import Iterator

from langroute_repo.tree.routes import routes
from langroute_repo.wording import did_you_mean
from validators.finding import Fault, Given


def unknown_model(given: Given) -> Iterator[Fault]:
    """A route names a model that has no file.

    Nobody could say where its endpoint is, so the language would be left out of the compiled
    document. Correct the name, or add the model first.
    """
    for route in routes(given.tree):
        name = route.answerer.model
        if name not in given.tree.models:
            yield Fault(
                route.place("model"),
                f'no model is called "{name}"',
                did_you_mean(name, given.tree.models, f"add config/models/{name}.yaml first"),
                depends={"model": name},
            )
