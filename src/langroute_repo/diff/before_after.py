"""One language before and after, seen with the same recorded scores and the same event rate.

What a change does is asked of one stream of events: that new evidence counted other events is no
effect of the change, and undoing the change undoes its effect exactly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from langroute.lookup import answering
from langroute_repo.diff.changes import Difference
from langroute_repo.diff.reading import Reading, reading
from langroute_repo.diff.split import Arms, Split, split
from langroute_repo.evidence.mixture import Known, mixture
from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.endpoint_load import volume
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.routes import CANARY, DECIDING, EVERYBODY, Slot, routes_in
from langroute_repo.tree.tree import Tree, language_names


@dataclass(frozen=True, slots=True)
class Side:
    """Who answers for a language in one state; ``found`` is None when no file does."""

    found: str | None
    readings: dict[Slot, Reading] = field(default_factory=dict)
    audit: int = 0  # basis points of what is dropped that the analysts see nevertheless

    @property
    def at_fault(self) -> bool:
        return self.found is not None and not self.readings

    @property
    def share(self) -> float | None:
        """Share of the language's events that pass; 0 when nobody answers, None when unknown."""
        parts = [(self.decides(role), self.share_of(role)) for role in DECIDING]
        if self.at_fault or any(share is None for decides, share in parts if decides):
            return None
        return sum(decides * (share or 0.0) for decides, share in parts) / EVERYBODY

    @property
    def reaches(self) -> float | None:
        """Share of the language's events that the analysts get: what passes, and the audit's."""
        share = self.share
        return None if share is None else share + (1 - share) * self.audit / EVERYBODY

    @property
    def recall(self) -> Known:
        """Of the language's relevant events those that pass, whoever answers them."""
        return mixture((one.decides, one.recall) for one in self._deciding())

    @property
    def precision(self) -> Known:
        """Of the language's events that pass those that are relevant, whoever answers them."""
        passes = ((one, 1.0 if one.share is None else one.share) for one in self._deciding())
        return mixture((one.decides * share, one.precision) for one, share in passes)

    def _deciding(self) -> Iterator[Reading]:
        return (self.readings[role] for role in DECIDING if self.decides(role))

    @property
    def alone(self) -> Reading | None:
        """The one that decides all of it, if one does."""
        found = list(self._deciding())
        return found[0] if len(found) == 1 else None

    def decided_by(self, reading: Reading | None) -> bool:
        """Whether nothing but a reading decides, or nobody where there is none."""
        return list(self._deciding()) == ([reading] if reading else [])

    def decides(self, role: Slot) -> int:
        return self.readings[role].decides if role in self.readings else 0

    def share_of(self, role: Slot) -> float | None:
        return self.readings[role].share if role in self.readings else None

    @property
    def arms(self) -> Arms:
        primary, canary = (self.readings.get(role) for role in DECIDING)
        return Arms(
            self.found,
            primary.model if primary else None,
            canary.model if canary else None,
            self.decides(CANARY),
        )


