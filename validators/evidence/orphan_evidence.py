from collections.abc import Iterator

from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def orphan_evidence(given: Given) -> Iterator[Fault]:
    """Evidence is there for a model or a language that is not.

    It was left behind when a file was removed or renamed. No threshold can rest on it, and whoever
    adds the language again would take scores from long ago for new ones.
    """
    for (model, language), path in sorted(given.tree.evidence_paths.items()):
        gone = [
            file
            for file, there in (
                (f"config/models/{model}.yaml", model in given.tree.models),
                (f"config/languages/{language}.yaml", language in given.tree.languages),
            )
            if not there
        ]
        if gone:
            yield Fault(
                Place(path),
                f"there is no {' and no '.join(gone)}",
                f"remove {path}, or bring back what it is about",
                depends={"missing": " ".join(gone)},
            )
