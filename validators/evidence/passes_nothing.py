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


def passes_nothing(given: Given) -> Iterator[Fault]:
    """A threshold that decides lets (nearly) none of the recorded events pass.

    The language is switched off and nothing says so: no call fails, and the analysts only miss
    what they never see. The limit is `evidence: least_passing` in `config/policy.yaml`; evidence
    too thin to say so is told by `thin-evidence`.
    """
    limits = given.tree.limits().evidence
    for route, evidence in resting(given.tree):
        passing = evidence.passing(float(route.answerer.threshold.at))
        if fault := nothing_passes(route, passing, evidence, limits):
            yield fault


def too_few(passing: int, evidence: Evidence, limits: EvidenceLimits) -> bool:
    """Whether so many of the evidence's events are (nearly) none."""
    return passing * EVERYBODY < basis_points(limits.least_passing) * evidence.total


def nothing_passes(
    route: Route, passing: int, evidence: Evidence, limits: EvidenceLimits
) -> Fault | None:
    """What is wrong with the threshold of one route, which so many recorded events pass."""
    threshold = route.answerer.threshold
    if (
        not too_few(passing, evidence, limits)
        or evidence.total < limits.least_events
        or is_constant(evidence.counts)
    ):
        return None  # the last is told by constant-scores
    return Fault(
        route.place("threshold", "at"),
        f"at {threshold.at}, {route.answerer.model} lets {passing:,} of "
        f"{counted(evidence.total, 'recorded event')} in {route.tag} pass; at least "
        f"{limits.least_passing} must",
        "lower it with ./langroute set, which shows what a value passes; to switch a "
        "language off, remove its file",
        depends=decision(route.answerer),
    )
