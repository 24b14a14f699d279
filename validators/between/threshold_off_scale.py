from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.depends import written_scale
from validators.finding import Fault, Given


def threshold_off_scale(given: Given) -> Iterator[Fault]:
    """A threshold lies outside its model's score scale.

    Everything or nothing would be relevant; often it is a decimal point in the wrong place or a
    percentage taken for a score.
    """
    for _, file, language in valid(given.tree.languages):
        for path, answerer in language.answerers():
            model = given.tree.model(answerer.model)
            if model is None or model.score.minimum >= model.score.maximum:
                continue
            at, scale = answerer.threshold.at, model.score
            if not scale.minimum <= at <= scale.maximum:
                yield Fault(
                    file.place(*path, "threshold", "at"),
                    f"{at} is off the scale of {answerer.model}, "
                    f"{scale.minimum} to {scale.maximum}",
                    "write a value on the scale; ./langroute set shows its effect and seals it",
                    ((given.tree.models[answerer.model].place("score"), "the scale"),),
                    depends={
                        "model": answerer.model,
                        "threshold": f"{at:f}",
                        "scale": written_scale(scale),
                    },
                )
