from collections.abc import Iterator

from langroute_repo.tree.log_columns import named_twice
from validators.finding import Fault, Given


def column_mapped_twice(given: Given) -> Iterator[Fault]:
    """config/log.yaml takes two of our columns from the same one of the company's log.

    As it is, a column can mean one thing only: one of the two was to be another column, and would
    be counted as what it is not. Two of ours may come from one of theirs where at least one of them
    goes by its `values`, such as a word that says both who decided and what.
    """
    file = given.tree.log
    if file is None or file.model is None:
        return
    for one in named_twice(file.model):
        yield Fault(
            file.place(*_at(file.model, one.ours)),
            f"{one.ours} is taken from {one.theirs}, and so is {one.first}",
            f"name the column of {one.ours}, or say by values what it means there",
            ((file.place(*_at(file.model, one.first)), f"{one.first} is taken from it here"),),
            depends={"column": one.theirs, "other": one.first},
        )


def _at(log: object, ours: str) -> tuple[str, ...]:
    """Where the file names the column; a column that has our name stands nowhere."""
    said = getattr(log, ours)
    if said is None:
        return ()
    return (ours, "column") if said.column is not None else (ours,)
