"""Which commits to revert so that the repository holds again what is live.

What it says was tried before: the same git command runs in a scratch clone, and what comes out is
compiled and held against the live bytes.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute_repo.appconfig.label import LABEL
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.editing.going_back import seal_changed
from langroute_repo.tree.compiled_history import commits_since, document
from langroute_repo.tree.git import Commit, GitError, commit_id, git
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder


@dataclass(frozen=True, slots=True)
class Undo:
    """Commits to revert, newest first, and the words of git that do it.

    ``after`` is what HEAD compiles to afterwards, None when they do not come apart or it does not
    compile; ``exact``: that is what is live.
    """

    commits: tuple[str, ...]
    words: tuple[str, ...]
    after: bytes | None
    exact: bool


def undo(origin: LiveOrigin) -> Undo | None:
    """The fewest commits that do; None when HEAD does not hold the live commit.

    First only those that change this document, then all since that touch config/.
    """
    if origin.commit is None or not origin.in_head:
        return None
    root = origin.compiled.root
    every = list(commits_since(root, origin.commit.id))
    tried = [_undo(origin, commits) for commits in (origin.ahead, every) if commits]
    return next((one for one in tried if one.exact), tried[-1] if tried else None)


def undo_carried(origin: LiveOrigin, labels: Sequence[str]) -> Undo | None:
    """The commits since the live one that documents of these labels carried; None as above.

    What was merged later stays, although HEAD then does not compile to what is live: it was never
    tried, and it is somebody else's. Only where the rest does not come apart from it all goes.
    """
    if origin.commit is None or not origin.in_head:
        return None
    root = origin.compiled.root
    bad = [commit for label in labels if (commit := _commit(root, label))]
    every = list(commits_since(root, origin.commit.id))
    carried = [one for one in every if any(_holds(root, each, one.id) for each in bad)]
    changing = [one for one in origin.ahead if one in carried]
    tried = [_undo(origin, commits) for commits in (changing, carried) if commits]
    fitting = [one for one in tried if one.exact] or [one for one in tried if one.after]
    return fitting[0] if fitting else undo(origin)


def _commit(root: Path, label: str) -> str | None:
    found = LABEL.fullmatch(label)
    return commit_id(root, found[1]) if found else None


def _holds(root: Path, commit: str, other: str) -> bool:
    return not git(root, "rev-list", "-1", other, f"^{commit}").strip()


def _undo(origin: LiveOrigin, commits: Sequence[Commit]) -> Undo:
    root = origin.compiled.root
    ids = tuple(one.id[:12] for one in commits)
    merges = git(root, "rev-list", "--no-walk", "--min-parents=2", *ids).strip()
    # A merge is reverted as what it brought to its first parent; git takes -m 1 for others too.
    words = (*(("-m", "1") if merges else ()), *ids)
    try:
        after = _reverted(root, words, origin.environment)
    except GitError:  # they do not come apart without conflicts
        after = None
    return Undo(ids, words, after, after is not None and after == origin.live.content)


def _reverted(root: Path, words: Sequence[str], environment: str) -> bytes | None:
    """What HEAD would compile to; nothing of the repository is touched."""
    top, prefix, head = (
        git(root, "rev-parse", what).decode().strip()
        for what in ("--show-toplevel", "--show-prefix", "HEAD")
    )
    with TemporaryDirectory(prefix="langroute-undo-") as folder:
        scratch = Path(folder) / "scratch"
        git(root, "clone", "--quiet", "--shared", "--no-checkout", top, str(scratch))
        unhooked = ("-c", f"core.hooksPath={os.devnull}")
        git(scratch, *unhooked, "checkout", "--quiet", "--detach", head)
        git(scratch, *unhooked, "revert", "--no-commit", *words)
        seal_changed(scratch / prefix)
        return document(read(Folder(scratch / prefix)), environment)
