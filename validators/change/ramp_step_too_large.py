from collections.abc import Iterator

from langroute_repo.tree.routes import EVERYBODY
from langroute_repo.tree.values import basis_points, points
from validators.finding import Fault, Given
from validators.language_changes import Pair, pairs


def ramp_step_too_large(given: Given) -> Iterator[Fault]:
    """A canary gets more of the traffic at once than config/policy.yaml allows.

    A new model that is wrong shows itself on few events or on many; the step decides which. It is
    also what 5% that became 50% looks like. A new canary begins at nothing. To reduce or to end a
    canary is never too large a step.
    """
    limit = basis_points(given.change[0].limits().change.largest_ramp_step)
    for pair in pairs(*given.change):
        canary = pair.after.canary
        if canary is None:
            continue
        before, after = _share_before(pair, canary.model), basis_points(canary.traffic)
        if after - before > limit:
            yield Fault(
                pair.file.place("canary", "traffic"),
                f'the canary "{canary.model}" gets {points(after)} of {pair.tag} after '
                f"{points(before)}, a step of {_count(after - before)}; "
                f"the limit is {_count(limit)}",
                f"go to {points(before + limit)} first: ./langroute set {pair.tag} canary.traffic "
                f"{points(before + limit)}",
                depends={
                    "model": canary.model,
                    "traffic before": points(before),
                    "traffic": points(after),
                },
            )


def _share_before(pair: Pair, model: str) -> int:
    """Basis points of the language's events that the model answered before."""
    canary = pair.before.canary
    share = basis_points(canary.traffic) if canary else 0
    if canary and canary.model == model:
        return share
    return EVERYBODY - share if pair.before.primary.model == model else 0


def _count(basis: int) -> str:
    return f"{points(basis).removesuffix('%')} points"
