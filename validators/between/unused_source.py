from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from langroute_repo.wording import nearest
from validators.finding import Fault, Given


def unused_source(given: Given) -> Iterator[Fault]:
    """No language takes its events from the source.

    Whoever looks up which fields exist may read the wrong file. Name it in a language, or remove
    the file.
    """
    if any(file.model is None for file in given.tree.languages.values()):
        return  # the language at fault may be the one that names it
    # A name with a typo is told as unknown; whoever it means is not unused.
    used = {language.source for _, _, language in valid(given.tree.languages)}
    used |= {nearest(name, given.tree.sources) or "" for name in used - given.tree.sources.keys()}
    for name, file, _ in valid(given.tree.sources):
        if name not in used:
            yield Fault(
                file.place("source"),
                f"no language takes its events from {name}",
                "name it in a language, or remove the file",
                depends={"source": name},
            )
