from collections.abc import Iterator

from langroute.lookup import answering
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.log_columns import said_of
from langroute_repo.wording import did_you_mean, listed
from validators.finding import Fault, Given


def unknown_mapped_name(given: Given) -> Iterator[Fault]:
    """config/log.yaml takes a value of the log for a language or a model that has no file.

    Its rows would be left out of all evidence, as rows of a language or a model that nobody knows.
    Correct the name, or take the line out together with what it was about.
    """
    file = given.tree.log
    if file is None or file.model is None:
        return
    tree, names = given.tree, given.tree.names
    for ours, known in (("language", tree.languages), ("model", tree.models)):
        said = getattr(file.model, ours)
        values = said_of(said, "values")
        named = list(values.items()) if isinstance(values, dict) else []
        constant = said_of(said, "constant")
        places: list[tuple[Keys, str]] = [
            ((ours, "values", theirs), name) for theirs, name in named
        ]
        places += [((ours, "constant"), str(constant))] if constant is not None else []
        for at, name in places:
            found = answering(name, names) if ours == "language" else known.get(name)
            if found is None:
                yield Fault(
                    file.place(*at),
                    f'no {ours} is called "{name}", so rows of it would not be counted',
                    did_you_mean(name, known, f"known here: {listed(known)}"),
                    depends={ours: name},
                )
