from collections.abc import Iterator

from langroute_repo.evidence.seal import NONE
from langroute_repo.tree.tree import valid
from validators.depends import decision
from validators.finding import Fault, Given


def no_evidence(given: Given) -> Iterator[Fault]:
    """A threshold was chosen without recorded scores of this model in this language.

    What it will let pass is not known to anybody. A shadow records scores without changing an
    answer, and `evidence build` makes evidence of them; so of a shadow nothing is asked.
    """
    for tag, file, language in valid(given.tree.languages):
        for path, answerer in language.answerers():
            if answerer.threshold.evidence != NONE or answerer.threshold.passes:
                continue
            if answerer.model not in given.tree.models:
                continue  # told by unknown-model
            if path[0] == "shadows":
                continue  # that is how evidence begins
            if (answerer.model, tag) in given.tree.evidence_paths:
                continue  # there is some: told by broken-seal
            yield Fault(
                file.place(*path, "threshold", "evidence"),
                f"what {answerer.threshold.at} of {answerer.model} lets pass in {tag} is not known",
                f"build evidence from its log in {tag}, which a shadow writes as well, or "
                "accept it",
                depends=decision(answerer),
            )
