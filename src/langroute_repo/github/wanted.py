"""What config/ holds here and the default branch does not, file by file, and commits of it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute_repo.github.errors import Conflict, GitHubError
from langroute_repo.github.scratch import EMAIL, Scratch
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.tree.git import GitError, git
from langroute_repo.tree.snapshot import CONFIG
from langroute_repo.wording import listed

# Mode and name of a file's bytes, as git writes them; of a file that is not there, nothing.
Version = str
ABSENT: Version = ""
REMOVED = f"0 {'0' * 40}"
WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", AUTHOR), ("EMAIL", EMAIL))
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Each file with its version on the default branch and the wanted one."""

    clone: Scratch
    files: Mapping[str, tuple[Version, Version]]

    def commit(self, paths: Iterable[str], message: str) -> str:
        """A commit on the default branch with the wanted versions of these files."""
        root, head = self.clone.root, self.clone.head
        prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
        told = [f"{self.files[path][1] or REMOVED}\t{prefix}{path}\0" for path in paths]
        with TemporaryDirectory(prefix="langroute-propose-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            git(root, "read-tree", head, variables=index)
            words = ("update-index", "-z", "--index-info")
            git(root, *words, stdin=_raw("".join(told)), variables=index)
            tree = git(root, "write-tree", variables=index).decode().strip()
        return commit_tree(root, tree, [head], message)

    def digest(self, paths: Iterable[str]) -> str:
        """Of what becomes of these files: the same as long as a merge would do the same."""
        told = "".join(f"{path}\0{' '.join(self.files[path])}\n" for path in sorted(paths))
        return hashlib.sha256(_raw(told)).hexdigest()[:16]


def commit_tree(root: Path, tree: str, parents: Sequence[str], message: str) -> str:
    """A commit by GitHub's bot, on no branch."""
    words = [word for parent in parents for word in ("-p", parent)]
    return git(root, "commit-tree", tree, *words, "-m", message, variables=WHO).decode().strip()


def wanted(root: Path, clone: Scratch) -> Wanted:
    """What has changed here since HEAD left the default branch, and is not there yet.

    Raises ``Conflict`` where the branch has changed one of these files as well.
    """
    here = git(root, "rev-parse", "HEAD").decode().strip()
    try:
        left = git(clone.root, "merge-base", here, clone.head).decode().strip()
    except GitError as error:
        cure = "git fetch --unshallow brings older commits (fetch-depth: 0 at actions/checkout)"
        raise GitHubError("HEAD and the default branch have no commit in common", cure) from error
    was, there = versions(clone.root, left), versions(clone.root, clone.head)
    mine = versions(clone.root, _tree_of_config(root))
    changed = sorted(path for path in was | mine if was.get(path) != mine.get(path))
    _hold_apart(clone.remote.branch, [
        path for path in changed if there.get(path) not in (was.get(path), mine.get(path))
    ])  # fmt: skip
    return Wanted(clone, {
        path: (there.get(path, ABSENT), mine.get(path, ABSENT))
        for path in changed if there.get(path) != mine.get(path)
    })  # fmt: skip


def _raw(text: str) -> bytes:
    """As git told it: a name need not be text."""
    return text.encode(errors="surrogateescape")


def _hold_apart(branch: str, both: Sequence[str]) -> None:
    if both:
        raise Conflict(
            f"{listed(both)} changed in {branch} as well, since HEAD left it",
            f"begin again with what {branch} is now: git fetch, and merge or rebase",
        )


def versions(root: Path, state: str) -> dict[str, Version]:
    """The files below config/ of a commit or a tree."""
    told = git(root, "ls-tree", "-rz", state, "--", f"{CONFIG}/").decode(errors="surrogateescape")
    found = (line.split("\t", 1) for line in told.split("\0")[:-1])
    return {path: " ".join(meta.split()[::2]) for meta, path in found}


def _tree_of_config(root: Path) -> str:
    """HEAD with config/ as it lies here; neither the caller's index nor its branch are touched."""
    with TemporaryDirectory(prefix="langroute-propose-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        git(root, "read-tree", "HEAD", variables=index)
        git(root, "add", "--all", "--", CONFIG, variables=index)
        return git(root, "write-tree", variables=index).decode().strip()
