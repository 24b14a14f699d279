"""How long a verdict takes, before anything is asked: days, events and labels at present rates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil, inf
from typing import Any, NamedTuple

from langroute.sequential import MOST, Range, around, needed
from langroute_repo.judging import clauses, passing
from langroute_repo.judging.case import Case
from langroute_repo.judging.day import Day, total
from langroute_repo.judging.limits import Limits
from langroute_repo.wording import counted

# Of a candidate that is as good as its primary, until a log tells. On the recorded scores of six
# pairs of models, each with thresholds of the same recall, the two decide differently on 8 to 24 %
# of the events and on 14 to 18 % of the relevant ones (medians over languages).
DISAGREEING, RELEVANT_DISAGREEING = 0.20, 0.17
FEWEST = 30  # disagreements of a log, and 10 labels of relevant ones, by which a share is known
FAILING, SLOW = 0.002, 0.01
MONTH = 30
LARGER = 0.25  # a share of the events at which a canary is asked often enough
PASSING, RELEVANT = 0.25, 0.25  # until evidence tells
LABELS_A_DAY = "labels"
WORTH = 1.15  # what shortens it by less is not worth doing


# It is asked for the same again wherever one thing is changed.
_number = cache(needed)


class _Change(NamedTuple):
    """What somebody could do, and what it changes: of a case, or the labels a day."""

    advice: str
    changed: Mapping[str, float]


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
            return f"{self.clause}: never as it is"
        return (
            f"{self.clause}: {self.number:,} {self.what}, about {counted(ceil(self.days), 'day')}"
        )


@dataclass(frozen=True, slots=True)
class Outlook:
    """What each clause takes for a candidate that is as good as its primary, the slowest first.

    ``advice`` is the least that would make it a month where it takes more, or all that would
    shorten it, and ``advised`` the days that it takes then.
    """

    needs: tuple[Needed, ...]
    first_verdict: int
    advice: tuple[str, ...]
    advised: float = inf

    @property
    def days(self) -> int | None:
        """Until a verdict; None where it takes more than a month."""
        longest = self.needs[0].days
        return max(self.first_verdict, ceil(longest)) if longest <= MONTH else None


def outlook(
    case: Case, limits: Limits, labels: float, told: int, days: Sequence[Day] = ()
) -> Outlook | None:
    """What is needed, at ``labels`` labels a day; None where nobody knows how many events come.

    ``told`` is how often a story comes; ``days`` are those of a log, which know better.
    """
    if not case.per_day:
        return None
    disagree = _disagreeing(days, case.prevalence)

    def takes(changes: Sequence[_Change]) -> tuple[Needed, ...]:
        changed: dict[str, Any] = {name: to for one in changes for name, to in one.changed.items()}
        given = changed.pop(LABELS_A_DAY, labels)
        return _needs(replace(case, **changed), limits, given, told, disagree)

    now = takes(())
    if now[0].days <= MONTH:
        return Outlook(now, limits.first_verdict, ())
    everything = takes(list(_changes(case, inf)))
    recall = next(one.days for one in everything if one.clause == clauses.RECALL)
    share = min(1.0, recall / MONTH)  # of all disagreements is as many as a month takes
    changes = list(_changes(case, ceil(share * case.per_day / told * disagree[0])))
    best = takes(changes)[0].days
    enough = MONTH if best <= MONTH else WORTH * best
    for one in tuple(changes):
        others = [other for other in changes if other is not one]
        if takes(others)[0].days <= enough:
            changes = others
    advised = takes(changes)[0].days
    return Outlook(now, limits.first_verdict, tuple(one.advice for one in changes), advised)


def _needs(
    case: Case, limits: Limits, labels: float, told: int, disagree: tuple[float, float]
) -> tuple[Needed, ...]:
    """What each clause takes, the slowest first; what has no evidence takes for ever."""
    events, asked = case.per_day or 0.0, _asked(case) * (case.per_day or 0.0)
    disagreeing, relevant = disagree
    labelled = min(labels, events * case.paired / told * disagreeing)
    useful = labelled * min(1.0, relevant * (case.prevalence or 0.0) / disagreeing)
    allowed = Range(max(clauses.LEAST_GAINS, 0.5 * (1 - limits.recall_points / relevant)), 1.0)
    passes = around(case.promised or 0.0, passing.PASSES_WITHIN)
    contents = asked / told if case.promised is not None else 0.0
    needs = [
        Needed(clauses.FAILURES, _number(FAILING, Range(0, limits.failures)), "minutes", asked),
        Needed(clauses.LATENCY, _number(SLOW, Range(0, limits.slow_answers)), "answers", asked),
        Needed(clauses.RECALL, _number(0.5, allowed), clauses.LABELS, useful),
        Needed(passing.PASSES, _number(case.promised or 0.0, passes), "contents", contents),
    ]
    if case.role == "canary" and case.traffic:
        number = _number(case.traffic, around(case.traffic, clauses.TRAFFIC_ODDS))
        needs.append(Needed(clauses.ANSWERED, number, "keyed events", events))
    return tuple(sorted(needs, key=lambda one: one.days, reverse=True))


def _asked(case: Case) -> float:
    """The share of the events that the candidate is asked about, as whatever."""
    if case.role == "shadow":
        return case.traffic
    return case.traffic + (1 - case.traffic) * case.paired


def _disagreeing(days: Sequence[Day], prevalence: float | None) -> tuple[float, float]:
    """The share of the pairs on which the two disagree, and of the relevant ones."""
    if not days:
        return DISAGREEING, RELEVANT_DISAGREEING
    held = total(list(days))
    if held.disagreements < FEWEST:
        return DISAGREEING, RELEVANT_DISAGREEING
    share = held.disagreements / held.pairs
    if not prevalence or held.relevant < FEWEST / 3:
        return share, RELEVANT_DISAGREEING
    return share, min(1.0, clauses.relevant_disagreeing(held, prevalence))


def _changes(case: Case, labels: float) -> Iterator[_Change]:
    """All that could shorten it, what costs most first; with so many ``labels`` a day."""
    yield _Change(f"{labels:,} labels of disagreements a day", {LABELS_A_DAY: labels})
    if case.role == "canary" and case.traffic < LARGER:
        yield _Change(f"a canary of {LARGER:.0%}", {"traffic": LARGER})
    if case.paired < 1 and case.role == "canary":
        yield _Change("`compared: 100%`", {"paired": 1.0})
    if case.paired < 1 and case.role == "shadow":
        yield _Change("`traffic: 100%`", {"paired": 1.0, "traffic": 1.0})
    if not case.prevalence:
        yield _Change("an `audit` (without it recall is not known)", {"prevalence": RELEVANT})
    if case.promised is None:
        yield _Change("evidence of its scores", {"promised": PASSING})
