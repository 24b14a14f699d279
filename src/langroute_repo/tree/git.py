"""Reads the files of a git revision without checking it out, and what git knows of their past."""

import errno
import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import hexdigits

from langroute_repo.tree.snapshot import CONFIG, Entry

# git's modes of what is no plain file: a symbolic link and a submodule.
KINDS = {"120000": "link", "160000": "other"}


class GitError(Exception):
    """git could not answer; the message is for people."""


class DistrustError(GitError):
    """git reads nothing of a folder that belongs to another user, until it is told to."""

    def __init__(self, root: Path, cure: str) -> None:
        self.message = f"git distrusts {root}, which belongs to {_owner(root)}"
        self.hint = f"if you trust it too: {cure}"
        super().__init__(f"{self.message}; {self.hint}")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched a file."""

    id: str
    author: str
    date: str  # day, as the author's clock had it
    subject: str


def git(
    root: Path,
    *arguments: str,
    stdin: bytes | None = None,
    variables: Mapping[str, str] | None = None,
) -> bytes:
    """Run git in ``root`` and give its output; GitError with its own words when it fails.

    ``variables`` are added to those of the environment: who commits, and what no list of
    processes may show.
    """
    command = ["git", "-C", str(root), "--no-replace-objects", *arguments]
    env = {**os.environ, **variables} if variables else None
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, check=True, env=env)
    except FileNotFoundError as error:
        raise GitError("git is not installed, or not on the PATH") from error
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode(errors="replace").strip().splitlines()
        # Since 2.35.2; the words around the command are in the user's language.
        if words and " safe.directory " in words[-1]:
            raise DistrustError(root.resolve(), words[-1].strip()) from error
        raise GitError(_reason(words) or f"git {arguments[0]} failed") from error
    return done.stdout


def _reason(words: Sequence[str]) -> str:
    """What went wrong: advice of several lines follows it when a remote does not answer."""
    fatal = (line for line in words if line.startswith("fatal: "))
    return next(fatal, words[-1] if words else "")


def _owner(root: Path) -> str:
    """Who a folder belongs to, by name where there is one."""
    number = root.stat().st_uid
    try:
        import pwd  # not on Windows

        return f"the user {pwd.getpwuid(number).pw_name}"
    except (ImportError, KeyError):
        return f"another user (uid {number})"


ID_LENGTHS = (40, 64)  # of SHA-1 and SHA-256


class Revision:
    """The files as a commit holds them."""

    def __init__(self, root: Path, revision: str) -> None:
        if revision.startswith("-"):
            raise GitError(f"{revision!r} is not a revision")
        self.root = root
        try:
            self.commit = _commit(root, revision)
        except DistrustError:
            raise
        except GitError as error:
            raise GitError(f"{revision!r} names no commit here: {error}") from error
        self.name = revision
        self._entries, self._blobs = _listed(root.absolute(), self.commit)

    def entries(self) -> list[Entry]:
        return list(self._entries)

    def prefetch(self, paths: Sequence[str]) -> None:
        """Read many files with one git process."""
        _fetch(self.root, [self._blobs[path] for path in paths])

    def read(self, path: str) -> bytes:
        """The bytes of a file; with the first one that nobody asked for before come all others."""
        blob = self._blobs[path]
        if blob not in _HELD:
            with suppress(GitError):  # of another file, which this clone may lack
                _fetch(self.root, list(self._blobs.values()))
            _fetch(self.root, [blob])
        if blob not in _HELD:
            raise FileNotFoundError(errno.ENOENT, "this clone lacks it", path)
        return _HELD[blob]

    def digests(self) -> dict[str, str]:
        return dict(self._blobs)


# Commits of a history hold nearly the same files: whoever reads many of them reads each file once.
_HELD: dict[str, bytes] = {}


@lru_cache(maxsize=512)
def _listed(root: Path, commit: str) -> tuple[list[Entry], dict[str, str]]:
    """What a commit has below config/, by path as git lists it, and git's names of the files."""
    entries: list[Entry] = []
    blobs: dict[str, str] = {}
    out = git(root, "ls-tree", "-rz", "--long", commit, "--", f"{CONFIG}/")
    for line in out.decode(errors="replace").split("\0")[:-1]:
        meta, path = line.split("\t", 1)
        mode, _, blob, size = meta.split()
        kind = KINDS.get(mode, "file")
        # Of a file that this clone lacks it says BAD.
        entries.append(Entry(path, kind, int(size) if size.isdigit() else 0))
        if kind == "file":
            blobs[path] = blob
    return entries, blobs


def _fetch(root: Path, blobs: Sequence[str]) -> None:
    """Have the bytes of these names, the same in every repository; of those that it lacks none."""
    missing = list(dict.fromkeys(blob for blob in blobs if blob not in _HELD))
    if not missing:
        return
    out = git(root, "cat-file", "--batch", stdin="\n".join(missing).encode())
    start = 0
    for blob in missing:
        end = out.index(b"\n", start)
        _, *known = out[start:end].split()
        start = end + 1
        if len(known) == 2:  # or it says "missing"
            size = int(known[1])
            _HELD[blob] = out[start : start + size]
            start += size + 1


def contents(root: Path, blobs: Sequence[str]) -> dict[str, bytes]:
    """The bytes by git's names of them, without those that this clone lacks."""
    _fetch(root, blobs)
    return {blob: _HELD[blob] for blob in blobs if blob in _HELD}


def commit_id(root: Path, commit: str) -> str | None:
    """The whole id of a commit; None when this clone does not have it."""
    try:
        return _commit(root, commit)
    except GitError:
        return None


def _commit(root: Path, revision: str) -> str:
    """The whole id of a commit; of what is one already git is asked once."""
    whole = len(revision) in ID_LENGTHS and not set(revision) - set(hexdigits)
    return _asked_once(root.absolute(), revision) if whole else _asked(root, revision)


def _asked(root: Path, revision: str) -> str:
    found = git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    return found.decode().strip()


_asked_once = lru_cache(maxsize=512)(_asked)  # of one that is missing it keeps nothing


def merge_base(root: Path, revision: str) -> str | None:
    """The commit where HEAD parted from a revision; None when they have none in common here."""
    try:
        return git(root, "merge-base", revision, "HEAD").decode().strip()
    except GitError:
        return None


def changed_paths(root: Path, commit: str) -> set[str]:
    """The files below ``root`` that are not as they were in a commit, whatever they are."""
    command = (
        "diff",
        "--name-only",
        "--no-ext-diff",
        "--no-renames",
        "--relative",
        "-z",
        commit,
        "--",
    )
    return set(filter(None, git(root, *command).decode(errors="replace").split("\0")))


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks its older commits."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def messages(root: Path, since: str, until: str = "HEAD") -> list[str]:
    """The whole messages of the commits since one, which is not included, the newest first."""
    told = git(root, "log", "-z", "--no-show-signature", "--format=%B", f"{since}..{until}")
    return [message for message in told.decode(errors="replace").split("\0") if message.strip()]
