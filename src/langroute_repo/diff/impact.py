"""What a whole difference does: to each language's events, and to each endpoint at its peak."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from langroute_repo.diff.before_after import Side, Sides, counted_by, on_same_evidence, sides_of
from langroute_repo.diff.changes import Change, Difference
from langroute_repo.diff.effect import Effect, concerns_answers, told, unrecorded
from langroute_repo.diff.kind import Kind, Moves
from langroute_repo.tree.endpoint_load import Load, capacity, loads
from langroute_repo.tree.tree import Tree

Told = tuple[Change, Effect]
# Events a day; fewer are none.
NOTABLE = 0.5


@dataclass(frozen=True)
class LanguageImpact:
    """A language before and after; ``answers`` is whether any of its answers can change."""

    sides: Sides
    answers: bool
    # A change that the recorded scores do not show is among them.
    unrecorded: bool

    @property
    def tag(self) -> str:
        return self.sides.tag

    @property
    def passes_before(self) -> float | None:
        """Share of the language's events that pass."""
        return self.sides.before.share

    @property
    def passes_after(self) -> float | None:
        return None if self.unrecorded else self.sides.after.share

    @property
    def reaches(self) -> tuple[float | None, float | None]:
        """Share of the events that the analysts get before and after, audits included."""
        return self.sides.before.reaches, None if self.unrecorded else self.sides.after.reaches

    @property
    def known_after(self) -> Side | None:
        """The side after; None where the recorded scores do not show it."""
        return None if self.unrecorded else self.sides.after

    @property
    def size(self) -> float:
        """Events a day that the analysts get more or fewer; at most, where that is not known.

        A language of which not even that is known is none that anybody recorded.
        """
        if self.more is not None:
            return abs(self.more)
        return NOTABLE if self.sides.per_day is None else max(NOTABLE, self.sides.per_day)

    @property
    def more(self) -> float | None:
        """Events a day that the analysts get more; None where it is not known."""
        if not self.answers:
            return 0.0
        return None if self.unrecorded else self.sides.more()

    def per_day(self, share: float | None) -> float | None:
        """That share of the language's events, a day."""
        if share is None or self.sides.per_day is None:
            return None
        return share * self.sides.per_day


@dataclass(frozen=True, slots=True)
class EndpointImpact:
    """What a model is asked for at the peak, and can take, in requests a second.

    None where there is no such model. Not counted are the ``unknown`` languages: nobody knows the
    rate of their events, or their file is at fault.
    """

    model: str
    before: Fraction | None
    after: Fraction | None
    capacity_before: Fraction | None
    capacity_after: Fraction | None
    unknown: tuple[str, ...]

    @property
    def over(self) -> bool:
        """Whether it is asked for more than it can take, afterwards."""
        if self.after is None or self.capacity_after is None:
            return False
        return self.after > self.capacity_after

    @property
    def overloaded(self) -> bool:
        """Whether the change brings that about, or makes it worse."""
        return self.over and self._excess(self.after, self.capacity_after) > max(
            Fraction(0), self._excess(self.before, self.capacity_before)
        )

    @staticmethod
    def _excess(asked: Fraction | None, can: Fraction | None) -> Fraction:
        return (asked or Fraction(0)) - (can or Fraction(0))


class Impact:
    """Everything that reports tell of a difference, worked out once."""

    def __init__(self, found: Difference) -> None:
        self.found = found
        self._sides = sides_of(found)

    @cached_property
    def told(self) -> list[Told]:
        """Each change with its effect."""
        return list(told(self.found, self._sides))

    def sides(self, tag: str) -> Sides:
        return self._sides(tag)

    @cached_property
    def languages(self) -> Mapping[str, LanguageImpact]:
        """The languages with a change that is one, in the order in which they are told."""
        changes: dict[str, list[Change]] = {}
        for change in self.found.changes:
            if change.language and change.kind is not Kind.NO_EFFECT:
                changes.setdefault(change.language, []).append(change)
        return {tag: self._language(tag, of) for tag, of in changes.items()}

    def _language(self, tag: str, changes: list[Change]) -> LanguageImpact:
        sides = self._sides(tag)
        return LanguageImpact(
            sides,
            any(concerns_answers(change, sides) for change in changes),
            any(unrecorded(change, sides) for change in changes),
        )

    @cached_property
    def ranked(self) -> list[str]:
        """The languages, the largest effect first."""
        return sorted(self.languages, key=lambda tag: self.languages[tag].size, reverse=True)

    @cached_property
    def endpoints(self) -> list[EndpointImpact]:
        """The models that are asked for more or less than before, or can take more or less."""
        if not any(Moves.LOAD in change.kind.moves for change in self.found.changes):
            return []
        return [one for one in self._loads() if _moved(one)]

    def _loads(self) -> Iterator[EndpointImpact]:
        before, after, at_fault = self._whole()

        def peak(tag: str, _: str) -> int | None:
            counted = counted_by(before, after, tag)
            return counted.events.peak_per_second if counted else None

        was, now = (loads(tree, peak) for tree in (before, after))
        for model in sorted({*before.models, *after.models}):
            old, new = was.get(model, Load()), now.get(model, Load())
            yield EndpointImpact(
                model,
                old.total if model in before.models else None,
                new.total if model in after.models else None,
                _capacity(before, model),
                _capacity(after, model),
                tuple(sorted(old.unknown | new.unknown | at_fault)),
            )

    def _whole(self) -> tuple[Tree, Tree, set[str]]:
        """Both states with all languages, but for those that are at fault in one of them."""
        trees = on_same_evidence(self.found)
        groups = [{**self.found.others(), **tree.languages} for tree in trees]
        at_fault = {tag for group in groups for tag, file in group.items() if file.model is None}
        before, after = (
            replace(tree, languages={tag: f for tag, f in group.items() if tag not in at_fault})
            for tree, group in zip(trees, groups, strict=True)
        )
        return before, after, at_fault


def _moved(one: EndpointImpact) -> bool:
    return (one.before or 0, one.capacity_before) != (one.after or 0, one.capacity_after)


def _capacity(tree: Tree, name: str) -> Fraction | None:
    model = tree.model(name)
    return capacity(model) if model else None
