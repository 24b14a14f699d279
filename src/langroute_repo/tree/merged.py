"""What was merged into config/, change by change: by whom, as which pull request, onto what."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from langroute_repo.tree.git import Commit, GitError, commit_id, git
from langroute_repo.tree.snapshot import CONFIG

FIELDS = "%H%x00%P%x00%an%x00%as%x00%B"
# As GitHub writes them: of a merge commit in front, of a squashed one behind.
MERGE = re.compile(r"Merge pull request #([0-9]+) from \S+")
SQUASHED = re.compile(r" \(#([0-9]+)\)$")


@dataclass(frozen=True, slots=True)
class Merged:
    """One commit of the main line that touches config/.

    ``before`` is its first parent; empty where this clone has none. ``title`` is that of the pull
    request, where there was one, and ``pull`` its number, else 0. Of a merge ``authors`` are those
    of what it brought, and ``commit.author`` is whoever merged it.
    """

    commit: Commit
    before: str
    title: str
    pull: int
    authors: tuple[str, ...]

    @property
    def who(self) -> str:
        return ", ".join(self.authors)


@dataclass(frozen=True, slots=True)
class MergedChanges:
    """Changes of config/, the newest first, and whether this clone has all of them.

    ``older`` says what is missing; empty where nothing is. ``line`` are the commits of the main
    line, the newest first, also those that do not touch config/.
    """

    changes: tuple[Merged, ...]
    older: str
    line: tuple[str, ...] = ()


def merged_changes(root: Path, most: int) -> MergedChanges:
    """The last changes along the first parents of HEAD; GitError where there is no repository.

    Of a shallow clone without the commit at which it was cut, which would seem to bring everything.
    """
    shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    if commit_id(root, "HEAD") is None:
        return MergedChanges((), "nothing is committed yet")
    found = [one for one in _listed(root, most + 1) if one.before or not shallow]
    line = tuple(git(root, "rev-list", "--first-parent", "HEAD").decode().split())
    if len(found) > most:
        older = f"older changes than the last {most:,} of config/ are in git, and not told here"
    elif shallow:
        older = "this clone lacks its older commits: git fetch --unshallow brings them"
    else:
        older = ""
    return MergedChanges(tuple(_with_authors(root, found[:most])), older, line)


def _listed(root: Path, most: int) -> Iterator[Merged]:
    words = ("-z", "--no-show-signature", "--first-parent", f"-{most}", f"--format={FIELDS}")
    fields = iter(
        git(root, "log", *words, "HEAD", "--", CONFIG).decode(errors="replace").split("\0")
    )
    for name, parents, author, date, message in zip(*[fields] * 5, strict=False):
        subject, _, body = message.strip().partition("\n")
        title, pull = _title(subject, body)
        before = parents.split(" ")[0]
        yield Merged(Commit(name, author, date, subject), before, title, pull, (author,))


def _title(subject: str, body: str) -> tuple[str, int]:
    """The title and the number of the pull request; of a commit that is none its subject and 0."""
    if found := MERGE.fullmatch(subject):
        first = next((line.strip() for line in body.splitlines() if line.strip()), subject)
        return first, int(found[1])
    if found := SQUASHED.search(subject):
        return subject[: found.start()], int(found[1])
    return subject, 0


def _with_authors(root: Path, found: Iterable[Merged]) -> Iterator[Merged]:
    """Who wrote what a merge brought: the merge itself says only who pressed the button."""
    for one in found:
        authors = _brought_by(root, one) if one.commit.subject.startswith("Merge ") else ()
        yield Merged(one.commit, one.before, one.title, one.pull, authors or one.authors)


def _brought_by(root: Path, one: Merged) -> tuple[str, ...]:
    try:
        told = git(root, "log", "--no-merges", "--format=%an", f"{one.before}..{one.commit.id}")
    except GitError:
        return ()
    return tuple(dict.fromkeys(filter(None, told.decode(errors="replace").splitlines())))
