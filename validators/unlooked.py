"""What of a change nobody could look at: that nothing was found says nothing then."""

from collections.abc import Iterator

from langroute_repo.tree.values import basis_points
from validators.finding import Given
from validators.language_changes import moved


def unlooked(given: Given) -> Iterator[str]:
    """A sentence for each thing; none where the change moves nothing that it would be about."""
    if given.before is None:
        return
    before, after = given.change
    limits = before.limits().change
    decides = any(moved(before, after, basis_points(limits.promote_from)))
    if not decides and before.policy is after.policy:
        return
    reason = given.earlier()
    if isinstance(reason, str):
        yield (
            f"what small steps of the last {limits.look_back.removesuffix('d')} days add up to is "
            f"not known: {reason}"
        )
