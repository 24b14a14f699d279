from collections.abc import Collection, Iterator

from langroute_repo.tags.codes import NAMES
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.tree import File, Place
from langroute_repo.wording import listed
from validators.depends import as_before, routing
from validators.finding import Fault, Given
from validators.language_changes import reaudited, rerouted
from validators.language_mentions import Mention, mentions


def undeclared_language(given: Given) -> Iterator[Fault]:
    """A change names a language that it leaves alone, and moves one that it does not name.

    A right value in the wrong language's file looks like this, and nothing else about it is wrong.
    Looked at are the messages of its commits, for tags, English names of languages and paths of
    files; and, of a single commit, the subject on its own, which must not name only other
    languages. Who names no language is not held against it.
    """
    before, after = given.change
    changed = dict.fromkeys([*rerouted(before, after), *reaudited(before, after)])
    named, undeclared = _amiss(given, changed)
    for tag in undeclared:
        file = after.languages.get(tag) or before.languages[tag]
        yield Fault(
            Place(file.path, ("language",)),
            f"{_shown(tag)} changes, but what is written about the change names {listed(named)}",
            f"is it in the right file? if it is, name {tag} in a commit's message",
            depends={
                "language": tag,
                **as_before(_routing(before.languages.get(tag))),
                **_routing(after.languages.get(tag)),
            },
        )


def _routing(file: File[LanguageFile] | None) -> dict[str, str]:
    return routing(file.model) if file and file.model else {}


def _amiss(given: Given, changed: Collection[str]) -> tuple[list[str], list[str]]:
    """The languages that are named and left alone, and those that change without being named."""
    tags = {tag for tree in given.change for tag in tree.languages}
    whole = mentions("\n".join(given.messages), tags)
    title = mentions(given.title, tags)
    undeclared = [tag for tag in changed if not any(tag in one for one in whole)]
    if undeclared and (alone := _left_alone(whole, changed)):
        return alone, undeclared
    alone = _left_alone(title, changed)
    return (alone, list(changed)) if len(alone) == len(title) > 0 else ([], [])


def _left_alone(named: Collection[Mention], changed: Collection[str]) -> list[str]:
    """Each mention of which no language changes, in words."""
    alone = (one for one in named if one.isdisjoint(changed))
    return sorted(" or ".join(map(_shown, sorted(one))) for one in alone)


def _shown(tag: str) -> str:
    name = NAMES.get(tag.split("-")[0])
    return f"{tag} ({name})" if name else tag
