from collections.abc import Iterator, Sequence
from itertools import combinations

from langroute_repo.tree.endpoints import Endpoint, by_address
from langroute_repo.tree.promotion import predecessors, promotion_order
from validators.finding import Fault, Given


def endpoint_in_two_environments(given: Given) -> Iterator[Fault]:
    """Two environments use the same endpoint.

    What is tried in staging then runs on what production depends on, and a trial of a new endpoint
    is none. Environments that come after the same one, such as two regions, may share endpoints.
    """
    order = promotion_order(given.tree)
    after = predecessors(given.tree)
    for same in by_address(given.tree).values():
        known = [endpoint for endpoint in same if endpoint.environment in after]
        pair = _pair(sorted(known, key=lambda one: order.index(one.environment)), after)
        if pair:
            yield _fault(*pair)


def _pair(
    same: Sequence[Endpoint], after: dict[str, str | None]
) -> tuple[Endpoint, Endpoint] | None:
    """The first two of different environments that must not share."""
    for one, other in combinations(same, 2):
        siblings = after[one.environment] is not None and (
            after[one.environment] == after[other.environment]
        )
        if one.environment != other.environment and not siblings:
            return one, other
    return None


def _fault(early: Endpoint, late: Endpoint) -> Fault:
    other = "it" if early.model == late.model else late.model
    return Fault(
        early.place,
        f"{early.model} uses in {early.environment} the endpoint "
        f"that {other} uses in {late.environment}",
        f"name an endpoint that only {early.environment} uses, "
        f"so that a trial there does not reach {late.environment}",
        ((late.place, f"the same endpoint in {late.environment}"),),
        depends={
            "endpoint": early.address,
            "other model": late.model,
            "other environment": late.environment,
        },
    )
