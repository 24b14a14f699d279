from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given


def orphan_golden_queries(given: Given) -> Iterator[Fault]:
    """Golden queries are there for a model or a language that is not.

    Nobody asks them any more. A language that no route sends to the model yet is none of these: a
    model is asked before it is routed to.
    """
    for stem, file, _ in valid(given.tree.golden):
        model, tag = stem.split("/")
        there = (
            (f"config/models/{model}.yaml", model in given.tree.models),
            (f"config/languages/{tag}.yaml", tag in given.tree.languages),
        )
        if gone := [path for path, exists in there if not exists]:
            yield Fault(
                file.place("language" if tag not in given.tree.languages else "model"),
                f"there is no {' and no '.join(gone)}",
                f"remove {file.path}, or bring back what it is about",
                depends={"missing": " ".join(gone)},
            )
