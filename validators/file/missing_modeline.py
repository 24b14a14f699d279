from collections.abc import Iterator

from langroute_repo.strict_yaml.position import Span
from langroute_repo.tree.modeline import START, modeline
from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def missing_modeline(given: Given) -> Iterator[Fault]:
    """The first line does not name the file's schema.

    Without it an editor neither completes keys nor says what is wrong while the file is being
    written, and the next file, copied from this one, goes without as well.
    """
    for file in given.tree.files():
        if file.data is None:
            continue
        wanted = modeline(file.path)
        first = file.raw.split(b"\n", 1)[0].decode().rstrip("\r")
        if first == wanted:
            continue
        message = (
            "the first line names another schema"
            if first.startswith(START)
            else "the first line does not name the schema"
        )
        place = Place(file.path, Span(1, 1, 1, max(2, len(first) + 1)))
        hint = f"begin the file with: {wanted}"
        yield Fault(place, message, hint, depends={"first line": first})
