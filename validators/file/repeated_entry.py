from collections.abc import Iterator

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.tree import File
from validators.finding import Fault, Given


def repeated_entry(given: Given) -> Iterator[Fault]:
    """A list names the same thing twice.

    In none of these lists does that mean anything: one of the two was to be something else, such
    as another field.
    """
    for file in given.tree.files():
        if file.model is not None:
            for path, entries in _lists(file.data, ()):
                yield from _repeated(file, path, entries)


def _lists(data: object, path: Keys) -> Iterator[tuple[Keys, list[object]]]:
    """Every list of the file with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _lists(value, (*path, key))
    elif isinstance(data, list):
        yield path, data
        for index, value in enumerate(data):
            yield from _lists(value, (*path, index))


def _repeated(file: File[object], path: Keys, entries: list[object]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, entry in enumerate(entries):
        if not isinstance(entry, str):
            continue
        # GitHub takes the names of owners without regard to case.
        known = first.setdefault(entry.lower() if entry.startswith("@") else entry, index)
        if known != index:
            yield Fault(
                file.place(*path, index),
                f'"{entry}" is in this list twice',
                "remove one of the two, or write what was meant",
                ((file.place(*path, known), "first named here"),),
                depends={"entry": entry},
            )
