"""Whether what a log calls one language is another one: by all of its models at once.

A log whose column of languages is wrong is wrong in every model that answered, and in how many
events there were. Two languages that took each other's place fit each other both ways, which chance
seldom does. What is likely is held against how seldom logs are mixed up, and against how many
languages there are to be mistaken for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from statistics import fmean
from typing import NamedTuple

from langroute_repo.evidence.refresh import FEW, NEAREST, Fitting, Refresh

# How much more likely another language has to be, as natural logarithms and beyond that of how
# many pairs of languages there are; of one language alone, and of two that changed places.
ALONE = 4.0
SWAPPED = 3.0
# How much more likely one of two that changed places may look like itself.
AGAINST = -1.0
# Of very many languages one is looked at whose scores scatter so much more than is usual, all
# models together: one in thirty does by chance.
STRANGE = 1.35
# Volumes of the same language scatter by this from log to log, as a natural logarithm; Student's t
# with so many degrees, for a wire may be added on any day.
VOLUME = 0.35
DEGREES = 3


class Suspect(NamedTuple):
    """A language whose new scores are most likely another one's.

    ``gain`` is how much more likely, as a natural logarithm; ``models`` have scores of both.
    """

    language: str
    other: str
    gain: float
    models: tuple[str, ...]
    swapped: bool


@dataclass(frozen=True)
class Languages:
    """The languages of a refresh, each held against all."""

    refresh: Refresh

    @cached_property
    def suspects(self) -> list[Suspect]:
        """Of every language at most one other, the likeliest."""
        found = (self._suspect(language) for language in self.refresh.languages)
        return [one for one in found if one]

    @cached_property
    def _chances(self) -> float:
        return log(max(2, len(self.refresh.languages) * (len(self.refresh.had) - 1)))

    @cached_property
    def _fits(self) -> Mapping[str, Fitting]:
        models = dict.fromkeys(model for model, _ in self.refresh.both)
        return {one: self.refresh.scale(one).fitting(self.refresh.repeats) for one in models}

    def _suspect(self, language: str) -> Suspect | None:
        most: tuple[float, Suspect] | None = None
        if self.refresh.as_usual(language, fmean, STRANGE):
            return None
        for other in self._others(language):
            alone = self._gain(language, other)
            if alone < AGAINST:
                continue
            over = alone - ALONE - self._chances
            back = self._gain(other, language) if self._models(other, language) else None
            both = together(alone, back)
            swap_over = both - SWAPPED - self._chances if both > alone else over
            worst = max(over, swap_over)
            if worst > 0 and (most is None or worst > most[0]):
                told = Suspect(language, other, both, self._models(language, other), both > alone)
                most = worst, told
        return most[1] if most else None

    def _others(self, language: str) -> Iterable[str]:
        """Those that it may be: all, or of very many the nearest."""
        found = [one for one in self.refresh.had if one != language and self._models(language, one)]
        if len(found) <= FEW:
            return found
        near = {one: self._roughly(language, one) for one in found}
        return sorted(near, key=lambda one: -near[one])[:NEAREST]

    def _roughly(self, language: str, other: str) -> float:
        scores = sum(
            self._fits[one].roughly(language, other) - self._fits[one].roughly(language, language)
            for one in self._models(language, other)
        )
        return scores + self._volume(language, other)

    def _models(self, language: str, other: str) -> tuple[str, ...]:
        """The models with new scores of a language that had scores of the other."""
        had = self.refresh.had.get(other, [])
        return tuple(one for one in self.refresh.models_of(language) if one in had)

    def _gain(self, language: str, other: str) -> float:
        """How much more likely a language's new scores are the other's than its own."""
        models = self._models(language, other)
        scores = sum(self._fits[one].gain(language, other) for one in models)
        return scores + self._volume(language, other)

    def _volume(self, language: str, other: str) -> float:
        """The same of how many events there are a day."""
        now, own, its = self._now[language], self._before[language], self._before[other]
        if not (now and own and its):
            return 0.0
        return _student(log(now / its)) - _student(log(now / own))

    @cached_property
    def _now(self) -> dict[str, float]:
        """Events a day by language; they are the same whichever model answers them."""
        return {tag: one.after.events.per_day for (_, tag), one in self.refresh.both.items()}

    @cached_property
    def _before(self) -> dict[str, float]:
        return {tag: one.events.per_day for (_, tag), one in self.refresh.old.items()}


def together(gain: float, back: float | None) -> float:
    """That two changed places, where each may be the other; ``back`` is None where it is not new.

    Chance may let one of them look a little more like itself, and not more.
    """
    return gain + back if back is not None and min(gain, back) > AGAINST and back > 0 else gain


def _student(distance: float) -> float:
    """Student's t of a distance on the logarithmic scale, as a logarithm and up to a constant."""
    return -(DEGREES + 1) / 2 * log(1 + (distance / VOLUME) ** 2 / DEGREES)
