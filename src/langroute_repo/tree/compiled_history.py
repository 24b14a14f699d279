"""What the commits of a repository compile to, and which of them changed that."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from langroute.document import canonical
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.git import Commit, GitError, Revision, commit_id, git
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import CONFIG
from langroute_repo.tree.tree import Tree

MOST = 50  # commits that are compiled to say what they change
FIELDS = "%H%x00%an%x00%as%x00%s"


class Compiled:
    """The documents of commits; equal files are read once, whichever commit holds them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._trees: dict[str, Tree] = {}

    def document(self, commit: str, environment: str) -> bytes | None:
        """The document of an environment; None when a file is at fault or nothing describes it.

        None too when this clone does not have the commit's files: it may be a shallow one.
        """
        try:
            files = git(self.root, "rev-parse", f"{commit}:./{CONFIG}").decode().strip()
            if files not in self._trees:
                self._trees[files] = read(Revision(self.root, commit))
        except GitError:
            return None
        return document(self._trees[files], environment)

    def head(self, environment: str) -> bytes | None:
        """The document of the last commit; None also when there is no commit."""
        head = commit_id(self.root, "HEAD")
        return self.document(head, environment) if head else None

    def changes(self, since: str, environment: str) -> list[Commit]:
        """The commits from ``since`` (not included) to HEAD that change a document, newest first.

        At most ``MOST`` are looked at. A commit with a file at fault, where it began or ended,
        counts as one that changes it.
        """
        return [
            one
            for one in islice(commits_since(self.root, since), MOST)
            if self._changes(one.id, environment)
        ]

    def changed_last(self, commit: str, environment: str) -> str:
        """The commit that made a document what it is, looking back from one.

        Where that is further away than ``MOST`` commits that touch config/, the last one looked at.
        """
        found = commit
        for one in islice(listed(self.root, "--first-parent", commit, "--", CONFIG), MOST):
            found = one.id
            if self._changes(one.id, environment):
                break
        return found

    def _changes(self, commit: str, environment: str) -> bool:
        before, after = (self.document(one, environment) for one in (f"{commit}^", commit))
        return before is None or before != after


def document(tree: Tree, environment: str) -> bytes | None:
    """The bytes of a document with every language of the files; None where one is left out.

    None too where a file is at fault, or nothing would be left for a reader to use.
    """
    if environment not in tree.environments or not tree.whole:
        return None
    compiled = compile_tree(tree, environment)
    whole = compiled["languages"].keys() == tree.languages.keys()
    return canonical(compiled) if whole and tree.languages else None


def commits_since(root: Path, commit: str) -> Iterator[Commit]:
    """The commits that touch config/ from one (not included) to HEAD, the newest first.

    Along the first parents: what a merge brought to this branch is one commit, the merge.
    """
    yield from listed(root, "--first-parent", f"{commit}..HEAD", "--", CONFIG)


def described(root: Path, commit: str) -> Commit:
    """Who made a commit, when, and what it says of itself."""
    return next(listed(root, "-1", commit))


def listed(root: Path, *words: str) -> Iterator[Commit]:
    told = git(root, "log", "-z", "--no-show-signature", f"--format={FIELDS}", *words)
    fields = iter(told.decode(errors="replace").split("\0")[:-1])
    for name, author, date, subject in zip(fields, fields, fields, fields, strict=True):
        yield Commit(name, author, date, subject)


def is_part_of_head(root: Path, commit: str) -> bool:
    """Whether HEAD holds a commit of this clone."""
    return not git(root, "rev-list", "-1", commit, "^HEAD").strip()
