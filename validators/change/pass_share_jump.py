from collections.abc import Iterator
from fractions import Fraction
from math import inf
from typing import NamedTuple

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.evidence.interval import CountedShare
from langroute_repo.evidence.seal import value_passing
from langroute_repo.render.figures import events
from langroute_repo.tree.files.policy import ChangeLimits
from langroute_repo.tree.routes import EVERYBODY, Route
from langroute_repo.tree.values import basis_points
from validators.depends import as_before, decision
from validators.finding import Fault, Given
from validators.language_changes import Decider, deciders


def pass_share_jump(given: Given) -> Iterator[Fault]:
    """A change moves the share of events that pass by more than config/policy.yaml allows.

    A value of another language, a slipped decimal point or swapped digits are valid and raise no
    error; that the analysts get half as many events again is what gives them away. It is measured
    by the odds of passing, so that 2 → 4 % is as much of a jump as 50 → 67 %: on the recorded
    scores of the model, and of the model that it replaces. Where a threshold moves farther than
    small tuning does, a tenth more or fewer events are a jump, too. A canary that takes over with
    the threshold at which it was watched is none.
    """
    limits = given.change[0].limits().change
    for decider in deciders(*given.change):
        jumps = [jump for jump in _jumps(given, decider, limits) if jump.over(limits)]
        worst = max(jumps, key=lambda jump: jump.odds, default=None)
        if worst:
            yield Fault(
                decider.route.place("threshold"),
                f"{worst.passes()}: {worst.over(limits)}{worst.volume()}",
                worst.cure(),
                depends={
                    **as_before(decision(worst.old.answerer)),
                    **decision(decider.route.answerer),
                },
            )


class _Jump(NamedTuple):
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
        if self.odds > limits.pass_odds:
            moved = f"by × {self.odds:.2f}" if self.odds < inf else "beyond any factor"
            return f"the odds of passing change {moved}; the limit is × {limits.pass_odds}"
        if self.now.steps_from(self.was) <= limits.small_tuning or not self.before.part:
            return ""
        before, after = (Fraction(one.part, one.whole) for one in (self.before, self.after))
        more = after / before - 1
        if abs(more) * EVERYBODY <= basis_points(limits.pass_share):
            return ""
        return (
            f"{float(abs(more)):.1%} {'more' if more > 0 else 'fewer'} events pass; "
            f"the limit is {limits.pass_share}"
        )

    def passes(self) -> str:
        tag, was, now = self.route.tag, self.was, self.now
        if was.model == now.model:
            return f"the {self.route.role} {now.model} passes {was.passes} → {now.passes} in {tag}"
        return f"in {tag} {was.model} passed {was.passes}, {now.model} passes {now.passes}"

    def volume(self) -> str:
        """What it is for the analysts, where the share of the traffic stays the same."""
        was, now = self.was, self.now
        if was.decides != now.decides or was.passed_per_day is None or now.passed_per_day is None:
            return ""
        return f"; {events(now.passed_per_day - was.passed_per_day)} for the analysts"

    def cure(self) -> str:
        assert self.now.evidence is not None, "something of it passes"
        at = value_passing(self.now.evidence, self.before.share)
        passes = self.now.evidence.passes(float(at))
        return f"{at:f} would pass {passes}, as before; if the jump is meant, say why"


def _jumps(given: Given, decider: Decider, limits: ChangeLimits) -> Iterator[_Jump]:
    now = reading(given.tree, decider.route)
    for old in decider.compared(basis_points(limits.promote_from)):
        was = reading(given.change[0], old)
        if was.passing and now.passing:
            yield _Jump(old, decider.route, was, now, was.passing, now.passing)


def odds_factor(one: float, other: float) -> float:
    """By what factor the odds of passing differ, at least 1; infinite for never or always."""
    low, high = sorted((one, other))
    if low == high:
        return 1.0
    return inf if low == 0 or high == 1 else high * (1 - low) / (low * (1 - high))
