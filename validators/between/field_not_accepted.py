from collections.abc import Iterator

from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.routes import Route, resolved
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import listed
from validators.finding import Fault, Given


def field_not_accepted(given: Given) -> Iterator[Fault]:
    """A route sends a field that its model does not take.

    At best the model ignores it, at worst it refuses every event of the language. Take the field
    out or, if the model does take it, say so among the model's inputs.
    """
    for route, model in resolved(given.tree):
        accepted = [*model.inputs.required, *model.inputs.optional]
        inputs = given.tree.models[route.answerer.model].place("inputs")
        for index, name in enumerate(route.answerer.fields):
            if name not in accepted and _exists(given.tree, route, name):
                yield Fault(
                    route.place("fields", index),
                    f'{route.answerer.model} does not take "{name}"',
                    f'take "{name}" out: the model takes {listed(accepted)}',
                    ((inputs, "what the model takes"),),
                    depends={"model": route.answerer.model, "field": name},
                )


def _exists(tree: Tree, route: Route, name: str) -> bool:
    """Whether the language has the field at all; if not, that is told as an unknown field."""
    source = tree.source(route.language.source)
    return source is None or name in fields_in(source, route.tag)
