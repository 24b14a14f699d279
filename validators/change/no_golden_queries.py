from collections.abc import Iterator

from langroute_repo.tree.routes import Route, routes
from langroute_repo.tree.tree import Tree, valid
from validators.finding import Fault, Given


def no_golden_queries(given: Given) -> Iterator[Fault]:
    """A model begins to answer in a language, or loses what it was asked, without golden queries.

    Nothing then asks its endpoint anything before the traffic does: a wrong endpoint, a lost field
    or a constant score shows in production only. It is asked for where an environment says
    `golden: required`, of what begins to answer; what answered without before stands, and of a
    shadow nothing is asked, for its answers only are recorded. Golden queries that are taken away
    while the model answers are told everywhere.
    """
    before, after = given.change
    wanted = any(one.gate == "required" for _, _, one in valid(after.environments))
    answered = set(map(_name, _answering(before)))
    for route in _answering(after):
        name = _name(route)
        lost = name in before.golden
        if name in after.golden or not (lost or (wanted and name not in answered)):
            continue
        model = route.answerer.model
        yield Fault(
            route.place("model"),
            f"{model} answers in {route.tag} and has no golden queries there"
            + (" any more" if lost else ": nobody knows what its endpoint has to say"),
            f"write four events with --events, then ./langroute golden record ENV --model {model} "
            f"--language {route.tag}",
            depends={"model": model, "golden queries before": "some" if lost else "none"},
        )


def _answering(tree: Tree) -> Iterator[Route]:
    return (one for one in routes(tree) if one.role != "shadow" and one.most > 0)


def _name(route: Route) -> str:
    return f"{route.answerer.model}/{route.tag}"
