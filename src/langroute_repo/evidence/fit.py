"""How well newly recorded scores fit those recorded before: of their own pair, or of another one.

Scores of the same model in the same language differ from log to log for three reasons, and all
three have to be allowed for before scores are said to be somebody else's. They are draws; the same
story is told several times, so that fewer draws were made than there are scores; and what the news
are about changes, by which all scores rise or fall a little together (an exponential tilt). What
remains is likely or unlikely by a Dirichlet-multinomial distribution over bins of the scale.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import exp, lgamma, log, log1p, sqrt

from langroute.scale import CELLS

BINS = 40
# Standard deviations of the scores by which their mean usually moves from one log to the next: a
# quarter from week to week, and a little for what else is usual.
DRIFT = 0.3
# Stories after which more of them tell no more: the shape changes too, and not by drift alone.
CEILING = 2000.0
# Stories' worth of the mean over all, mixed into each: a bin that is empty is not impossible.
SMOOTHING = 5.0
# A tilt beyond this is taken for one of this size: it would be another model, not other news.
FARTHEST = 1.0
# What is like nothing before is spread anyhow: as if so few stories were known of it; and how often
# that is so.
ANYTHING = 10.0
SELDOM = 0.01
# The share of a bin that nothing fell into, and how many deviations from the mean a place is at
# most, lest a model of nearly constant scores drifts out of all numbers.
RARE = 1e-4
OUTER = 8.0
STEPS = 4  # of Newton's, from no tilt at all


@dataclass(frozen=True)
class Binned:
    """So many scores by bin; ``total`` at least 1."""

    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Bins:
    """A partition of the scale's cells: the first cell of each bin, and each bin's middle."""

    starts: tuple[int, ...]
    middles: tuple[float, ...]
    # The shares of all that the bins were made from, each row counting as much as another.
    usual: tuple[float, ...]

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> "Bins":
        """Bins that hold about as many scores each."""
        mixed = [0.0] * (CELLS + 1)
        for row in rows:
            total = sum(row) or 1
            for cell, count in enumerate(row):
                if count:
                    mixed[cell] += count / total
        whole, starts = sum(mixed) or 1.0, [0]
        for cell, below in enumerate(accumulate(mixed)):
            if len(starts) < BINS and cell < CELLS and below >= whole * len(starts) / BINS:
                starts.append(cell + 1)
        held, moment = [0.0] * len(starts), [0.0] * len(starts)
        for cell, weight in enumerate(mixed):
            found = bisect_right(starts, cell) - 1
            held[found] += weight
            moment[found] += weight * cell
        middles = (m / h if h else float(s) for m, h, s in zip(moment, held, starts, strict=True))
        usual = ((one / whole + RARE) / (1 + RARE * len(held)) for one in held)
        return cls(tuple(starts), tuple(middles), tuple(usual))

    def counted(self, row: Sequence[int]) -> Binned:
        """A row of counts by bin."""
        edges = (*self.starts, len(row))
        counts = tuple(sum(row[a:b]) for a, b in pairwise(edges))
        return Binned(counts, sum(counts) or 1)


@dataclass(frozen=True)
class Reference:
    """What was recorded before, as what new scores are drawn from.

    ``places`` are those of the bins, in standard deviations from the mean; ``stories`` how many
    draws the shares are known by.
    """

    shares: tuple[float, ...]
    places: tuple[float, ...]
    stories: float

    @classmethod
    def of(cls, old: Binned, bins: Bins, repeats: float) -> "Reference":
        stories = old.total / repeats
        shares = tuple(
            (count / repeats + SMOOTHING * share) / (stories + SMOOTHING)
            for count, share in zip(old.counts, bins.usual, strict=True)
        )
        mean = sum(share * at for share, at in zip(shares, bins.middles, strict=True))
        square = sum(share * at * at for share, at in zip(shares, bins.middles, strict=True))
        deviation = sqrt(max(1.0, square - mean * mean))
        places = tuple(max(-OUTER, min(OUTER, (at - mean) / deviation)) for at in bins.middles)
        return cls(shares, places, 1 / (1 / stories + 1 / CEILING))

    @cached_property
    def logarithms(self) -> tuple[float, ...]:
        """Those of the shares."""
        return tuple(log(max(1e-9, share)) for share in self.shares)

    def tilt(self, new: Binned, repeats: float, common: float) -> float:
        """By how much the news drifted, at most likely; ``common`` is what all drifted by."""
        drawn = new.total / repeats
        known = drawn * self.stories / (drawn + self.stories)
        precision, places = 1 / DRIFT**2, self.places
        wanted = sum(map(_product, places, new.counts)) / new.total
        tilt = common
        for _ in range(STEPS):
            weights = [
                share * exp(tilt * at) for share, at in zip(self.shares, places, strict=True)
            ]
            firsts = list(map(_product, weights, places))
            whole = sum(weights)
            mean = sum(firsts) / whole
            spread = sum(map(_product, firsts, places)) / whole - mean * mean
            step = known * (wanted - mean) - precision * (tilt - common)
            tilt = max(-FARTHEST, min(FARTHEST, tilt + step / (known * spread + precision)))
        return tilt

    def tilted(self, tilt: float) -> list[float]:
        """The shares of the bins after a drift."""
        weights = [
            share * exp(tilt * at) for share, at in zip(self.shares, self.places, strict=True)
        ]
        whole = sum(weights)
        return [weight / whole for weight in weights]

    def likelihood(self, new: Binned, repeats: float, common: float, stories: float) -> float:
        """The natural logarithm of how likely the new scores are, if so many stories were known.

        Up to what is the same for every reference that as many are known of. Of two that are alike
        the one that is known better would seem the likelier.
        """
        drawn = new.total / repeats
        known = drawn * stories / (drawn + stories)
        precision = 1 / DRIFT**2
        tilt = self.tilt(new, repeats, common)
        fit = _drawn(self.tilted(tilt), stories, new, repeats)
        return fit - (tilt - common) ** 2 * precision / 2 - log1p(known / precision) / 2

    def dispersion(self, old: Binned, new: Binned, tilt: float) -> float:
        """How much more the new scores scatter than single draws do: Pearson's, by its degrees."""
        both = 1 + new.total / old.total
        # So far off that a bin keeps no share is as far off as can be told.
        expected = (
            (max(1e-6, new.total * share), count)
            for share, count in zip(self.tilted(tilt), new.counts, strict=True)
        )
        squares = sum((count - wanted) ** 2 / wanted for wanted, count in expected)
        return squares / both / max(1, len(self.shares) - 2)


def of_nobody(bins: Bins, new: Binned, repeats: float) -> float:
    """The same of scores that are spread like nothing before, which seldom happens."""
    return _drawn(bins.usual, ANYTHING, new, repeats) + log(SELDOM)


def _drawn(shares: Sequence[float], stories: float, new: Binned, repeats: float) -> float:
    """Dirichlet-multinomial, up to what depends on the new scores alone."""
    fit = lgamma(stories) - lgamma(stories + new.total / repeats)
    for share, count in zip(shares, new.counts, strict=True):
        if count:
            held = stories * share
            fit += lgamma(held + count / repeats) - lgamma(held)
    return fit


def _product(one: float, other: float) -> float:
    return one * other
