"""Whether what a log calls one model's scores is another one's: in all languages at once.

Two models of which each has the other's scores in a few languages fit each other there, and
themselves elsewhere. How many languages are concerned is not known beforehand, so that a share of
them is taken to be, and the likeliest of several such shares counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from math import exp, log, log1p
from typing import NamedTuple

from langroute_repo.evidence.another_language import together
from langroute_repo.evidence.fit import Binned, Bins
from langroute_repo.evidence.refresh import SAMPLE, Fitting, Pair, Refresh, Scale

# How much more likely a mix-up has to be, as a natural logarithm and beyond that of how many pairs
# of models there are.
MARGIN = 2.0
# Of very many languages one is looked at that scatters so much more than is usual in some model.
STRANGE = 1.5
# Shares of the languages in which models may be mixed up.
SHARES = (0.1, 0.5)


class Suspect(NamedTuple):
    """A model whose new scores are most likely another one's, in some languages.

    ``gain`` is how much more likely, as a natural logarithm, over all languages.
    """

    model: str
    other: str
    gain: float
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Models:
    """The models of a refresh, each held against all in every language."""

    refresh: Refresh

    @cached_property
    def suspects(self) -> list[Suspect]:
        """Of every model at most one other, the likeliest."""
        found: dict[str, Suspect] = {}
        for one in self._suspects():
            if one.model not in found or one.gain > found[one.model].gain:
                found[one.model] = one
        return list(found.values())

    def _suspects(self) -> Iterator[Suspect]:
        for (model, other), gains in self._gains.items():
            gain = max(_over_all(gains.values(), share) for share in SHARES)
            if gain > MARGIN + self._chances:
                concerned = tuple(tag for tag, one in gains.items() if one > 0)
                yield Suspect(model, other, gain, concerned)

    @cached_property
    def _chances(self) -> float:
        return log(max(1, len(self._gains)))

    @cached_property
    def _gains(self) -> dict[tuple[str, str], dict[str, float]]:
        """By model, another one and language, how much more likely it is the other's.

        Where both have something new, that each is the other's, or this one alone.
        """
        found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for language in self.refresh.languages:
            had, new = self.refresh.had[language], self.refresh.models_of(language)
            if len(had) < 2 or self.refresh.as_usual(language, max, STRANGE):
                continue
            fit = self._fit(language, had, new)
            alone = {
                (one, other): fit.gain(one, other)
                for one, other in permutations(had, 2)
                if one in new
            }
            for (one, other), gain in alone.items():
                found[one, other][language] = together(gain, alone.get((other, one)))
        return found

    def _fit(self, language: str, had: list[str], new: list[str]) -> Fitting:
        repeats, old, now = self.refresh.repeats, self._binned[0], self._binned[1]
        held = {model: old[model, language] for model in had}
        found = {model: now[model, language] for model in new}
        return Scale(self._bins, held, found, 0.0, {}).fitting(repeats)

    @cached_property
    def _bins(self) -> Bins:
        """The same for all models, which are held against each other."""
        rows = [one.counts for one in self.refresh.old.values()]
        return Bins.of(rows[:: len(rows) // SAMPLE + 1])

    @cached_property
    def _binned(self) -> tuple[dict[Pair, Binned], dict[Pair, Binned]]:
        old = {pair: self._bins.counted(one.counts) for pair, one in self.refresh.old.items()}
        return old, {pair: self._bins.counted(one.new) for pair, one in self.refresh.both.items()}


def _over_all(gains: Iterable[float], share: float) -> float:
    """That a share of the languages is mixed up, over that none is."""
    return sum(log1p(share * (exp(min(gain, 500.0)) - 1)) for gain in gains)
