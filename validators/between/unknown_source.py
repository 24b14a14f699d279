from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from langroute_repo.wording import did_you_mean
from validators.finding import Fault, Given


def unknown_source(given: Given) -> Iterator[Fault]:
    """A language takes its events from a source that has no file.

    Nobody could say which fields its events have, which is how a field that does not exist gets
    into a route. Correct the name, or add the source first.
    """
    for _, file, language in valid(given.tree.languages):
        name = language.source
        if name not in given.tree.sources:
            yield Fault(
                file.place("source"),
                f'no source is called "{name}"',
                did_you_mean(name, given.tree.sources, f"add config/sources/{name}.yaml first"),
                depends={"source": name},
            )
