from collections.abc import Iterator
from datetime import date

from langroute_repo.evidence.seal import resting
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.routes import Route
from langroute_repo.wording import counted
from validators.depends import decision
from validators.finding import Fault, Given


def stale_evidence(given: Given) -> Iterator[Fault]:
    """A threshold that decides rests on events from long ago.

    What the news are about has changed since, and often a wire or a model's input as well: the
    share that the seal promises is not what passes today. The limit is `evidence: oldest` in
    `config/policy.yaml`, counted from the last day of the window.
    """
    oldest = int(given.tree.limits().evidence.oldest.removesuffix("d"))
    for route, evidence in resting(given.tree):
        if fault := rests_on_old(route, evidence, oldest, given.today):
            yield fault


def rests_on_old(route: Route, evidence: Evidence, oldest: int, today: date) -> Fault | None:
    """What is wrong with the evidence of one route on a day; ``oldest`` in days."""
    age = (today - date.fromisoformat(evidence.window.last)).days
    if age <= oldest:
        return None
    return Fault(
        route.place("threshold", "evidence"),
        f"the evidence of {route.answerer.model} in {route.tag} ends on "
        f"{evidence.window.last}, {counted(age, 'day')} ago; the limit is "
        f"{counted(oldest, 'day')}",
        "build it anew from the log of the last weeks with ./langroute evidence build",
        depends=decision(route.answerer),
    )
