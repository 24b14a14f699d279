"""Where the files of one state are read from: a folder here, a git revision in ``git.py``."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

CONFIG = "config"


class Entry(NamedTuple):
    """One entry below config/, by its path from the root with forward slashes."""

    path: str
    kind: str  # "file", "link" or "other" (a socket, a pipe, a submodule)
    size: int


class Snapshot(Protocol):
    """A state of the files that does not change while it is read."""

    @property
    def name(self) -> str: ...

    def entries(self) -> list[Entry]:
        """Everything below config/ that is not a folder, sorted by path."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; OSError with a reason for people when it cannot be read."""

    def prefetch(self, paths: Sequence[str]) -> None:
        """Told before many files are read, for those that can read them at once."""

    def digests(self) -> dict[str, str]:
        """git's name for the bytes of each file: equal exactly when the bytes are."""


class Folder:
    """The files as they lie on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = "the working tree"

    def entries(self) -> list[Entry]:
        return sorted(self._walk(self.root / CONFIG, CONFIG), key=lambda entry: entry.path)

    def _walk(self, folder: Path, prefix: str) -> Iterator[Entry]:
        # A link to a folder is an entry, never followed: it may lead out of the tree or in a ring.
        if folder.is_symlink():
            yield Entry(prefix, "link", 0)
            return
        try:
            children = list(os.scandir(folder))
        except FileNotFoundError:
            return  # nothing to check; or gone since its folder was listed
        except NotADirectoryError:
            yield Entry(prefix, "file", folder.stat().st_size)
            return
        except OSError as error:
            yield Entry(prefix, f"unreadable folder ({error.strerror})", 0)
            return
        # Nobody misses an empty folder, unless it lies where a file was meant to be.
        if not children and folder.suffix in (".yaml", ".json"):
            yield Entry(prefix, "empty folder", 0)
        for child in children:
            path = f"{prefix}/{child.name}"
            if child.is_dir(follow_symlinks=False):
                yield from self._walk(Path(child.path), path)
            else:
                yield from _entry(child, path)

    def read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def prefetch(self, paths: Sequence[str]) -> None:
        pass

    def digests(self) -> dict[str, str]:
        files = (entry.path for entry in self.entries() if entry.kind == "file")
        return {path: _blob(self.read(path)) for path in files}


def _entry(child: os.DirEntry[str], path: str) -> Iterator[Entry]:
    """The entry of a file; none when it vanished since its folder was listed (an editor's, say)."""
    with suppress(FileNotFoundError):
        status = child.stat(follow_symlinks=False)
        yield Entry(path, _kind(status.st_mode), status.st_size)


def _blob(raw: bytes) -> str:
    """The name git gives to these bytes (in a repository of its default object format)."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def _kind(mode: int) -> str:
    if stat.S_ISREG(mode):
        return "file"
    return "link" if stat.S_ISLNK(mode) else "other"
