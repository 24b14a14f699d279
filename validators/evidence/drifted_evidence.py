from collections.abc import Iterator, Sequence

from langroute_repo.evidence.interval import CountedShare
from langroute_repo.evidence.seal import resting
from langroute_repo.tree.files.evidence import Evidence, Week
from langroute_repo.tree.routes import Route
from langroute_repo.wording import counted
from validators.depends import decision
from validators.finding import Fault, Given


def drifted_evidence(given: Given) -> Iterator[Fault]:
    """In the last recorded week the same threshold passed another share than in those before.

    The events changed, or the model did: a wire was added, an input went missing, the answers are
    all the same since Tuesday. The seal's share is the mean of both and true of neither. Told when
    the odds of passing move by more than `evidence: weekly_odds` in `config/policy.yaml` and the
    intervals of both shares (95 %) do not meet.
    """
    most = float(given.tree.limits().evidence.weekly_odds)
    for route, evidence in resting(given.tree):
        if fault := rests_on_drifted(route, evidence, most):
            yield fault


def rests_on_drifted(route: Route, evidence: Evidence, most: float) -> Fault | None:
    """What is wrong with the evidence of one route."""
    known = [week for week in evidence.weeks if week.events and week.passed is not None]
    if len(known) < 2 or evidence.passed_at is None:
        return None
    before, last = _sum(known[:-1]), _sum(known[-1:])
    if not _moved(before, last, most):
        return None
    return Fault(
        route.place("threshold", "evidence"),
        f"{evidence.passed_at:g} of {route.answerer.model} passed {_told(last)} in "
        f"{route.tag} in the week from {known[-1].monday}, but {_told(before)} before",
        "find out whether the events or the model changed, and build evidence from a log "
        "that starts after it",
        depends=decision(route.answerer),
    )


def _sum(weeks: Sequence[Week]) -> CountedShare:
    """The events that passed, of all."""
    return CountedShare(sum(week.passed or 0 for week in weeks), sum(week.events for week in weeks))


def _told(passed: CountedShare) -> str:
    return f"{passed} of {counted(passed.whole, 'event')}"


def _moved(before: CountedShare, last: CountedShare, most: float) -> bool:
    (low, high), (lower, higher) = before.interval, last.interval
    factor = max(_odds(last) / _odds(before), _odds(before) / _odds(last))
    return factor > most and (low > higher or high < lower)


def _odds(passed: CountedShare) -> float:
    """The odds of passing; half an event each way, so that none and all have odds as well."""
    return (passed.part + 0.5) / (passed.whole - passed.part + 0.5)
