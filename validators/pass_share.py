"""What a decider lets pass, held against what another route let pass: how far it jumps."""

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.evidence.interval import CountedShare
from langroute_repo.evidence.seal import value_passing
from langroute_repo.render.figures import events
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.policy import ChangeLimits
from langroute_repo.tree.routes import EVERYBODY, Route
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import basis_points
from validators.language_changes import Decider


class Jump(NamedTuple):
    """A route with the one that it is held against, and what passes of the recorded scores."""

    old: Route
    route: Route
    was: Reading
    now: Reading
    before: CountedShare
    after: CountedShare

    @property
    def odds(self) -> float:
        return odds_factor(self.before.share, self.after.share)

    def over(self, limits: ChangeLimits) -> str:
        """Which limit it is over, in words; empty when it is over none."""
        odds = self.odds
        if odds > limits.pass_odds:
            moved = f"by × {odds:.2f}" if odds < inf else "beyond any factor"
            return f"the odds of passing change {moved}; the limit is × {limits.pass_odds}"
        if self.now.steps_from(self.was) <= limits.small_tuning or not self.before.part:
            return ""
        # Of whole numbers, for they are exact.
        old, new = self.before.part * self.after.whole, self.after.part * self.before.whole
        if abs(new - old) * EVERYBODY <= basis_points(limits.pass_share) * old:
            return ""
        return (
            f"{abs(new - old) / old:.1%} {'more' if new > old else 'fewer'} events pass; "
            f"the limit is {limits.pass_share}"
        )

    def said(self, limits: ChangeLimits) -> str:
        """What is told of it where it is over a limit; empty where it is over none."""
        over = self.over(limits)
        return f"{self.passes()}: {over}{self.volume()}" if over else ""

    def passes(self) -> str:
        tag, was, now = self.route.tag, self.was, self.now
        if was.model == now.model:
            return f"the {self.route.role} {now.model} passes {was.passes} → {now.passes} in {tag}"
        return f"in {tag} {was.model} passed {was.passes}, {now.model} passes {now.passes}"

    def volume(self) -> str:
        """What it is for the analysts, where the share of the traffic stays the same."""
        more = self.now.more_per_day(self.was.share)
        if self.was.decides != self.now.decides or more is None:
            return ""
        return f"; {events(more)} for the analysts"

    def cure(self) -> str:
        assert self.now.evidence is not None, "something of it passes"
        return cure(self.now.evidence, self.before.share)


def cure(evidence: Evidence, share: float) -> str:
    """What would let as many pass as before, by the evidence of now."""
    at = value_passing(evidence, share)
    passes = evidence.passes(float(at))
    return f"{at:f} would pass {passes}, as before; if the jump is meant, say why"


def jumps(before: Tree, after: Tree, decider: Decider, limits: ChangeLimits) -> Iterator[Jump]:
    """How a decider moved from each route that it is held against."""
    now = reading(after, decider.route)
    for old in decider.compared(basis_points(limits.promote_from)):
        was = reading(before, old)
        if was.passing and now.passing:
            yield Jump(old, decider.route, was, now, was.passing, now.passing)


def odds_factor(one: float, other: float) -> float:
    """By what factor the odds of passing differ, at least 1; infinite for never or always."""
    low, high = (one, other) if one < other else (other, one)
    if low == high:
        return 1.0
    return inf if low == 0 or high == 1 else high * (1 - low) / (low * (1 - high))
