"""What a decider loses of the relevant events, held against another route, as labels tell it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import hypot
from typing import NamedTuple

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.evidence.estimate import Estimate, recall_ratio
from langroute_repo.evidence.interval import wilson
from langroute_repo.evidence.seal import grid_of
from langroute_repo.evidence.suggest import value_recalling
from langroute_repo.render.labels import by
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.policy import ChangeLimits
from langroute_repo.tree.routes import Route
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import basis_points
from validators.language_changes import Decider

# Where only what is kept of it is known, the points of a loss are those of a recall of 85 %.
USUAL = 0.85


class Loss(NamedTuple):
    """Points of recall that are lost; ``doubtful`` is one that counts by its lower end alone."""

    old: Route
    words: str
    points: float
    low: float
    doubtful: bool
    cure: Callable[[], str]  # worked out where somebody is told of it

    def over(self, limits: ChangeLimits) -> bool:
        return (self.low if self.doubtful else self.points) > limits.recall_points


def losses(
    before: Tree, after: Tree, decider: Decider, limits: ChangeLimits, when: str = "today"
) -> Iterator[Loss]:
    """What is lost from each route that a decider is held against; ``when`` that decided."""
    new = reading(after, decider.route)
    for old in decider.compared(basis_points(limits.promote_from)):
        was = reading(before, old)
        if was.evidence is None or new.evidence is None:
            continue
        one = was.model == new.model and was.evidence.score == new.evidence.score
        if one:
            loss = Raised(old, was, new.evidence).loss(decider.route, new, limits, when)
        else:
            loss = _of_two(old, decider.route, was, new, limits)
        if loss:
            yield loss


class Raised:
    """What a model loses of the relevant events that pass at one value, where it is raised.

    Counted once for however many other values; by the evidence of those.
    """

    def __init__(self, old: Route, was: Reading, evidence: Evidence) -> None:
        self._old, self._was, self._evidence = old, was, evidence

    @cached_property
    def _counted(self) -> "_Counted":
        return _Counted.of(self._evidence, self._was.at)

    def loss(
        self, route: Route, new: Reading, limits: ChangeLimits, when: str = "today"
    ) -> Loss | None:
        """What is lost at a value; None where nothing can be, or too few labels tell it."""
        if new.at <= self._was.at or self._counted.events < limits.fewest_labels:
            return None
        counted = self._counted
        lost, kept = counted.lost(new.at), new.kept_of(self._was)
        if isinstance(kept, Estimate):
            low, high = 1 - kept.high, 1 - kept.low
            of = f"relevant events that pass in {route.tag} {when}, {by(kept)}"
        else:
            low, high = wilson(lost * counted.events, counted.events)
            of = f"{counted.events:,} events labelled relevant that pass in {route.tag} {when}"
        limit = float(limits.recall_points) / USUAL
        return Loss(
            self._old,
            f"the {route.role} drops {100 * lost:.1f}% of the {of} (95% interval {100 * low:.1f} "
            f"to {100 * high:.1f}%); the limit is {limit:.1f}%, which is {limits.recall_points} "
            f"points of a recall of {100 * USUAL:.0f}%",
            100 * USUAL * lost,
            100 * USUAL * low,
            doubtful=new.steps_from(self._was) <= limits.small_tuning,
            cure=lambda: counted.cure,
        )


@dataclass(frozen=True)
class _Counted:
    """Events labelled relevant by cell, each as often as the labels of its kind stand for."""

    evidence: Evidence
    rows: tuple[tuple[float, list[int]], ...]
    start: int

    @classmethod
    def of(cls, evidence: Evidence, at: Decimal) -> "_Counted":
        """Of the events that pass at a value; both strata where labels stand for both."""
        start, strata = evidence.cell(float(at)), evidence.strata
        if strata is None:
            return cls(evidence, ((1.0, evidence.relevant),), start)
        _, kept, _, dropped = strata.rows
        if isinstance(recall_ratio(evidence, float(at), float(at)), Estimate):
            weighed = ((strata.kept, kept), (strata.dropped, dropped))
            rows = tuple((one.events / one.labels, row) for one, row in weighed if one.labels)
        else:
            rows = ((1.0, kept),)
        return cls(evidence, rows, start)

    @cached_property
    def events(self) -> int:
        """How many were labelled relevant."""
        return sum(sum(row[self.start :]) for _, row in self.rows)

    def lost(self, at: Decimal) -> float:
        """The share of them below a value."""
        end = self.evidence.cell(float(at))
        return sum(weight * sum(row[self.start : end]) for weight, row in self.rows) / self._whole

    @cached_property
    def _whole(self) -> float:
        return sum(weight * sum(row[self.start :]) for weight, row in self.rows)

    @cached_property
    def cure(self) -> str:
        """The highest value that drops none of them."""
        first = next(
            cell
            for cell in range(self.start, len(self.evidence.counts))
            if any(row[cell] for _, row in self.rows)
        )
        fits = (one for one in grid_of(self.evidence) if self.evidence.cell(float(one)) <= first)
        return f"{max(fits):f} would drop none of them; if the loss is meant, say why"


def _of_two(
    old: Route, route: Route, was: Reading, new: Reading, limits: ChangeLimits
) -> Loss | None:
    """Of a model that takes the place of another one: by the recall of both."""
    before, after, evidence = was.recall, new.recall, new.evidence
    if evidence is None or was.evidence is None:
        return None
    if not isinstance(before, Estimate) or not isinstance(after, Estimate):
        return None
    if min(sum(one.relevant) for one in (was.evidence, evidence)) < limits.fewest_labels:
        return None
    lost = before.share - after.share
    low = lost - hypot(before.share - before.low, after.high - after.share)
    high = lost + hypot(before.high - before.share, after.share - after.low)
    return Loss(
        old,
        f"the {route.role} keeps {100 * after.share:.1f}% of the relevant events in {route.tag}, "
        f"{100 * before.share:.1f}% before: {100 * lost:.1f} points of recall lost (95% interval "
        f"{100 * low:.1f} to {100 * high:.1f}); the limit is {limits.recall_points}",
        100 * lost,
        100 * low,
        doubtful=False,
        cure=lambda: (
            f"{value_recalling(evidence, before.share):f} would keep as many; if the loss is "
            "meant, say why"
        ),
    )
