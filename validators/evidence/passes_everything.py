from collections.abc import Iterator

from langroute.constant import is_constant
from langroute_repo.evidence.seal import resting
from langroute_repo.tree.routes import EVERYBODY
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
        threshold = route.answerer.threshold
        passing = evidence.passing(float(threshold.at))
        everything = passing * EVERYBODY >= basis_points(limits.most_passing) * evidence.total
        if everything and evidence.total >= limits.least_events:
            if is_constant(evidence.counts):
                continue  # told by constant-scores
            yield Fault(
                route.place("threshold", "at"),
                f"at {threshold.at}, {route.answerer.model} lets {passing:,} of "
                f"{counted(evidence.total, 'recorded event')} in {route.tag} pass; the "
                f"limit is {limits.most_passing}",
                "raise it with ./langroute set, which shows what a value passes",
                depends=decision(route.answerer),
            )
