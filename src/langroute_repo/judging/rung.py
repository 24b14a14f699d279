"""What a verdict on a canary allows: its next share, its promotion, or an end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from langroute.shape import EVERYBODY
from langroute_repo.judging.beginning import Beginning
from langroute_repo.judging.day import Day
from langroute_repo.judging.judgement import Judgement
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.values import basis_points, points

# What goes on being recorded of a model that answers no longer, where nothing else is said.
RECORDED = "25%"


@dataclass(frozen=True, slots=True)
class Rung:
    """What is to be proposed; ``share`` is a canary's next one, as it is written."""

    kind: Literal["ramp", "promote", "take-back"]
    share: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """That nothing is proposed, and why."""

    because: str


def next_rung(one: Judgement, policy: PolicyFile) -> Rung | Waits:
    """What becomes of a canary now.

    A day that nothing broke is asked for on each rung after the first, so that a canary is at full
    share about two weeks after it began, and what was taken back once needs a person to go on.
    """
    case, word = one.case, one.verdict.word
    if word == "take-back":
        return Rung("take-back")
    if word == "hold":
        return Waits("; ".join(one.verdict.reasons[:3]))
    if one.beginning and (why := _taken_back(one.beginning)):
        return Waits(why)
    if not any(day.minutes and day.traffic == case.traffic for day in _whole_days(one)):
        return Waits(f"no unbroken day at {case.traffic:.0%} yet")
    share = _next_share(round(case.traffic * EVERYBODY), policy)
    if share is not None:
        return Rung("ramp", share)
    if word == "promote":
        return Rung("promote")
    return Waits("; ".join(one.verdict.reasons[:3]))


def _next_share(traffic: int, policy: PolicyFile) -> str | None:
    """The next of the policy's rungs, as far as one step may go; None on the last one."""
    above = [rung for rung in map(basis_points, policy.judged.rungs) if rung > traffic]
    if not above:
        return None
    most = traffic + basis_points(policy.change.largest_ramp_step)
    return points(min(min(above), most))


def _taken_back(beginning: Beginning) -> str:
    """When the same model had more than now; nothing where it never had, or has it again.

    Only a person gives it that back, for it is not proposed.
    """
    now = beginning.shares[0][1] if beginning.shares else None
    for (since, share), (_, before) in pairwise(beginning.shares):
        if before is not None and (share is None or share < before) and (now or 0) < before:
            return (
                f"it was taken back on {since:%Y-%m-%d}, from {before:.0%}: a person has to go on"
            )
    return ""


def _whole_days(one: Judgement) -> Sequence[Day]:
    """Days that are over: of the last one more may come."""
    return one.days[:-1] if one.broken_off else one.days
