from collections.abc import Iterator, Sequence

from langroute.document import DocumentError, parse
from langroute.tree.tree import Place, Tree
from validators.document.empty_document import is_empty
from validators.finding import Fault, Given


def document_unreadable(given: Given) -> Iterator[Fault]:
    """A reader would refuse the document of an environment.

    The same code reads it in the backend: it would keep the document it has, and the change would
    seem to be live and not be.
    """
    for environment, raw in given.documents.items():
        try:
            parse(raw)
        except DocumentError as error:
            if not is_empty(raw):
                yield Fault(
                    Place(f"config/environments/{environment}.yaml", ("environment",)),
                    f"readers refuse the document of {environment}: {error}",
                    "correct the file that this comes from, and what it names",
                    origin(given.tree, error.path),
                )


def origin(tree: Tree, path: Sequence[str | int]) -> tuple[tuple[Place, str], ...]:
    """The file that the part of a document at a path comes from, if it is about one language."""
    tag = path[1] if len(path) > 1 and path[0] == "languages" else None
    file = tree.languages.get(str(tag))
    return ((file.place(*path[2:]), "this comes from here"),) if file else ()
