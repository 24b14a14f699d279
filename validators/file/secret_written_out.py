from collections.abc import Iterator

from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def secret_written_out(given: Given) -> Iterator[Fault]:
    """A secret is written into the file of a model.

    Whoever may read the repository, its history or the document in AppConfig has it, and it stays
    in the history when it is taken out. A header that a server knows its callers by names the
    variable of the backend that holds the value. The value is told nowhere, here neither.
    """
    for file in given.tree.models.values():
        for fault in file.secrets:
            place = Place(file.path, fault.at, fault.key)
            yield Fault(place, fault.message, fault.hint, depends={"value": fault.value})
