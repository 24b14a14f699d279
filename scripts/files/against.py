"""What a change is compared with, and what its commits say about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from langroute_repo.tree.git import (
    DistrustError,
    GitError,
    Revision,
    is_shallow,
    merge_base,
    messages,
)
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder, Snapshot
from langroute_repo.tree.state_before import read_before
from langroute_repo.tree.tree import Tree
from scripts.files.earlier import state_ago
from scripts.files.sparse import refuse_sparse
from scripts.files.state import snapshot
from scripts.terminal.exit_codes import NOTHING
from scripts.terminal.failure import Failure
from validators.finding import Given

FETCH = (
    "git fetch brings a branch that is not here yet; "
    "or name a commit, or a folder that holds config/"
)
SHALLOW = (
    "this clone lacks its older commits: git fetch --unshallow brings them "
    "(in GitHub Actions: fetch-depth: 0 at actions/checkout)"
)


@dataclass(frozen=True, slots=True)
class Against:
    """The state before a change, and the messages of its commits, the newest first.

    ``commit`` is the one whose files they are; empty for those of a folder.
    """

    before: Tree
    state: Snapshot
    messages: tuple[str, ...] = ()
    commit: str = ""

    @property
    def title(self) -> str:
        """What GitHub proposes as the title of a pull request: the subject of a single commit."""
        return self.messages[0].strip().partition("\n")[0] if len(self.messages) == 1 else ""


def against(root: Path, named: str, tree: Tree) -> Against:
    """Compare the files at ``root`` with a revision or a folder.

    Of a revision it is the commit where HEAD parted from it, so that what others have merged
    since is not taken for this change.
    """
    try:
        state = snapshot(root, named)
    except Failure as failure:
        if isinstance(failure.__cause__, DistrustError):
            raise
        raise Failure(failure.message, _cure(root)) from failure
    if not isinstance(state, Revision):
        return Against(_named(read_before(state, Folder(root), tree), named), state)
    base = merge_base(root, state.commit)
    if base is None:
        raise Failure(f"{named} and HEAD have no commit in common here", _cure(root))
    where = f"{named} ({base[:12]})"
    if base != state.commit:
        where = f"the commit where HEAD parted from {named} ({base[:12]})"
        state = Revision(root, base)
    before = read_before(state, Folder(root), tree)
    return Against(_named(before, where), state, tuple(messages(root, base)), base)


def _named(tree: Tree, name: str) -> Tree:
    return replace(tree, name=name)


def _cure(root: Path) -> str:
    try:
        return SHALLOW if is_shallow(root) else FETCH
    except GitError:
        return FETCH


def files(root: Path) -> Tree:
    """The files that there are to check."""
    tree = read(Folder(root))
    refuse_sparse(root, tree)
    if not tree.strays and not any(True for _ in tree.files()):
        raise Failure(
            f"nothing to check: no files in {root / 'config'}",
            "run it in the repository, or name another folder with --root",
            exit_code=NOTHING,
        )
    return tree


def compared_with(root: Path, named: str, tree: Tree) -> Against:
    """What the files at ``root`` are compared with."""
    try:
        return against(root, named, tree)
    except (GitError, OSError) as error:
        raise Failure(str(error)) from error


def as_change(given: Given, found: Against, root: Path) -> Given:
    """The same files as a change, with what its commits say and what the main branch did before."""
    return replace(
        given,
        before=found.before,
        messages=found.messages,
        title=found.title,
        ran_until=ran_until(given.tree, root, found.commit),
        earlier=state_ago(given.tree, found.before, root, found.commit, given.today),
    )


def ran_until(tree: Tree, root: Path, commit: str) -> Callable[[str], str | None]:
    """The day on which what a file goes back to was ended, in a change of a commit.

    Without a commit no history is known.
    """

    @cache
    def until(path: str) -> str | None:
        from langroute_repo.tree.previous_route import file_goes_back_to

        before = file_goes_back_to(root, commit, tree, path) if commit else None
        return before.ended_by.date if before else None

    return until
