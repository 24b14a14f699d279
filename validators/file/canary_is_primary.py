from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given
from validators.named_twice import named_twice


def canary_is_primary(given: Given) -> Iterator[Fault]:
    """The canary is the model that is the primary already.

    Every event gets the same model then, some of them with the canary's fields and threshold:
    nothing is tried out, and the figures of the two are not those of two models.
    """
    for _, file, language in valid(given.tree.languages):
        named = ((path, one.model) for path, one in language.answerers())
        for path, model, first in named_twice(named):
            if path == ("canary",):
                yield Fault(
                    file.place(*path, "model"),
                    f'"{model}" is the primary already',
                    "name the model that is to be tried, or remove the canary",
                    ((file.place(*first, "model"), "the primary"),),
                    depends={"model": model},
                )
