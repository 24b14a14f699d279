"""Which models one route names more than once; the same for a file and for a document."""

from collections.abc import Iterable, Iterator

Path = tuple[str | int, ...]


def named_twice(named: Iterable[tuple[Path, str]]) -> Iterator[tuple[Path, str, Path]]:
    """Each model that is named again: where, which, and where it is named first."""
    first: dict[str, Path] = {}
    for path, model in named:
        known = first.setdefault(model, path)
        if known != path:
            yield path, model, known
