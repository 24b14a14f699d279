from collections.abc import Iterator, Mapping

from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.endpoints import named_endpoints
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.routes import resolved
from langroute_repo.wording import listed, nearest
from validators.finding import Fault, Given


def missing_endpoint(given: Given) -> Iterator[Fault]:
    """A model that a route names has no endpoint in one of the environments.

    Its languages would be left out of that environment's document, and their events would have
    nobody to answer them. Name the endpoint, or wait with the route until there is one.
    """
    environments = given.tree.environments
    for name, (model, tags) in _used(given).items():
        key, named = named_endpoints(model)
        for environment in environments:
            missing, what = key, "endpoint"
            if environment in named:
                if endpoint_in(model, environment) is not None:
                    continue
                missing, what = "inference_component", "inference component"
            elif _misspelt(environment, named, environments):
                continue
            yield Fault(
                given.tree.models[name].place("endpoint", missing, key=True),
                f"{name} has no {what} in {environment}, "
                f"which leaves {listed(tags)} without an answer there",
                f'add "{environment}:" with the {missing} of its endpoint there',
                ((environments[environment].place("environment"), "the environment"),),
                depends={"model": name, "environment": environment},
                magnitude=len(tags),
            )


def _used(given: Given) -> dict[str, tuple[ModelFile, dict[str, None]]]:
    """Each model that is in use, with the languages that name it, each once."""
    used: dict[str, tuple[ModelFile, dict[str, None]]] = {}
    for route, model in resolved(given.tree):
        used.setdefault(route.answerer.model, (model, {}))[1][route.tag] = None
    return used


def _misspelt(environment: str, named: Mapping[str, str], known: Mapping[str, object]) -> bool:
    """Whether an unknown name is this environment with a typo, told as an unknown environment."""
    return any(one not in known and nearest(one, known) == environment for one in named)
