from collections.abc import Iterator

from langroute_repo.tree.tree import Place
from langroute_repo.wording import listed
from validators.finding import WHOLE, Fault, Given
from validators.language_changes import rerouted


def too_many_languages_at_once(given: Given) -> Iterator[Fault]:
    """One change moves the routes of more languages than people read one by one.

    Seals that are renewed, owners and comments do not count: they move no event.
    """
    limit = given.change[0].limits().change.most_languages
    tags = list(rerouted(*given.change))
    if len(tags) > limit:
        yield Fault(
            Place(WHOLE),
            f"{len(tags):,} languages change at once: {listed(tags)}; the limit is {limit:,}",
            "make several pull requests of it, each with languages that have one reason",
            depends={"languages": " ".join(tags)},
        )