@dataclass(frozen=True)
class Sides:
    """A language before and after; ``per_day`` is None when the rate of its events is unknown."""

    tag: str
    before: Side
    after: Side
    per_day: float | None

    @property
    def at_fault(self) -> bool:
        return self.before.at_fault or self.after.at_fault

    @cached_property
    def split(self) -> Split | None:
        """Who answers which share; None while a file is at fault."""
        return None if self.at_fault else split(self.before.arms, self.after.arms)

    def pair(self, role: Slot) -> tuple[Reading | None, Reading | None]:
        return self.before.readings.get(role), self.after.readings.get(role)

    def by_scores(self, role: Slot) -> float | None:
        """Events a day more because the role's model or threshold is another one.

        Times the mean of the shares it decides before and after: so this and `by_traffic` add up
        to the whole, and undoing both gives their negatives.
        """
        was, now = self.pair(role)
        if was is None or now is None or (was.model, was.at) == (now.model, now.at):
            return 0.0
        decides = (was.decides + now.decides) / 2 / EVERYBODY
        if not decides:
            return 0.0
        if was.share is None or now.share is None:
            return None
        return self._of_passing(decides * (now.share - was.share))

    def by_traffic(self) -> float | None:
        """Events a day more because primary and canary decide other shares than before."""
        parts = [part for role in DECIDING for part in self._traffic(role)]
        known = [part for part in parts if part is not None]
        return self._of_passing(sum(known)) if len(known) == len(parts) else None

    def by_audit(self) -> float | None:
        """Events a day more because another share of what is dropped is seen."""
        more = (self.after.audit - self.before.audit) / EVERYBODY
        if not more:
            return 0.0
        was, now = self.before.share, self.after.share
        return None if was is None or now is None else self._per_day(more * (1 - (was + now) / 2))

    def _traffic(self, role: Slot) -> Iterator[float | None]:
        more = self.after.decides(role) - self.before.decides(role)
        if more:
            shares = [one.share for one in self.pair(role) if one is not None]
            known = [share for share in shares if share is not None]
            complete = len(known) == len(shares)
            yield more / EVERYBODY * sum(known) / len(known) if complete else None

    def by_decisions(self) -> float | None:
        """Events a day more because of who decides, and how."""
        return self._sum([self.by_traffic(), *(self.by_scores(role) for role in DECIDING)])

    def more(self) -> float | None:
        """Events a day that the analysts get more; None where it is not known."""
        return self._sum([self.by_decisions(), self.by_audit()])

    def _sum(self, parts: list[float | None]) -> float | None:
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) and not self.at_fault else None

    def _of_passing(self, share: float) -> float | None:
        """Of a share that passes, what the analysts did not see as part of an audit."""
        return self._per_day(share * (1 - (self.before.audit + self.after.audit) / 2 / EVERYBODY))

    def _per_day(self, share: float) -> float | None:
        """No difference is none at any rate."""
        if not share:
            return 0.0
        return None if self.per_day is None else self.per_day * share


def sides_of(found: Difference) -> Callable[[str], Sides]:
    """Both sides of each language, worked out when they are asked for."""
    before, after = on_same_evidence(found)

    @cache
    def sides(tag: str) -> Sides:
        counted = counted_by(before, after, tag)
        per_day = counted.events.per_day if counted else None
        was, now = (_side(found, tree, tag, per_day) for tree in (before, after))
        return Sides(tag, was, now, per_day)

    return sides


def on_same_evidence(found: Difference) -> tuple[Tree, Tree]:
    """Both states, reading the newest evidence that either has."""

    @cache
    def newest(model: str, tag: str) -> Evidence | None:
        path = found.after.evidence_paths.get((model, tag))
        if path is not None and path not in found.changed:
            return found.after.evidence(model, tag)
        return _newest(tree.evidence(model, tag) for tree in (found.before, found.after))

    return (
        replace(found.before, evidence_reader=newest),
        replace(found.after, evidence_reader=newest),
    )


def counted_by(before: Tree, after: Tree, tag: str) -> Evidence | None:
    """The evidence that says how many events a language has, the same for both states."""
    files = ((tree, tree.languages.get(tag)) for tree in (before, after))
    return _newest(
        volume(tree, tag, file.model.primary.model) for tree, file in files if file and file.model
    )


def _newest(found: Iterator[Evidence | None]) -> Evidence | None:
    return max(
        (one for one in found if one is not None),
        key=lambda one: (one.window.last, one.total, one.events.per_day, one.digest),
        default=None,
    )


def _side(found: Difference, tree: Tree, tag: str, per_day: float | None) -> Side:
    file = tree.languages.get(tag)
    answers: str | None = tag
    if file is None:
        others = {**found.others(), **tree.languages}
        answers = answering(tag, language_names(others))
        file = others[answers] if answers else None
    routes = routes_in(file, tag) if file else ()
    readings = {one.slot: replace(reading(tree, one), per_day=per_day) for one in routes}
    return Side(answers, readings, audit_of(tree, file.model) if file and file.model else 0)
