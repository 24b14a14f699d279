from collections.abc import Iterator

from langroute_repo.tree.values import basis_points
from validators.finding import Fault, Given
from validators.language_changes import pairs


def canary_nearly_stopped(given: Given) -> Iterator[Fault]:
    """A canary is cut to a share that is next to nothing, and not ended.

    Nobody can judge it there, so it is forgotten and stays. It is also what 5% that became 0.5%
    looks like. A canary may begin that small; one that fails is ended.
    """
    smallest = given.change[0].limits().change.smallest_canary
    for pair in pairs(*given.change):
        was, now = pair.before.canary, pair.after.canary
        if was is None or now is None or was.model != now.model:
            continue
        before, after = basis_points(was.traffic), basis_points(now.traffic)
        if 0 < after < basis_points(smallest) <= before:
            yield Fault(
                pair.file.place("canary", "traffic"),
                f'the canary "{now.model}" is cut from {was.traffic} of {pair.tag} to '
                f"{now.traffic}; the smallest share is {smallest}",
                f"write a share of {smallest} or more, or end it: "
                f"./langroute set {pair.tag} canary none",
                depends={
                    "model": now.model,
                    "traffic before": was.traffic,
                    "traffic": now.traffic,
                },
            )
