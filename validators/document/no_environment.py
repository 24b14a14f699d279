from collections.abc import Iterator

from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def no_environment(given: Given) -> Iterator[Fault]:
    """There is no environment.

    Whatever the other files say, nothing of it would ever reach a reader.
    """
    if not given.tree.environments:
        yield Fault(
            Place("config/environments"),
            "no environment: nothing would be pushed",
            "add config/environments/production.yaml",
            depends={"environment": "none"},
        )
