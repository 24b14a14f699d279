"""How long a verdict takes, before anything is asked: days, events and labels at present rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf

from langroute.sequential import MOST, Range, around, needed
from langroute_repo.judging import clauses
from langroute_repo.judging.case import Case
from langroute_repo.judging.day import Day, total
from langroute_repo.judging.limits import Limits
from langroute_repo.wording import counted

# Of a candidate that is as good as its primary, until a log tells: on the recorded scores the two
# decide differently on 22 % of the events, and on 20 % of the relevant ones.
DISAGREEING, RELEVANT_DISAGREEING = 0.22, 0.20
FAILING, SLOW = 0.002, 0.01
MONTH = 30


@dataclass(frozen=True, slots=True)
class Needed:
    """What a clause takes: so many of something, of which so many come on a day."""

    clause: str
    number: int
    what: str
    a_day: float

    @property
    def days(self) -> float:
        return self.number / self.a_day if self.a_day and self.number < MOST else inf

    def __str__(self) -> str:
        if self.days == inf:
            return f"{self.clause}: never at these rates"
        return (
            f"{self.clause}: {self.number:,} {self.what}, about {counted(ceil(self.days), 'day')}"
        )


@dataclass(frozen=True, slots=True)
class Outlook:
    """What each clause takes for a candidate that is as good as its primary."""

    needs: tuple[Needed, ...]
    first_verdict: int
    advice: tuple[str, ...]

    @property
    def days(self) -> int | None:
        """Until a verdict; None where it takes more than a month."""
        longest = max((one.days for one in self.needs), default=inf)
        return max(self.first_verdict, ceil(longest)) if longest <= MONTH else None

    @property
    def slowest(self) -> Needed:
        return max(self.needs, key=lambda one: one.days)


def outlook(
    case: Case, limits: Limits, labels: float, told: int, days: Sequence[Day] = ()
) -> Outlook | None:
    """What is needed, at ``labels`` labels a day; None where nobody knows how many events come.

    ``told`` is how often a story comes; ``days`` are those of a log, which know better.
    """
    if not case.per_day:
        return None
    asked = case.per_day * _asked(case)
    pairs = case.per_day * case.paired / told
    disagreeing, relevant = _disagreeing(days)
    allowed = Range(max(0.05, 0.5 * (1 - limits.recall_points / relevant)), 1.0)
    prevalence = case.prevalence or 0.25
    share = min(1.0, relevant * prevalence / disagreeing)
    useful = min(labels, pairs * disagreeing) * share
    needs = [
        Needed(clauses.FAILURES, needed(FAILING, Range(0, limits.failures)), "minutes", asked),
        Needed(clauses.LATENCY, needed(SLOW, Range(0, limits.slow_answers)), "answers", asked),
        Needed(clauses.RECALL, needed(0.5, allowed), clauses.LABELS, useful),
    ]
    if case.promised is not None:
        range_ = around(case.promised, clauses.PASSES_WITHIN)
        contents = asked / told
        needs.append(Needed(clauses.PASSES, needed(case.promised, range_), "contents", contents))
    if case.role == "canary" and case.traffic:
        range_ = around(case.traffic, clauses.TRAFFIC_ODDS)
        number = needed(case.traffic, range_)
        needs.append(Needed(clauses.ANSWERED, number, "keyed events", case.per_day))
    return Outlook(tuple(needs), limits.first_verdict, tuple(_advice(case, labels, pairs, needs)))


def _asked(case: Case) -> float:
    """The share of the events that the candidate is asked about, as whatever."""
    if case.role == "shadow":
        return case.traffic
    return case.traffic + (1 - case.traffic) * case.paired


def _disagreeing(days: Sequence[Day]) -> tuple[float, float]:
    """The share of the pairs on which the two disagree, and of the relevant ones."""
    if not days:
        return DISAGREEING, RELEVANT_DISAGREEING
    held = total(list(days))
    if held.disagreements < MONTH:
        return DISAGREEING, RELEVANT_DISAGREEING
    return held.disagreements / held.pairs, RELEVANT_DISAGREEING


def _advice(case: Case, labels: float, pairs: float, needs: Sequence[Needed]) -> list[str]:
    """What would shorten it, where it takes more than a month."""
    if max(one.days for one in needs) <= MONTH:
        return []
    found = []
    if case.paired < 1:
        key = "compared" if case.role == "canary" else "traffic"
        found.append(f"{key}: 100% of the {case.role} asks both models about every event")
    if labels < pairs * DISAGREEING:
        found.append("more labels of disagreements a day")
    if case.role == "canary" and case.traffic < 0.25:
        found.append("a larger share of the events, within the limits of a step")
    return found or ["nothing but time: a person has to judge it (docs/judging.md)"]
