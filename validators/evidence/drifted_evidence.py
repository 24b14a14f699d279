from collections.abc import Iterator, Sequence
from typing import NamedTuple

from langroute.evidence.interval import wilson
from langroute.evidence.seal import resting
from langroute.tree.evidence import Week
from langroute.tree.wording import counted
from validators.finding import Fault, Given


class _Passed(NamedTuple):
    """How many events passed, of how many."""

    passed: int
    events: int

    @property
    def odds(self) -> float:
        """The odds of passing; half an event each way, so that none and all have odds as well."""
        return (self.passed + 0.5) / (self.events - self.passed + 0.5)

    def __str__(self) -> str:
        return f"{self.passed / self.events:.1%} of {counted(self.events, 'event')}"


def drifted_evidence(given: Given) -> Iterator[Fault]:
    """In the last recorded week the same threshold passed another share than in those before.

    The events changed, or the model did: a wire was added, an input went missing, the answers are
    all the same since Tuesday. The seal's share is the mean of both and true of neither. Told when
    the odds of passing move by more than `evidence: weekly_odds` in `config/policy.yaml` and the
    intervals of both shares (95 %) do not meet.
    """
    most = float(given.tree.limits().evidence.weekly_odds)
    for route, evidence in resting(given.tree):
        known = [week for week in evidence.weeks if week.events and week.passed is not None]
        if len(known) < 2 or evidence.passed_at is None:
            continue
        before, last = _sum(known[:-1]), _sum(known[-1:])
        if _moved(before, last, most):
            yield Fault(
                route.place("threshold", "evidence"),
                f"{evidence.passed_at:g} of {route.answerer.model} passed {last} in {route.tag} in "
                f"the week from {known[-1].monday}, but {before} before",
                "find out whether the events or the model changed, and build evidence from a log "
                "that starts after it",
            )


def _sum(weeks: Sequence[Week]) -> _Passed:
    return _Passed(sum(week.passed or 0 for week in weeks), sum(week.events for week in weeks))


def _moved(before: _Passed, last: _Passed, most: float) -> bool:
    (low, high), (lower, higher) = wilson(*before), wilson(*last)
    factor = max(last.odds / before.odds, before.odds / last.odds)
    return factor > most and (low > higher or high < lower)
