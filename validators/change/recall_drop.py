from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.evidence.interval import drop, wilson
from langroute_repo.evidence.seal import grid_of
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.policy import ChangeLimits
from langroute_repo.tree.routes import Route
from langroute_repo.tree.values import basis_points, percentage
from validators.depends import as_before, decision
from validators.finding import Fault, Given
from validators.language_changes import Decider, deciders


def recall_drop(given: Given) -> Iterator[Fault]:
    """A change drops more of the events that analysts called relevant than is allowed.

    Recall is the share of the events labelled relevant that pass. The loss is the counted one, told
    with the interval that so many labels leave. Of small tuning it is told only when even the lower
    end of that is above the limit: one of few labelled events is lost often, and seldom more.
    """
    limits = given.change[0].limits().change
    for decider in deciders(*given.change):
        losses = [loss for loss in _losses(given, decider, limits) if loss.over(limits)]
        worst = max(losses, key=lambda loss: loss.counted, default=None)
        if worst:
            yield Fault(
                decider.route.place("threshold"),
                f"{worst}; the limit is {limits.recall_points}",
                _cure(worst),
                depends={
                    **as_before(decision(worst.old.answerer)),
                    **decision(decider.route.answerer),
                },
            )


class _Loss(NamedTuple):
    """What is kept of the events labelled relevant, before and after, each of how many."""

    old: Route
    route: Route
    evidence: Evidence
    before: tuple[int, int]
    after: tuple[int, int]
    interval: tuple[float, float]
    steps: float

    @property
    def counted(self) -> Fraction:
        return Fraction(*self.before) - Fraction(*self.after)

    def over(self, limits: ChangeLimits) -> bool:
        lost = self.interval[0] if self.steps <= limits.small_tuning else self.counted
        return 100 * lost > limits.recall_points

    def __str__(self) -> str:
        low, high = (f"{100 * end:.1f}" for end in self.interval)
        return (
            f"the {self.route.role} keeps {percentage(*self.after)} of {self.after[1]:,} events "
            f"labelled relevant in {self.route.tag}, {percentage(*self.before)} before: "
            f"{float(100 * self.counted):.1f} points of recall lost (95% interval {low} to {high})"
        )


def _losses(given: Given, decider: Decider, limits: ChangeLimits) -> Iterator[_Loss]:
    new = reading(given.tree, decider.route)
    for old in decider.compared(basis_points(limits.promote_from)):
        was = reading(given.change[0], old)
        if was.evidence is None or new.evidence is None:
            continue
        before, after = _kept(was.evidence, was.at), _kept(new.evidence, new.at)
        if min(before[1], after[1]) >= limits.fewest_labels:
            interval, steps = _interval(was, new, before, after), new.steps_from(was)
            yield _Loss(old, decider.route, new.evidence, before, after, interval, steps)


def _kept(evidence: Evidence, at: Decimal) -> tuple[int, int]:
    """Events labelled relevant: those that pass, and all."""
    return sum(evidence.relevant[evidence.cell(float(at)) :]), sum(evidence.relevant)


def _interval(
    was: Reading, new: Reading, before: tuple[int, int], after: tuple[int, int]
) -> tuple[float, float]:
    """Of the loss; on the same events it is a share of them, which is known much better."""
    same = was.evidence == new.evidence
    if same and before[0] >= after[0]:
        return wilson(before[0] - after[0], before[1])
    return drop(before, after)


def _cure(loss: _Loss) -> str:
    """The highest value that keeps as much as before."""
    part, whole = loss.before
    at, kept = next(
        (at, kept)
        for at in reversed(grid_of(loss.evidence))
        if (kept := _kept(loss.evidence, at))[0] * whole >= part * kept[1]
    )
    return f"{at:f} would keep {percentage(*kept)}; if the loss is meant, say why"
