from collections.abc import Iterator

from langroute_repo.tree.log_columns import contradictions, said_of
from validators.finding import Fault, Given


def mapping_contradicts_itself(given: Given) -> Iterator[Fault]:
    """config/log.yaml says two things of a column that cannot both hold.

    A constant beside a column or its values, a zone of times that are counted since 1970, a value
    that has a meaning and has none: one of the two would be ignored, and nobody would see which.
    """
    file = given.tree.log
    if file is None or file.model is None:
        return
    for one in contradictions(file.model):
        ours = str(one.at[0])
        constant = said_of(getattr(file.model, ours), "constant")
        yield Fault(
            file.place(*one.at, key=isinstance(one.at[-1], str)),
            one.message,
            one.hint,
            ((file.place(*one.other, key=True), "the other one"),),
            depends={"at": ".".join(map(str, one.at)), "constant": f"{constant}"},
        )
