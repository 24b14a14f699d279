"""Whether new labels say relevant where the old ones said that it is not.

A label is held against its score: how often events of about that score were relevant before. Labels
that were turned around fit the opposite of that better than that itself, by far even of few.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import log, sqrt
from statistics import mean
from typing import NamedTuple

from langroute.scale import CELLS
from langroute_repo.evidence.refresh import Both, Refresh

# How much more likely the opposite has to be, as a natural logarithm and beyond that of how many
# languages there are.
MARGIN = 2.0
BINS = 12
# Labels before that tell how relevance goes with the score; of fewer nothing can be said.
FEWEST = 20


class Reversed(NamedTuple):
    """A language whose new labels say the opposite, by the labels of these models.

    ``gain`` is how much more likely that is, as a natural logarithm.
    """

    language: str
    gain: float
    models: tuple[str, ...]


def reversed_labels(refresh: Refresh) -> list[Reversed]:
    """The languages whose labels are most likely turned around."""
    found = []
    limit = MARGIN + log(max(1, len(refresh.languages)))
    for language in refresh.languages:
        models = tuple(refresh.models_of(language))
        gains = {
            model: _gain(refresh.both[model, language], _edges(refresh, model), refresh.told)
            for model in models
        }
        known = {model: gain for model, gain in gains.items() if gain is not None}
        # All models have the same labels: each tells of them, and none tells more than once.
        if known and (gain := mean(known.values())) > limit:
            found.append(Reversed(language, gain, tuple(known)))
    return found


def _gain(both: Both, edges: Sequence[int], told: float) -> float | None:
    """How much more likely the opposite is; None where too little was labelled to say."""
    old = both.old
    if not sum(both.labelled):
        return None
    if sum(old.labelled) < FEWEST:
        return _by_rank(both, told)
    usual = sum(old.relevant) / sum(old.labelled)
    gain = 0.0
    for start, end in pairwise(edges):
        labelled, relevant = sum(old.labelled[start:end]), sum(old.relevant[start:end])
        rate = (relevant / told + usual) / (labelled / told + 1)
        rate = min(0.98, max(0.02, rate))
        good = sum(both.relevant[start:end])
        rest = sum(both.labelled[start:end]) - good
        gain += (good - rest) / told * log((1 - rate) / rate)
    return gain


def _by_rank(both: Both, told: float) -> float | None:
    """Without labels before: by how surely the relevant ones score lower than the others.

    Mann and Whitney's statistic, of whose normal deviate the likelihood ratio is the half square.
    """
    good = sum(both.relevant)
    rest = sum(both.labelled) - good
    if min(good, rest) < told:
        return None
    ahead, below = 0.0, 0
    for labelled, relevant in zip(both.labelled, both.relevant, strict=True):
        ahead += relevant * (below + (labelled - relevant) / 2)
        below += labelled - relevant
    spread = sqrt(told * (good + rest + 1) / 12 / good / rest)
    deviate = (0.5 - ahead / good / rest) / spread
    return deviate * abs(deviate) / 2


def halves(labelled: Sequence[int], relevant: Sequence[int]) -> tuple[float, float]:
    """The share of relevant ones among the labels with the lower scores, and with the higher."""
    below = list(accumulate(labelled))
    middle = next(cell for cell, number in enumerate(below) if 2 * number >= below[-1]) + 1
    return tuple(
        sum(relevant[part]) / (sum(labelled[part]) or 1)
        for part in (slice(middle), slice(middle, None))
    )  # type: ignore[return-value]


def _edges(refresh: Refresh, model: str) -> tuple[int, ...]:
    """The first cells of some runs that hold about as many scores each, and the scale's end."""
    starts = refresh.scale(model).bins.starts
    return (*starts[:: len(starts) // BINS + 1], CELLS + 1)
