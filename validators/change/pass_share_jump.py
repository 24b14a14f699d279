from collections.abc import Iterator

from validators.depends import as_before, decision
from validators.finding import Fault, Given
from validators.language_changes import deciders
from validators.pass_share import jumps


def pass_share_jump(given: Given) -> Iterator[Fault]:
    """A change moves the share of events that pass by more than config/policy.yaml allows.

    A value of another language, a slipped decimal point or swapped digits are valid and raise no
    error; that the analysts get half as many events again is what gives them away. It is measured
    by the odds of passing, so that 2 → 4 % is as much of a jump as 50 → 67 %: on the recorded
    scores of the model, and of the model that it replaces. Where a threshold moves farther than
    small tuning does, a tenth more or fewer events are a jump, too. A canary that takes over with
    the threshold at which it was watched is none.
    """
    before, after = given.change
    limits = before.limits().change
    for decider in deciders(before, after):
        over = [jump for jump in jumps(before, after, decider, limits) if jump.over(limits)]
        worst = max(over, key=lambda jump: jump.odds, default=None)
        if worst:
            yield Fault(
                decider.route.place("threshold"),
                worst.said(limits),
                worst.cure(),
                depends={
                    **as_before(decision(worst.old.answerer)),
                    **decision(decider.route.answerer),
                },
            )
