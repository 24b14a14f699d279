"""Whether what a log calls one model's scores is another one's: in all languages at once.

Two models of which each has the other's scores in a few languages fit each other there, and
themselves elsewhere. How many languages are concerned is not known beforehand, so that a share of
them is taken to be, and the likeliest of several such shares counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from math import exp, log, log1p
from typing import NamedTuple

from langroute_repo.evidence.another_language import together
from langroute_repo.evidence.refresh import Refresh, Scale

# How much more likely a mix-up has to be, as a natural logarithm and beyond that of how many pairs
# of models there are.
MARGIN = 2.0
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
            had = [model for model, tag in self.refresh.old if tag == language]
            new = self.refresh.models_of(language)
            fit = self._fit(language, had, new)
            alone = {
                (one, other): fit(one, other) - fit(one, one)
                for one, other in permutations(had, 2)
                if one in new
            }
            for (one, other), gain in alone.items():
                found[one, other][language] = together(gain, alone.get((other, one)))
        return found

    def _fit(self, language: str, had: list[str], new: list[str]) -> Callable[[str, str], float]:
        old = {model: self.refresh.old[model, language].counts for model in had}
        now = {model: self.refresh.both[model, language].new for model in new}
        return Scale.of(old, now, self.refresh.told).fitting(self.refresh.repeats)


def _over_all(gains: Iterable[float], share: float) -> float:
    """That a share of the languages is mixed up, over that none is."""
    return sum(log1p(share * (exp(min(gain, 500.0)) - 1)) for gain in gains)
