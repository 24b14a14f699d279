"""A commit made beside the checkout: in a folder and with an index of its own.

Neither the files that somebody has open nor the index of the checkout are touched, and until the
branch is made, last, nothing in the repository points at what was made.
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute_repo.tree.git import GitError, git
from langroute_repo.upgrade.carry import Entry, Touched

# What the company has set for its own checkout is not for this one.
PLAIN = (
    *("-c", "core.sparseCheckout=false"),
    *("-c", "core.fsmonitor=false"),
)
ABSENT = "0" * 40
# Made where a version runs, and no part of it, whatever its .gitignore says.
BYPRODUCTS = "/.venv\n/.venv.lock\n__pycache__/\n"


class Unmergeable(Exception):
    """Both changed the same lines, or what they changed has no lines."""


class Staging:
    """A folder that holds a commit's files, to be changed and committed onto it."""

    def __init__(self, root: Path, folder: Path, index: Path) -> None:
        self.root = root
        self.folder = folder
        folder.mkdir()
        excluded = index.with_suffix(".excluded")
        excluded.write_text(BYPRODUCTS, encoding="utf-8")
        self._settings = (*PLAIN, "-c", f"core.excludesFile={excluded}")
        self._variables = {
            "GIT_DIR": git(root, "rev-parse", "--absolute-git-dir").decode().rstrip("\n"),
            "GIT_WORK_TREE": str(folder),
            "GIT_INDEX_FILE": str(index),
        }

    def lay(self, commit: str, moves: Mapping[str, Entry | None]) -> None:
        """Lay a commit's files into the folder, with some of them moved; deletions come first.

        git refuses a file where a folder of the company's is, and the reverse.
        """
        self._git("read-tree", commit)
        gone = [f"0 {ABSENT}\t{path}" for path, one in moves.items() if one is None]
        there = [f"{one.mode} {one.blob}\t{path}" for path, one in moves.items() if one]
        for lines in (gone, there):
            told = "".join(f"{line}\0" for line in lines).encode("utf-8", "surrogateescape")
            self._git("update-index", "-z", "--index-info", stdin=told)
        self._git("checkout-index", "--all", "--force", "--quiet", "--index")

    def changed(self, commit: str) -> list[str]:
        """Take what was written in the folder meanwhile; all paths that differ from a commit."""
        self._git("add", "--all", "--", ".")
        told = self._git("diff", "--cached", "--no-renames", "--name-only", "-z", commit)
        return told.decode("utf-8", "surrogateescape").split("\0")[:-1]

    def commit(self, parent: str, message: str) -> str:
        """A commit of it all, to which nothing points yet."""
        tree = self._git("write-tree").decode().strip()
        told = self._git("commit-tree", "-p", parent, "-F", "-", tree, stdin=message.encode())
        return told.decode().strip()

    def _git(self, *words: str, stdin: bytes | None = None) -> bytes:
        return git(self.folder, *self._settings, *words, stdin=stdin, variables=self._variables)


def lay_out(root: Path, commit: str, folder: Path) -> None:
    """Lay a commit's files into a new folder, for them to be run there."""
    Staging(root, folder, folder.with_suffix(".index")).lay(commit, {})


def make_branch(root: Path, name: str, commit: str) -> None:
    """Make a branch; ``GitError`` when there is one of this name by now."""
    git(root, "update-ref", "-m", "langroute upgrade", f"refs/heads/{name}", commit, "")


def stored(root: Path, content: bytes) -> str:
    """The name of bytes that git keeps from now on."""
    return git(root, "hash-object", "-w", "--stdin", stdin=content).decode().strip()


def content(root: Path, one: Entry) -> bytes:
    return git(root, "cat-file", "blob", one.blob)


def merged(root: Path, one: Touched) -> Entry | None:
    """Both changes of a file in one; ``Unmergeable`` where they are of the same lines."""
    if one.only_here:
        return one.here
    entries = (one.here, one.old, one.new)
    if not all(entry and entry.mode.startswith("100") for entry in entries):
        raise Unmergeable
    with TemporaryDirectory(prefix="langroute-merge-") as folder:
        paths = [Path(folder) / name for name in ("here", "old", "new")]
        for path, entry in zip(paths, entries, strict=True):
            assert entry is not None
            path.write_bytes(content(root, entry))
        try:
            both = git(root, "merge-file", "--stdout", "--quiet", *map(str, paths))
        except GitError as error:
            raise Unmergeable from error
    assert one.here
    assert one.new
    mode = one.here.mode if one.old and one.here.mode != one.old.mode else one.new.mode
    return Entry(mode, stored(root, both))
