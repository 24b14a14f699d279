from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from langroute_repo.tree.values import basis_points
from validators.finding import Fault, Given


def idle_canary(given: Given) -> Iterator[Fault]:
    """The canary has 0 % of the traffic.

    That is a way to park it, and nobody gets an answer from it: who looks for its effect later
    finds none. Accept it while it is meant.
    """
    for _, file, language in valid(given.tree.languages):
        if language.canary and not basis_points(language.canary.traffic):
            yield Fault(
                file.place("canary", "traffic"),
                f'"{language.canary.model}" is the canary and answers for nobody at '
                f"{language.canary.traffic}",
                "give it a share such as 1%, make it a shadow, or remove it",
                depends={"model": language.canary.model, "traffic": language.canary.traffic},
            )
