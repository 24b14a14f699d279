from collections.abc import Iterator, Mapping

from langroute.lookup import answering
from langroute_repo.tree.log_columns import said_of
from validators.finding import Fault, Given


def known_name_mapped_away(given: Given) -> Iterator[Fault]:
    """config/log.yaml takes a language or a model that has a file for another one that has one.

    The scores of the one would be counted as the other's, so that evidence and thresholds of both
    rest on a mixture. Where the log really means another one by this name, accept the finding.
    """
    file = given.tree.log
    if file is None or file.model is None:
        return
    tree = given.tree
    for ours, known, names in (
        ("language", tree.languages, tree.names),
        ("model", tree.models, dict(zip(tree.models, tree.models, strict=True))),
    ):
        values = said_of(getattr(file.model, ours), "values")
        for theirs, name in values.items() if isinstance(values, dict) else ():
            own = _found(theirs, ours, names)
            if own is not None and own != _found(name, ours, names):
                yield Fault(
                    file.place(ours, "values", theirs),
                    f'"{theirs}" is taken for {name}, and {own} is a {ours} here',
                    f"remove the line: {theirs} is counted as {own} then",
                    ((known[own].place(ours), f"{own} is described here"),),
                    depends={ours: theirs, "taken for": name},
                )


def _found(name: str, ours: str, known: Mapping[str, str]) -> str | None:
    """Which file a name of the log means by itself; not that of all languages without one."""
    if ours == "model":
        return known.get(name)
    found = answering(name, known)
    return None if found == "und" else found
