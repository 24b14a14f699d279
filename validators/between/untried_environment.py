from collections.abc import Iterator

from langroute_repo.tree.endpoints import bears
from langroute_repo.tree.promotion import PRODUCTION, predecessors
from langroute_repo.wording import listed
from validators.finding import Fault, Given


def untried_environment(given: Given) -> Iterator[Fault]:
    """Production comes after no other environment.

    Without ``after`` it is pushed to although staging never ran the change, and nobody would
    notice that the line was lost. Name the environment that a change is tried in first.
    """
    after = predecessors(given.tree)
    trials = [name for name in given.tree.environments if not _counts(name)]
    for name, before in after.items():
        if before is None and trials and _counts(name):
            yield Fault(
                given.tree.environments[name].place("environment"),
                f"{name} comes after no other environment, so nothing is tried before it",
                f"add after: and one of {listed(trials, last='or')}"
                if len(trials) > 1
                else f"add the line after: {trials[0]}",
                depends={"environment": name, "after": "none"},
            )


def _counts(environment: str) -> bool:
    """Whether the name says that this is where it counts."""
    return any(bears(environment, word) for word in PRODUCTION)
