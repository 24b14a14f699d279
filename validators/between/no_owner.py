from collections.abc import Iterator

from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given

POLICY = "config/policy.yaml"
CURE = (
    'owners: {machinery: ["@acme/ml-platform"], policy: ["@acme/risk-lead"], '
    'workflows: ["@acme/platform-security"]}'
)


def no_owner(given: Given) -> Iterator[Fault]:
    """Nobody owns what is no language's and no model's.

    Whom GitHub asks to approve is made of the owners in the files. Languages and models cannot do
    without; limits, environments and sources, the rules themselves and the workflows have theirs
    from `config/policy.yaml`. Without them whoever may write changes a limit, a rule or a role,
    and nobody is asked.
    """
    policy = given.tree.policy
    if policy is None and not any(stray.path == POLICY for stray in given.tree.strays):
        yield _fault(Place(POLICY), f"there is no {POLICY}, so", f"write {POLICY} with {CURE}")
    elif policy and policy.model and policy.model.owners is None:
        yield _fault(policy.place(), "without owners here", f"add {CURE}")


def _fault(place: Place, why: str, cure: str) -> Fault:
    return Fault(
        place,
        f"{why} nobody owns the rest of config/, the rules and verbs, and .github/",
        f"{cure}, of your own teams",
        depends={"owners": "none"},
    )
