from collections.abc import Iterator

from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def evidence_unusable(given: Given) -> Iterator[Fault]:
    """An evidence file is not as `evidence build` wrote it.

    It was edited by hand, copied from another language or model, or merged by git as text. A seal
    would rest on counts that nobody counted, so nothing is held against such a file.
    """
    for (model, language), path in sorted(given.tree.evidence_paths.items()):
        fault = given.tree.evidence_fault(model, language) or _scale_fault(given, model, language)
        if fault:
            yield Fault(
                Place(path),
                fault,
                "restore the file from git, or write it anew with ./langroute evidence build; "
                "evidence is never edited",
                depends={"model": model, "language": language},
            )


def _scale_fault(given: Given, model: str, language: str) -> str | None:
    """A model whose score scale moved: its cells count something else now."""
    evidence, file = given.tree.evidence(model, language), given.tree.model(model)
    if evidence is None or file is None:
        return None
    counted = evidence.score.minimum, evidence.score.maximum
    now = float(file.score.minimum), float(file.score.maximum)
    if counted == now:
        return None
    return "counted on a scale from {:g} to {:g}, but ".format(*counted) + (
        f"{model} scores from {now[0]:g} to {now[1]:g}"
    )
