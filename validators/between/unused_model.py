from collections.abc import Iterator

from langroute_repo.tree.routes import routes
from langroute_repo.tree.tree import valid
from langroute_repo.wording import nearest
from validators.finding import Fault, Given


def unused_model(given: Given) -> Iterator[Fault]:
    """No route names the model, not even as a shadow.

    Its endpoint costs money every hour, and the next reader takes it for one that matters. Name it
    in a language, set it to retired once its endpoint is gone, or remove the file.
    """
    if any(file.model is None for file in given.tree.languages.values()):
        return  # the language at fault may be the one that names it
    # A name with a typo is told as unknown; whoever it means is not unused.
    used = {route.answerer.model for route in routes(given.tree)}
    used |= {nearest(name, given.tree.models) or "" for name in used - given.tree.models.keys()}
    for name, file, model in valid(given.tree.models):
        if name not in used and model.status != "retired":
            yield Fault(
                file.place("model"),
                f"no language uses {name}",
                "name it in a language, set status: retired, or remove the file",
                depends={"model": name},
            )
