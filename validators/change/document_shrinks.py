import json
from collections.abc import Iterator

from langroute.document import canonical
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.tree import Place, Tree
from langroute_repo.tree.values import basis_points
from validators.finding import Fault, Given
from validators.language_changes import rerouted


def document_shrinks(given: Given) -> Iterator[Fault]:
    """The document of an environment loses many of its bytes, or of its languages.

    A folder that was moved, a merge that took the wrong side, a script that wrote half: each of
    them compiles, and takes away what nobody meant to touch. Where one language alone changes, that
    is read as what it is.
    """
    before, after = given.change
    share = before.limits().change.document_kept
    if len(rerouted(before, after)) < 2 or _at_fault(before) or _at_fault(after):
        return  # what a file at fault leaves out is told there
    for environment, raw in given.documents.items():
        if environment not in before.environments or len(_languages(raw)) < len(after.languages):
            continue  # what is left out for a reference that leads nowhere is told, too
        was = canonical(compile_tree(before, environment))
        for noun, had, has, gone in _sizes(was, raw):
            if has * 10_000 < had * basis_points(share):
                yield Fault(
                    Place(f"config/environments/{environment}.yaml", ("environment",)),
                    f"the document of {environment} shrinks from {had:,} {noun} to {has:,}, "
                    f"{100 * has // had}% of them; the limit is {share}",
                    "look at ./langroute diff for what is gone; if all of it is meant, say why",
                    # What is left may grow or shrink with others: this is about what is gone.
                    depends={"environment": environment, f"{noun} gone": gone},
                )
                break


def _at_fault(tree: Tree) -> bool:
    return any(file.model is None for file in tree.files())


def _sizes(was: bytes, now: bytes) -> Iterator[tuple[str, int, int, str]]:
    """Of what there were and are how many, and what of it is gone."""
    had, has = _languages(was), _languages(now)
    yield "languages", len(had), len(has), " ".join(sorted(had - has))
    yield "bytes", len(was), len(now), str(len(was) - len(now))


def _languages(raw: bytes) -> set[str]:
    return set(json.loads(raw)["languages"])
