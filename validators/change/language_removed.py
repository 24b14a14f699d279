from collections.abc import Iterator

from langroute.lookup import answering
from langroute_repo.tree.tree import Place
from validators.depends import as_before, routing
from validators.finding import Fault, Given


def language_removed(given: Given) -> Iterator[Fault]:
    """A language that had a file has none any more.

    Its events are answered by a wider language or by `und`, with a threshold that was not made for
    them; without either they fail, all of that language and a small share of the whole.
    """
    before, after = given.change
    names = after.names
    for tag, file in before.languages.items():
        if tag not in after.languages:
            found = answering(tag, names)
            yield Fault(
                Place(file.path),
                f"{tag} is removed: {_instead(found)}",
                f"restore the file, or say who is sure that no event comes in {tag} any more",
                depends={
                    **as_before(routing(file.model) if file.model else {}),
                    "answers instead": found or "none",
                },
            )


def _instead(found: str | None) -> str:
    if found is None:
        return "its events will fail, for no other language answers for it"
    return f"{found} will answer for its events, at thresholds that were not chosen for them"
