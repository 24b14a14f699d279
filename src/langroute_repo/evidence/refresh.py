"""A change of evidence: what was newly recorded, beside what was recorded before, bin by bin."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
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
        return [model for model, tag in self.both if tag == language]

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


def _both(old: Evidence, new: Evidence) -> Both:
    grown = new.window.first == old.window.first and new.window.last > old.window.last
    rows = [
        (new.counts, old.counts),
        (new.labelled, old.labelled),
        (new.relevant, old.relevant),
    ]
    more = [tuple(now - was for now, was in zip(*row, strict=True)) for row in rows]
    if not grown or min(map(min, more)) < 0:
        more = [tuple(now) for now, _ in rows]
    return Both(old, new, *more)


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
        cls, old: Mapping[str, Iterable[int]], new: Mapping[str, Iterable[int]], told: float
    ) -> "Scale":
        bins = Bins.of([list(row) for row in old.values()])
        held = {name: bins.counted(list(row)) for name, row in old.items()}
        found = {name: bins.counted(list(row)) for name, row in new.items()}
        tilts, scatter = {}, {}
        for name, one in found.items():
            reference = Reference.of(held[name], bins, told)
            tilts[name] = reference.tilt(one, told, 0.0)
            scatter[name] = reference.dispersion(held[name], one, tilts[name])
        common = median(tilts.values()) if len(tilts) >= ENOUGH else 0.0
        return cls(bins, held, found, max(-TOGETHER, min(TOGETHER, common)), scatter)

    def fitting(self, repeats: float) -> Callable[[str, str], float]:
        """How likely what is new of a name is by what another one had, as a logarithm.

        By its own: that it is spread as it was, or like nothing before.
        """
        references = {name: Reference.of(one, self.bins, repeats) for name, one in self.old.items()}

        @cache
        def fit(name: str, other: str) -> float:
            found = references[other].likelihood(self.new[name], repeats, self.common)
            return (
                found
                if name != other
                else max(found, of_nobody(self.bins, self.new[name], repeats))
            )

        return fit
