"""What the main branch was brought by one commit or several, read from git alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from langroute_repo.tree.compiled_history import listed
from langroute_repo.tree.git import Commit, Revision, messages
from langroute_repo.tree.read import read
from langroute_repo.tree.state_before import read_before
from langroute_repo.tree.tree import Tree
from scripts.files.against import Against, as_change
from validators.finding import Given


@dataclass(frozen=True, slots=True)
class MergedChange:
    """The files of a commit, against those of one before it."""

    root: Path
    before: Against
    state: Revision
    tree: Tree

    def given(self, today: date) -> Given:
        """What the rules are held against."""
        return as_change(Given(tree=self.tree, today=today), self.before, self.root)


def merged_change(root: Path, before: str, after: str) -> MergedChange:
    """GitError where one of them is not here."""
    was, state = Revision(root, before), Revision(root, after)
    tree = read(state)
    told = tuple(messages(root, was.commit, state.commit))
    found = Against(read_before(was, state, tree), was, told, was.commit)
    return MergedChange(root, found, state, tree)


def brought_since(root: Path, commit: str, *paths: str) -> Iterator[Commit]:
    """The commits from one (not included) to HEAD, along the first parents, the oldest first."""
    yield from listed(root, "--first-parent", "--reverse", f"{commit}..HEAD", "--", *paths)
