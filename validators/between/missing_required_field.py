from collections.abc import Iterator

from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.routes import Route, resolved
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import nearest
from validators.finding import Fault, Given


def missing_required_field(given: Given) -> Iterator[Fault]:
    """A model cannot answer without a field that its route does not send.

    Every event of the language would fail. Send the field; where the source does not have it in
    this language, the model cannot answer for the language at all.
    """
    for route, model in resolved(given.tree):
        known = _known(given.tree, route)
        for name in dict.fromkeys(model.inputs.required):
            if name not in route.answerer.fields and not _misspelt(name, route, known):
                yield _fault(given.tree, route, name, known)


def _known(tree: Tree, route: Route) -> list[str] | None:
    """The fields that the language has, None when its source is at fault or unknown."""
    source = tree.source(route.language.source)
    return None if source is None else fields_in(source, route.tag)


def _misspelt(name: str, route: Route, known: list[str] | None) -> bool:
    """Whether a field that is sent is the required one with a typo, told as an unknown field."""
    unknown = [one for one in route.answerer.fields if known is not None and one not in known]
    return any(nearest(one, known or ()) == name for one in unknown)


def _fault(tree: Tree, route: Route, name: str, known: list[str] | None) -> Fault:
    model, source = route.answerer.model, route.language.source
    required = (tree.models[model].place("inputs", "required"), "what the model requires")
    if known is None or name in known:
        sent = [*route.answerer.fields, name]
        return Fault(
            route.place("fields"),
            f'{model} requires "{name}", which is not sent',
            f"send it: fields: [{', '.join(sent)}]",
            (required,),
            depends={"model": model, "field": name},
        )
    origin = tree.sources[source]
    return Fault(
        route.place("model"),
        f'{model} cannot answer for {route.tag}: it requires "{name}", '
        f"which {source} does not have in {route.tag}",
        f"name a model that can do without it, or have {source} deliver it in {route.tag}",
        (required, (origin.place("fields", key=True), f"what {source} has")),
        depends={"model": model, "field": name, "source": source},
    )
