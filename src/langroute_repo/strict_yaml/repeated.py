"""A key that stands twice in one object of JSON: some readers take the first, others the last."""

from collections.abc import Sequence


def repeated(pairs: Sequence[tuple[str, object]]) -> str | None:
    """The first key of an object that stands there again; as ``object_pairs_hook`` gives them."""
    names = [name for name, _ in pairs]
    if len(set(names)) == len(names):
        return None
    return next(name for name in names if names.count(name) > 1)
