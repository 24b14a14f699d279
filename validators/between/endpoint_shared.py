from collections.abc import Iterator, Sequence

from langroute_repo.tree.endpoints import Endpoint, bears, by_address
from validators.finding import Fault, Given


def endpoint_shared(given: Given) -> Iterator[Fault]:
    """Two models name the same endpoint in the same environment.

    This is how a copied model file with one line left unchanged looks: the wrong model answers,
    without an error, for every language that names the copy. Give each model its own endpoint.
    """
    for same in by_address(given.tree).values():
        for environment in sorted({endpoint.environment for endpoint in same}):
            sharing = [endpoint for endpoint in same if endpoint.environment == environment]
            if len(sharing) > 1:
                yield from _faults(sharing)


def _faults(sharing: Sequence[Endpoint]) -> Iterator[Fault]:
    """One for each but the model whose name the endpoint bears, or else the first."""
    rightful = next((one for one in sharing if bears(one.written, one.model)), sharing[0])
    for endpoint in sharing:
        if endpoint is not rightful:
            yield Fault(
                endpoint.place,
                f"the endpoint of {endpoint.model} in {endpoint.environment} "
                f"is also that of {rightful.model}",
                f"write the endpoint of {endpoint.model}; no two models share one",
                ((rightful.place, f"the endpoint of {rightful.model}"),),
                depends={"model": endpoint.model, "endpoint": endpoint.address},
            )
