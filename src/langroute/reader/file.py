"""Reads a file, for development and for tests."""

import os
import time
from pathlib import Path

from langroute.reader.errors import Unavailable
from langroute.reader.origin import Fetched
from langroute.reader.reading import Reading, Settings
from langroute.reader.source import PolledSource

SETTLED = 2.0  # seconds; the coarsest clock of a file system in use (FAT)


class FileSource(PolledSource):
    """The document in a file, such as `./langroute compile production` writes.

    It is looked at every ``poll`` seconds and used when it has changed and is whole.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        compiled_for: str | None = None,
        poll: float = 1.0,
        timeout: float = 1.0,
        stale_after: float = 60.0,
    ) -> None:
        settings = Settings(compiled_for, None, stale_after)
        super().__init__(Reading(File(Path(path), poll), settings), timeout)


class File:
    """Reads the file when its size or its time has changed."""

    name = "file"

    def __init__(self, path: Path, poll: float) -> None:
        self._path = path
        self.longest_wait = self._poll = poll
        self._seen: tuple[int, ...] | None = None

    def fetch(self) -> Fetched:
        with self._path.open("rb") as file:
            found = os.fstat(file.fileno())
            if _look(found) == self._seen:
                return Fetched(None, None, self._poll)
            content = file.read()
            if _look(os.fstat(file.fileno())) != _look(found):
                raise Unavailable(f"{self._path} is being written")
        # Two changes within a tick of the disk's clock look alike, so a young file is read again.
        settled = time.time() - found.st_mtime > SETTLED
        self._seen = _look(found) if settled else None
        return Fetched(content, None, self._poll)

    def again(self) -> None:
        """Read it the next time."""
        self._seen = None

    def forked(self) -> None:
        """A file is opened for each look."""


def _look(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
