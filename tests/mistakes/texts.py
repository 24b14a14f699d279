"""What people write about a change: a pull request's title and text, and a commit message."""

from collections.abc import Sequence
from random import Random

from tests.mistakes.names import NAMES

# The last three hold words that are tags of languages as well: no, is, it, as.
FORMS = (
    "Tune the threshold for {name}",
    "{tag}: {what}",
    "fix({tag}): {what}",
    "{name}: {what}, no change otherwise",
    "{what} for {name}; it is as the analysts asked",
    "RISK-{ticket}: {what} ({tag}), no other language is touched",
)


def about(chance: Random, tags: Sequence[str], what: str) -> tuple[str, ...]:
    """A title that names the languages, by name or by tag, and a commit message."""
    names = " and ".join(NAMES[tag] for tag in tags)
    title = chance.choice(FORMS).format(
        name=names, tag=", ".join(tags), what=what, ticket=chance.randrange(2000, 2999)
    )
    return title, f"{what[:1].upper()}{what[1:]}\n\nAsked for by the analysts last week."
