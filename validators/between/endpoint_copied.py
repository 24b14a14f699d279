from collections.abc import Iterator, Sequence

from langroute_repo.tree.endpoints import Endpoint, bears, by_address, words
from langroute_repo.tree.promotion import PRODUCTION, TRIAL
from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def endpoint_copied(given: Given) -> Iterator[Fault]:
    """An endpoint bears the name of another model, or of another environment.

    This is what is left when an entry is copied and one line stays unchanged: nothing fails, and
    the wrong model answers. Write the right endpoint; if it is called like that, say so when you
    accept the warning. Two entries with one and the same endpoint are told as such.
    """
    models, environments = list(given.tree.models), list(given.tree.environments)
    for same in by_address(given.tree).values():
        owners = {endpoint.model for endpoint in same}
        alone = len({endpoint.environment for endpoint in same}) == 1
        for endpoint in same:
            model = _other_model(endpoint, models)
            if model and model not in owners:
                yield _of_model(endpoint, given.tree.models[model].place("endpoint"), model)
            elif alone and (name := _other_environment(endpoint, environments)):
                yield _of_environment(endpoint, name)


def _other_model(endpoint: Endpoint, models: Sequence[str]) -> str | None:
    """The model that an endpoint is called after, unless that is its own.

    Of two names of which one holds the other the longer counts: ``words-v2`` is not ``words``.
    """
    borne = [name for name in models if bears(endpoint.written, name)]
    longest = [
        name for name in borne if not any(name != other and bears(other, name) for other in borne)
    ]
    return longest[0] if longest and endpoint.model not in longest else None


def _other_environment(endpoint: Endpoint, environments: Sequence[str]) -> str | None:
    """The environment that an endpoint is called after, unless that is its own."""
    own = endpoint.environment
    # The model's own name may hold such a word; it says nothing about the environment.
    rest = words(endpoint.written).replace(words(endpoint.model), "-")
    if words(own) in rest:
        return None
    others = [name for name in environments if not bears(own, name)]
    kin, opposite = _kin(own)
    if not any(words(word) in rest for word in kin):
        others += opposite
    return next((name for name in others if words(name) in rest), None)


def _kin(environment: str) -> tuple[Sequence[str], Sequence[str]]:
    """Words for the same kind of environment, and words for the opposite kind."""
    for kin, opposite in ((PRODUCTION, TRIAL), (TRIAL, PRODUCTION)):
        if any(bears(environment, word) for word in kin):
            return kin, opposite
    return (), ()


def _of_model(endpoint: Endpoint, other: Place, name: str) -> Fault:
    return Fault(
        endpoint.place,
        f"the endpoint of {endpoint.model} in {endpoint.environment} is called after {name}",
        f"write the endpoint of {endpoint.model} in {endpoint.environment}",
        ((other, f"the endpoint of {name}"),),
        depends={"endpoint": endpoint.address, "called after": name},
    )


def _of_environment(endpoint: Endpoint, name: str) -> Fault:
    return Fault(
        endpoint.place,
        f'the endpoint of {endpoint.model} in {endpoint.environment} has "{name}" in it',
        f"write the endpoint of {endpoint.model} in {endpoint.environment}",
        depends={"endpoint": endpoint.address, "called after": name},
    )
