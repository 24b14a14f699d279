from collections.abc import Iterator

from langroute_repo.tree.values import basis_points
from validators.finding import Fault, Given
from validators.language_changes import Pair, pairs


def canary_skipped(given: Given) -> Iterator[Fault]:
    """A model becomes the primary that was not a canary with a large share before.

    All events of the language jump to a model that has answered few of them or none. Whatever only
    shows on many events, from a slow endpoint to a threshold of another language, shows on all of
    them at once. Going back to the former primary is the same jump, and has a reason to name.
    """
    share = given.change[0].limits().change.promote_from
    for pair in pairs(*given.change):
        was, now = pair.before.primary.model, pair.after.primary.model
        canary = pair.before.canary
        tried = canary.traffic if canary and canary.model == now else None
        if was != now and (tried is None or basis_points(tried) < basis_points(share)):
            yield Fault(
                pair.file.place("primary", "model"),
                f'"{now}" takes the place of "{was}" in {pair.tag} {_after(tried, share)}',
                _cure(pair, now, tried, share),
                depends={"model before": was, "model": now, "traffic before": tried or "none"},
            )


def _after(tried: str | None, share: str) -> str:
    if tried is None:
        return "without having been the canary"
    return f"after {tried} of the traffic as the canary; it takes {share}"


def _cure(pair: Pair, model: str, tried: str | None, share: str) -> str:
    if tried is None:
        return f"make {model} the canary of {pair.tag} and raise its traffic step by step"
    return f"raise the canary of {pair.tag} to {share} first, step by step"
