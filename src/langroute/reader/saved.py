"""The last good document on disk, for a start without AWS."""

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from langroute.reader.errors import DamagedCopy, ForeignCopy, UnusableCopy
from langroute.reader.origin import Place

LAYOUT = 1


class Copy(NamedTuple):
    """A document as it was delivered, with its label."""

    content: bytes
    version: str | None


class SavedCopy:
    """One file that holds the document of one place; processes may share it, the last one wins.

    The file is a line with the sha256 of the
    rest, a line of JSON that says what follows, and the document's bytes as they came.
    """

    def __init__(self, path: Path, place: Place) -> None:
        self._path = path
        self._place = list(place)

    def read(self) -> Copy | None:
        """The copy, or None where none is; ``UnusableCopy`` if it must not be used."""
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UnusableCopy(self._path, error.strerror or "cannot be read") from error
        return self._opened(raw)

    def write(self, content: bytes, version: str | None) -> None:
        """Replace the copy in one step, so that a reader finds either the old or the new one."""
        about = {"layout": LAYOUT, "place": self._place, "version": version}
        rest = json.dumps(about).encode() + b"\n" + content
        temporary = _written(self._path, sha256(rest).hexdigest().encode() + b"\n" + rest)
        try:
            temporary.replace(self._path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _write_folder_through(self._path.parent)

    def _opened(self, raw: bytes) -> Copy:
        digest, _, rest = raw.partition(b"\n")
        if digest != sha256(rest).hexdigest().encode():
            raise DamagedCopy(self._path, "its checksum does not fit, it was cut off or changed")
        line, _, content = rest.partition(b"\n")
        try:
            about = json.loads(line)
            layout, place, version = about["layout"], list(about["place"]), about["version"]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise DamagedCopy(self._path, "it does not say what it holds") from None
        if layout != LAYOUT:
            raise UnusableCopy(
                self._path, f"layout {layout} is unknown, this reader knows {LAYOUT}"
            )
        if place != self._place:
            raise ForeignCopy(self._path, f"it is of {place}, this reads {self._place}")
        return Copy(content, version)


def _written(path: Path, raw: bytes) -> Path:
    """A file beside ``path`` that holds the bytes, on the disk and not only on its way there."""
    # Named by chance: on a shared volume, processes of two containers may have the same number.
    with NamedTemporaryFile(prefix=f".{path.name}.", dir=path.parent, delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return temporary


def _write_folder_through(folder: Path) -> None:
    """Have the new name survive a power cut too, where a folder can be told so."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
