from collections.abc import Iterator
from decimal import Decimal

from langroute_repo.tree.files.golden import Between
from langroute_repo.tree.tree import valid
from validators.depends import written_scale
from validators.finding import Fault, Given


def golden_score_off_scale(given: Given) -> Iterator[Fault]:
    """A golden event asks for a score that its model cannot give.

    It lies outside of the model's score scale, or between two ends of which the first is the
    higher one. No endpoint would ever meet it.
    """
    for _, file, golden in valid(given.tree.golden):
        model = given.tree.model(golden.model)
        if model is None:
            continue  # told by orphan-golden-queries
        for index, one in enumerate(golden.events):
            ends = _ends(one.gives)
            fits = all(model.score.minimum <= end <= model.score.maximum for end in ends)
            if fits and list(ends) == sorted(ends):
                continue
            said = " to ".join(f"{end}" for end in ends)
            scale = written_scale(model.score)
            yield Fault(
                file.place("events", index, "gives"),
                f"{said} is no score of {golden.model}, whose scale is {scale}",
                "have it recorded: ./langroute golden record",
                depends={"gives": said, "scale": scale},
            )


def _ends(gives: object) -> tuple[Decimal, ...]:
    if isinstance(gives, Between):
        return gives.from_, gives.to
    return (gives,) if isinstance(gives, Decimal) else ()
