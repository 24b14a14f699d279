"""What earlier changes did to each language, as `diff` tells it of each of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from langroute_repo.diff.changes import LANGUAGES, difference
from langroute_repo.diff.impact import Impact, Told
from langroute_repo.diff.kind import Kind
from langroute_repo.tree.files.acceptance import AcceptanceFile
from langroute_repo.tree.git import GitError, Revision
from langroute_repo.tree.merged import Merged
from langroute_repo.tree.tree import Tree, valid


@dataclass(frozen=True, slots=True)
class PastChange:
    """A merged change, and what it did to one language.

    ``accepted`` are the acceptances of the language's findings that it brought, by their path.
    ``beginning`` is whether it is the first state that there is: nothing is held against it.
    """

    merged: Merged
    told: tuple[Told, ...] = ()
    accepted: tuple[tuple[str, AcceptanceFile], ...] = ()
    beginning: bool = False

    @property
    def moves(self) -> bool:
        """Whether it changes more than comments."""
        return any(change.kind is not Kind.NO_EFFECT for change, _ in self.told)


@dataclass(frozen=True, slots=True)
class Past:
    """The changes of each language, the newest first, and those that could not be compared."""

    languages: dict[str, list[PastChange]] = field(default_factory=dict)
    unread: list[Merged] = field(default_factory=list)


def past_of(root: Path, changes: Iterable[Merged]) -> Past:
    """What each change did, as far as this clone has the files; git is asked for each."""
    past = Past()
    for merged in changes:
        try:
            for tag, change in _of(root, merged):
                past.languages.setdefault(tag, []).append(change)
        except (GitError, OSError):
            past.unread.append(merged)
    return past


def _of(root: Path, merged: Merged) -> Iterator[tuple[str, PastChange]]:
    after = Revision(root, merged.commit.id)
    if not merged.before:
        for tag in _languages(after):
            yield tag, PastChange(merged, beginning=True)
        return
    impact = Impact(difference(Revision(root, merged.before), after))
    by_language: dict[str, list[Told]] = {}
    for one in impact.told:
        if one[0].language:
            by_language.setdefault(one[0].language, []).append(one)
    for tag, told in by_language.items():
        accepted = tuple(_accepted(impact.found.after, tag, impact.found.changed))
        yield tag, PastChange(merged, tuple(told), accepted)


def _accepted(
    after: Tree, tag: str, brought: frozenset[str]
) -> Iterator[tuple[str, AcceptanceFile]]:
    """Those in a folder of the language: its own, or that of its evidence or golden queries."""
    for name, file, acceptance in valid(after.accepted):
        if file.path in brought and tag in name.split("/")[1:-1]:
            yield file.path, acceptance


def _languages(state: Revision) -> list[str]:
    names = (entry.path for entry in state.entries() if entry.path.startswith(LANGUAGES))
    return [name.removeprefix(LANGUAGES).removesuffix(".yaml") for name in names]
