"""Counted and estimated shares for machines."""

from langroute_repo.evidence import estimate as labels
from langroute_repo.evidence.interval import CountedShare
from langroute_repo.evidence.mixture import Known
from langroute_repo.output.base import ByLabels, Estimate
from langroute_repo.render.labels import why


def estimate(part: CountedShare | None) -> Estimate | None:
    """A share with its interval and the number of events it is of."""
    if part is None:
        return None
    low, high = part.interval
    return Estimate(share=part.share, low=low, high=high, of=part.whole)


def by_labels(part: Known) -> ByLabels | None:
    """Recall, precision or a ratio of recalls; None where it is not known."""
    if not isinstance(part, labels.Estimate):
        return None
    return ByLabels(
        share=part.share,
        low=part.low,
        high=part.high,
        of=part.labelled,
        of_dropped=part.of_dropped,
    )


def not_known(*parts: Known) -> str | None:
    """Why the first of some figures that is not known is not; None where all are."""
    found = (why(part) for part in parts if isinstance(part, labels.NotKnown))
    return next(found, None)
