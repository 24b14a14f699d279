from collections.abc import Iterator

from langroute_repo.tree.files.golden import GoldenFile
from langroute_repo.tree.tree import Tree, valid
from validators.finding import Fault, Given

# A constant answer in the middle is within the tolerance of scores that are nearer than twice it.
APART = 4  # tolerances, so that half of the scores stand clear of any one value


def alike_golden_queries(given: Given) -> Iterator[Fault]:
    """The scores that a golden file asks for are all alike.

    A model that lost its inputs gives one score whatever it is sent, and would give these. Take
    events that it finds relevant and events that it does not.
    """
    for _, file, golden in valid(given.tree.golden):
        scores = [score for _, score in golden.scored()]
        scale = _scale(given.tree, golden)
        spread = float(max(scores) - min(scores)) if scores else 0.0
        if len(scores) > 1 and spread < APART * golden.allowed * scale:
            yield Fault(
                file.place("events", key=True),
                f"the scores lie between {min(scores)} and {max(scores)}: one and the same answer "
                "to everything would nearly meet them",
                f"add an event whose score is {APART * golden.allowed * scale:g} away or more",
                depends={"lowest": f"{min(scores)}", "highest": f"{max(scores)}"},
            )


def _scale(tree: Tree, golden: GoldenFile) -> float:
    """The length of the model's scale; that of most where the model is not known."""
    model = tree.model(golden.model)
    return float(model.score.maximum - model.score.minimum) if model else 1.0
