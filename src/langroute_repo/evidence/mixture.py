"""Recall and precision of a language that several models decide."""

from collections.abc import Iterable
from math import hypot

from langroute_repo.evidence.estimate import Estimate, NotKnown

Known = Estimate | NotKnown | None


def mixture(parts: Iterable[tuple[float, Known]]) -> Known:
    """The mean of estimates by weight; what is not known of one that has a weight is not of all.

    The interval is that of a sum of shares that were estimated apart (Zou and Donner 2008, which is
    Newcombe's method 10 for more than a difference); the weights are taken for exact. None where
    some model has no evidence at all.
    """
    weighed = [(weight, part) for weight, part in parts if weight]
    missing = next((part for _, part in weighed if not isinstance(part, Estimate)), None)
    known = [(weight, part) for weight, part in weighed if isinstance(part, Estimate)]
    if len(known) < len(weighed) or not known:
        return missing if all(part is not None for _, part in weighed) else None
    total = sum(weight for weight, _ in known)
    share = sum(weight / total * part.share for weight, part in known)
    below = hypot(*(weight / total * (part.share - part.low) for weight, part in known))
    above = hypot(*(weight / total * (part.high - part.share) for weight, part in known))
    return Estimate(
        min(1.0, share),
        max(0.0, share - below),
        min(1.0, share + above),
        sum(part.labelled for _, part in known),
        sum(part.of_dropped for _, part in known),
    )
