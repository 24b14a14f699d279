from collections.abc import Iterator

from langroute.tree.tree import valid
from validators.finding import Fault, Given


def canary_is_primary(given: Given) -> Iterator[Fault]:
    """The canary is the model that is the primary already.

    Every event gets the same model then, some of them with the canary's fields and threshold:
    nothing is tried out, and the figures of the two are not those of two models.
    """
    for _, file, language in valid(given.tree.languages):
        canary, primary = language.canary, language.primary
        if canary and canary.model == primary.model:
            yield Fault(
                file.place("canary", "model"),
                f'"{canary.model}" is the primary already',
                "name the model that is to be tried, or remove the canary",
                ((file.place("primary", "model"), "the primary"),),
            )
