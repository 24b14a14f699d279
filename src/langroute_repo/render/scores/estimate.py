"""A counted share for machines."""

from langroute_repo.evidence.interval import CountedShare, MixedShare
from langroute_repo.output.base import Estimate


def estimate(part: CountedShare | MixedShare | None) -> Estimate | None:
    """A share with its interval and the number of events it is of."""
    if part is None:
        return None
    low, high = part.interval
    return Estimate(share=part.share, low=low, high=high, of=part.whole)
