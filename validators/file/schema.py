from collections.abc import Iterator

from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def schema(given: Given) -> Iterator[Fault]:
    """A key is missing or unknown, or a value has not the form that its place asks for.

    The same forms stand in `schemas/`, so an editor that reads the file's first line says so while
    it is being written.
    """
    for file in given.tree.files():
        for fault in file.shape_faults:
            place = Place(file.path, fault.at, fault.key)
            yield Fault(place, fault.message, fault.hint, depends={"value": fault.value})
