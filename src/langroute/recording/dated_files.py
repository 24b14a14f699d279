"""Files of whole lines, each with the records of one day or hour and of one process.

A file belongs to one writer: its name holds the process's number and is made only if nobody has it
yet, for a container's processes have the same numbers after every start. So nothing is ever
appended to what a killed process left behind, and a line that could not be written whole can be
taken back.
"""

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Literal

from langroute.recording.sink import SinkError

Every = Literal["day", "hour"]
PERIODS: dict[Every, str] = {"day": "%Y-%m-%d", "hour": "%Y-%m-%dT%H"}
# Answers come from several threads: a few of the old day may come behind the first of the new one.
OPEN_AT_ONCE = 2
LOOK_EVERY = 1.0  # seconds; a path on a network is no quick thing to look up
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND


class DatedFiles:
    """Writes lines into ``<name>-<day or hour, UTC>-<process>-<number><ending>`` beside ``path``.

    A file has the records of its day or hour only, so that evidence can be added day by day. It
    is closed when it has reached ``largest`` bytes or ``rows`` lines, and ``closed`` is called with
    its path; ``taken`` says that a name is used otherwise. ``OSError`` where a line cannot be
    written: none of it is then in the file. A file that somebody deletes or moves is followed by
    another at once; ``SinkError`` with the lines of a deleted one, which nobody can read any more.
    """

    def __init__(
        self,
        path: Path,
        every: Every,
        largest: int,
        rows: int | None = None,
        closed: Callable[[Path], None] = lambda _: None,
        taken: Callable[[Path], bool] = lambda _: False,
    ) -> None:
        self._path, self._format, self._taken = path, PERIODS[every], taken
        self._largest, self._rows, self._closed = largest, rows, closed
        self._open: dict[str, _File] = {}  # the one that was written to last comes last

    def write(self, time: datetime, line: bytes) -> None:
        """Append a line, which ends in a line feed, to the file of its time.

        Closing comes last: when it goes wrong, the line is written all the same.
        """
        period = time.astimezone(UTC).strftime(self._format)
        file, lost, before = self._open.pop(period, None), 0, ""
        if file and not file.is_there():
            lost, before, file = file.let_go(), f"{file.path} was deleted while it was open", None
        try:
            self._append(period, file, line)
        except Exception as error:
            if not lost:
                raise
            records = lost + getattr(error, "records", 1)
            raise SinkError(f"{before}; {error}", records) from error
        if lost:
            raise SinkError(before, lost)

    def _append(self, period: str, file: "_File | None", line: bytes) -> None:
        file = file or _File(self._path, period, self._taken)
        self._open[period] = file
        file.append(line)
        if file.size >= self._largest or file.rows == self._rows:
            self._close([period])
        if len(self._open) > OPEN_AT_ONCE:
            self._close([next(iter(self._open))])

    def close_older(self, seconds: float) -> None:
        """Close the files that were opened so long ago."""
        now = monotonic()
        self._close([at for at, file in self._open.items() if now - file.since >= seconds])

    def close(self) -> None:
        """Close every file."""
        self.close_older(0)

    def forget(self) -> None:
        """Let go of the files without a word, for another process writes them."""
        while self._open:
            with suppress(OSError):
                self._open.popitem()[1].let_go()

    def _close(self, periods: Sequence[str]) -> None:
        """Close some files, all of them also when it goes wrong with one."""
        files = [self._open.pop(period) for period in periods]
        errors = [error for file in files if (error := self._closing(file))]
        if len(errors) == 1:
            raise errors[0]
        if errors:
            records = sum(getattr(error, "records", 0) for error in errors)
            raise SinkError("; ".join(map(str, errors)), records)

    def _closing(self, file: "_File") -> Exception | None:
        there = file.is_there()
        try:
            lost = file.let_go()
        except OSError as error:
            return error
        if lost:
            return SinkError(f"{file.path} was deleted while it was open", lost)
        return self._tell(file.path) if there else None

    def _tell(self, path: Path) -> Exception | None:
        try:
            self._closed(path)
        except Exception as error:
            return error
        return None


class _File:
    """One open file."""

    def __init__(self, path: Path, period: str, taken: Callable[[Path], bool]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.since = self._looked = monotonic()
        self.size = self.rows = 0
        self._whole = True
        for number in count(1):
            self.path = path.with_name(f"{path.stem}-{period}-{os.getpid()}-{number}{path.suffix}")
            with suppress(FileExistsError):
                self.descriptor = os.open(self.path, NEW, 0o666)
                if not taken(self.path):  # asked when nobody else can have the name any more
                    self._itself = _identity(os.fstat(self.descriptor))
                    return
                os.close(self.descriptor)
                self.path.unlink()

    def append(self, line: bytes) -> None:
        """Write a line at once and whole; what fits of it onto a full disk is taken back."""
        written = os.write(self.descriptor, line)
        if written < len(line):
            self._whole = False
            os.ftruncate(self.descriptor, self.size)
            self._whole = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
        self.size += written
        self.rows += 1

    def is_there(self) -> bool:
        """Whether what is appended can be read, after a whole line and under the file's name.

        The name is looked at once in a while: a file that was moved loses nothing until then.
        """
        now = monotonic()
        try:
            held = os.fstat(self.descriptor)
            if now - self._looked >= LOOK_EVERY:
                self._looked = now
                if _identity(self.path.stat()) != self._itself:
                    return False
        except OSError:
            return False
        return self._whole and held.st_nlink > 0 and _identity(held) == self._itself

    def let_go(self) -> int:
        """Close it; how many of its lines are gone because somebody has deleted it."""
        try:
            held = os.fstat(self.descriptor)
        except OSError:
            return 0
        if _identity(held) != self._itself:  # somebody closed it: the number is another file's
            return 0
        os.close(self.descriptor)
        return 0 if held.st_nlink else self.rows


def _identity(of: os.stat_result) -> tuple[int, int]:
    return of.st_dev, of.st_ino
