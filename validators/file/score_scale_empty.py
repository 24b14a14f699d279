from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given


def score_scale_empty(given: Given) -> Iterator[Fault]:
    """A model's score scale ends where it begins, or before.

    No score lies on such a scale, so every answer of the model would count as a failure.
    """
    for _, file, model in valid(given.tree.models):
        minimum, maximum = model.score.minimum, model.score.maximum
        if minimum >= maximum:
            yield Fault(
                file.place("score", "maximum"),
                f"the scale goes from {minimum} to {maximum}",
                "write the lowest score as minimum and the highest as maximum, such as 0 and 1",
                ((file.place("score", "minimum"), "the minimum"),),
                depends={"minimum": str(minimum), "maximum": str(maximum)},
            )
