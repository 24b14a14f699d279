from collections.abc import Iterator

from langroute.constant import is_constant
from langroute_repo.evidence.seal import resting
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.policy import EvidenceLimits
from langroute_repo.tree.routes import EVERYBODY, Route
from langroute_repo.tree.values import basis_points
from langroute_repo.wording import counted
from validators.depends import decision
from validators.finding import Fault, Given


def passes_everything(given: Given) -> Iterator[Fault]:
    """A threshold that decides lets (nearly) all of the recorded events pass.

    Nothing is filtered, and the analysts drown: a slip of the decimal point, the threshold of a
    model with lower scores, or a model that cannot tell this language's events apart. The limit is
    `evidence: most_passing` in `config/policy.yaml`; evidence too thin to say so is told by
    `thin-evidence`.
    """
    limits = given.tree.limits().evidence
    for route, evidence in resting(given.tree):
        passing = evidence.passing(float(route.answerer.threshold.at))
        if fault := everything_passes(route, passing, evidence, limits):
            yield fault


def too_many(passing: int, evidence: Evidence, limits: EvidenceLimits) -> bool:
    """Whether so many of the evidence's events are (nearly) all."""
    return passing * EVERYBODY >= basis_points(limits.most_passing) * evidence.total


def everything_passes(
    route: Route, passing: int, evidence: Evidence, limits: EvidenceLimits
) -> Fault | None:
    """What is wrong with the threshold of one route, which so many recorded events pass."""
    threshold = route.answerer.threshold
    if (
        not too_many(passing, evidence, limits)
        or evidence.total < limits.least_events
        or is_constant(evidence.counts)
    ):
        return None  # the last is told by constant-scores
    return Fault(
        route.place("threshold", "at"),
        f"at {threshold.at}, {route.answerer.model} lets {passing:,} of "
        f"{counted(evidence.total, 'recorded event')} in {route.tag} pass; the "
        f"limit is {limits.most_passing}",
        "raise it with ./langroute set, which shows what a value passes",
        depends=decision(route.answerer),
    )
