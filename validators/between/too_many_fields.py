from collections.abc import Iterator

from langroute_repo.tree.files.protocol import Json
from langroute_repo.tree.routes import resolved
from validators.depends import written_fields
from validators.finding import Fault, Given


def too_many_fields(given: Given) -> Iterator[Fault]:
    """A route sends several fields to a model whose server takes the value of one.

    The backend could not say which of them is meant, and refuses the event instead of guessing.
    """
    for route, model in resolved(given.tree):
        protocol = model.endpoint.protocol
        alone = isinstance(protocol, Json) and protocol.body == "value"
        fields = route.answerer.fields
        if alone and len(fields) > 1:
            yield Fault(
                route.place("fields"),
                f"{route.answerer.model} takes the value of one field, and {route.tag} sends "
                f"{len(fields)}",
                "send one, or have the server take an object",
                ((given.tree.models[route.answerer.model].place("endpoint", "protocol"), "here"),),
                depends={
                    "model": route.answerer.model,
                    "body": "value",
                    "fields": written_fields(fields),
                },
            )
