from collections.abc import Iterator

from langroute.constant import is_constant
from langroute.scale import CELLS
from langroute_repo.evidence.seal import grid_of
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.routes import routes
from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def constant_scores(given: Given) -> Iterator[Fault]:
    """A model gave nearly all recorded events of a language the same score.

    It answered in time and without an error, but it did not look at the event: its embeddings are
    lost, or its input is empty. Nearly all is 99 % of at least 30 scores in two cells side by side
    of 1,000. A model that saturates is none of these: of the recorded scores of four models in 18
    languages the fullest two cells hold 23 %, and 97 % where each score is made 16 times as sure.
    """
    for route in routes(given.tree):
        model, tag = route.answerer.model, route.tag
        evidence = given.tree.evidence(model, tag)
        if evidence and is_constant(evidence.counts):
            yield Fault(
                Place(given.tree.evidence_paths[model, tag]),
                _message(evidence),
                f"see what {model} is sent in {tag} and whether it loads all its files; no "
                "threshold can tell these events apart",
                ((route.place("model"), f"the {route.role} of {tag}"),),
                depends={"model": model, "evidence": evidence.reference},
            )


def _message(evidence: Evidence) -> str:
    counts = evidence.counts
    at = max(range(CELLS), key=lambda index: counts[index] + counts[index + 1])
    value = grid_of(evidence)[at + (counts[at] == 0)]
    same = counts[at] + counts[at + 1]
    return (
        f"{same:,} of {evidence.total:,} recorded scores of {evidence.model} in "
        f"{evidence.language} are the same, about {value}"
    )
