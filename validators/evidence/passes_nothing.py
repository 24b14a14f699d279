from collections.abc import Iterator

from langroute.constant import is_constant
from langroute_repo.evidence.seal import resting
from langroute_repo.tree.routes import EVERYBODY
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
        threshold = route.answerer.threshold
        passing = evidence.passing(float(threshold.at))
        nothing = passing * EVERYBODY < basis_points(limits.least_passing) * evidence.total
        if nothing and evidence.total >= limits.least_events:
            if is_constant(evidence.counts):
                continue  # told by constant-scores
            yield Fault(
                route.place("threshold", "at"),
                f"at {threshold.at}, {route.answerer.model} lets {passing:,} of "
                f"{counted(evidence.total, 'recorded event')} in {route.tag} pass; at least "
                f"{limits.least_passing} must",
                "lower it with ./langroute set, which shows what a value passes; to switch a "
                "language off, remove its file",
                depends=decision(route.answerer),
            )
