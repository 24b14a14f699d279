from collections.abc import Iterator

from langroute_repo.evidence.interval import wilson
from langroute_repo.evidence.seal import resting
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.routes import Route
from langroute_repo.wording import counted
from validators.depends import decision
from validators.finding import Fault, Given


def thin_evidence(given: Given) -> Iterator[Fault]:
    """A threshold that decides rests on too few recorded events to know what it passes.

    A share is known to a quarter of itself from 246 events when it is 20 %, from 553 at 10 % and
    from 3,011 at 2 %. The limit is `evidence: least_events` in `config/policy.yaml`. A shadow
    decides nothing and is not held against it: it is there to record more.
    """
    least = given.tree.limits().evidence.least_events
    for route, evidence in resting(given.tree):
        if fault := rests_on_few(route, evidence, least):
            yield fault


def rests_on_few(route: Route, evidence: Evidence, least: int) -> Fault | None:
    """What is wrong with the evidence of one route, at the threshold that it has."""
    if evidence.total >= least:
        return None
    return Fault(
        route.place("threshold", "evidence"),
        f"{_share(route, evidence)}; the limit is {counted(least, 'event')}",
        f"record more with {route.answerer.model} as a shadow in {route.tag} and build "
        "evidence anew, or accept it",
        depends=decision(route.answerer),
    )


def _share(route: Route, evidence: Evidence) -> str:
    if not evidence.total:
        return f"what {route.answerer.model} passes in {route.tag} was counted on no event"
    at = float(route.answerer.threshold.at)
    low, high = wilson(evidence.passing(at), evidence.total)
    return (
        f"{evidence.passes(at)} was counted on {counted(evidence.total, 'event')} and may really "
        f"be {low:.1%} to {high:.1%}"
    )
