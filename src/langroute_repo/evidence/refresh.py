"""A change of evidence: what was newly recorded, beside what was recorded before, bin by bin."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import mul, sub
from statistics import median
from typing import NamedTuple

from langroute_repo.evidence.fit import Binned, Bins, Reference, of_nobody
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.tree import Tree

Pair = tuple[str, str]  # model, language
# Pairs that a typical one can be told from; of fewer, the policy's word is taken.
ENOUGH = 5
# How many times as often as the policy says a story may be told, before it is not that any more.
MOST_TOLD = 4
# Rows that bins are made from at most, taken evenly: of more they are no better.
SAMPLE = 100
# Languages up to which each is held against all, and how much more than is usual the scores of
# one of more have to scatter: one in thirty does by chance.
FEW = 60
NEAREST = 30  # of more, that each is held against
STRANGE = 1.5
# As far as all scores of a model together are taken to drift, in standard deviations.
TOGETHER = 0.5


class Both(NamedTuple):
    """The evidence of a pair before and after, and what is new of it by cell.

    Where days were added to those that were there, what was there is not new.
    """

    old: Evidence
    after: Evidence
    new: tuple[int, ...]
    labelled: tuple[int, ...]
    relevant: tuple[int, ...]


@dataclass(frozen=True)
class Refresh:
    """Every pair whose evidence was recorded anew, and what all pairs had before."""

    old: Mapping[Pair, Evidence]
    both: Mapping[Pair, Both]
    # How often a story is told, by the policy.
    told: float
    paths: Mapping[Pair, str] = field(default_factory=dict)
    _scales: dict[str, "Scale"] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, before: Tree, after: Tree) -> "Refresh":
        """Of two trees; evidence that is at fault on either side is told of by other rules."""
        told = float(before.limits().measured.repeats)
        both = {}
        for pair in sorted(before.evidence_paths.keys() & after.evidence_paths.keys()):
            now, was = after.evidence(*pair), before.evidence(*pair)
            if now and was and now is not was and now.counts != was.counts:
                both[pair] = _both(was, now)
        models, languages = ({pair[at] for pair in both} for at in (0, 1))
        held = ((pair, before.evidence(*pair)) for pair in before.evidence_paths)
        old = {
            pair: one
            for pair, one in held
            if one and one.total and (pair[0] in models or pair[1] in languages)
        }
        usable = {pair: one for pair, one in both.items() if _comparable(one)}
        return cls(old, usable, told, before.evidence_paths)

    def path(self, pair: Pair) -> str:
        """The file that holds the evidence of a pair."""
        return self.paths[pair]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Those with anything new."""
        return tuple(sorted({language for _, language in self.both}))

    def models_of(self, language: str) -> list[str]:
        """The models with anything new in a language."""
        return self._new.get(language, [])

    @cached_property
    def had(self) -> dict[str, list[str]]:
        """The models that had evidence of each language."""
        return _by_language(self.old)

    @cached_property
    def _new(self) -> dict[str, list[str]]:
        return _by_language(self.both)

    def as_usual(self, language: str, of: Callable[[list[float]], float], most: float) -> bool:
        """Whether what is new of a language is nothing to wonder at; never so of few languages.

        ``of`` takes its models together, and ``most`` is how much more they may scatter than usual.
        Of many each would have to be held against all, and only what fits its own badly can fit
        another one so much better that among so many it is no chance.
        """
        if len(self.languages) <= FEW:
            return False
        scatter = [self.scale(model).scatter[language] for model in self.models_of(language)]
        return of(scatter) < most * self.repeats

    def scale(self, model: str) -> "Scale":
        """A model's languages on bins of its own."""
        if model not in self._scales:
            old = {tag: one.counts for (name, tag), one in self.old.items() if name == model}
            new = {tag: one.new for (name, tag), one in self.both.items() if name == model}
            self._scales[model] = Scale.of(old, new, self.told)
        return self._scales[model]

    @cached_property
    def repeats(self) -> float:
        """How many scores tell as much as one draw: as all pairs together scatter."""
        scatter = [
            one
            for model in dict.fromkeys(model for model, _ in self.both)
            for one in self.scale(model).scatter.values()
        ]
        if len(scatter) < ENOUGH:
            return self.told
        return max(1.0, min(MOST_TOLD * self.told, median(scatter)))


def _by_language(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for model, language in pairs:
        found.setdefault(language, []).append(model)
    return found


def _both(old: Evidence, new: Evidence) -> Both:
    rows = (new.counts, new.labelled, new.relevant), (old.counts, old.labelled, old.relevant)
    if new.window.first == old.window.first and new.window.last > old.window.last:
        more = [tuple(map(sub, now, was)) for now, was in zip(*rows, strict=True)]
        if min(map(min, more)) >= 0:
            return Both(old, new, *more)
    return Both(old, new, *map(tuple, rows[0]))


def _comparable(one: Both) -> bool:
    return bool(one.old.total and sum(one.new)) and one.old.score == one.after.score


@dataclass(frozen=True)
class Scale:
    """Rows of counts on common bins: what there was by name, and what is new."""

    bins: Bins
    old: Mapping[str, Binned]
    new: Mapping[str, Binned]
    common: float
    scatter: Mapping[str, float]

    @classmethod
    def of(
        cls, old: Mapping[str, Sequence[int]], new: Mapping[str, Sequence[int]], told: float
    ) -> "Scale":
        rows = list(old.values())
        bins = Bins.of(rows[:: len(rows) // SAMPLE + 1])
        held = {name: bins.counted(row) for name, row in old.items()}
        found = {name: bins.counted(row) for name, row in new.items()}
        tilts, scatter = {}, {}
        for name, one in found.items():
            reference = Reference.of(held[name], bins, told)
            tilts[name] = reference.tilt(one, told, 0.0)
            scatter[name] = reference.dispersion(held[name], one, tilts[name])
        common = median(tilts.values()) if len(tilts) >= ENOUGH else 0.0
        return cls(bins, held, found, max(-TOGETHER, min(TOGETHER, common)), scatter)

    def fitting(self, repeats: float) -> "Fitting":
        """How what is new fits what each had, a story being told so often."""
        return Fitting(self, repeats)


class Fitting:
    """How likely what is new of a name is by what another one had, as a logarithm."""

    def __init__(self, scale: Scale, repeats: float) -> None:
        self._scale, self._repeats = scale, repeats
        self._known: dict[tuple[str, str], float] = {}
        self._references = {
            name: Reference.of(one, scale.bins, repeats) for name, one in scale.old.items()
        }

    def gain(self, name: str, other: str) -> float:
        """By how much more likely by what another one had than by its own.

        By its own is that it is spread as it was, or like nothing before. Both count as known by
        as many stories as the one that is known less.
        """
        if (name, other) not in self._known:
            scale, new, told = self._scale, self._scale.new[name], self._repeats
            own, its = self._references[name], self._references[other]
            stories = min(own.stories, its.stories)
            by_own = max(
                own.likelihood(new, told, scale.common, stories), of_nobody(scale.bins, new, told)
            )
            by_its = its.likelihood(new, told, scale.common, stories)
            self._known[name, other] = by_its - by_own
        return self._known[name, other]

    def roughly(self, name: str, other: str) -> float:
        """The same at a tenth of the price, for choosing whom to look at: no drift, no doubt."""
        new = self._scale.new[name].counts
        whole: float = sum(map(mul, new, self._references[other].logarithms))
        return whole / self._repeats
