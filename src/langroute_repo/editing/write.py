"""Puts a file's new bytes in place: all of them or none, and never over another's edit."""

import os
import stat
from pathlib import Path
from tempfile import mkstemp


class WriteError(Exception):
    """A file that was not written; what was there is there still."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def overwrite(path: Path, raw: bytes, expected: bytes) -> None:
    """Replace a file whose bytes are ``expected``; its mode stays. Links are refused."""
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise WriteError(f"{path} is not a plain file", "put the file itself there")
        _swap(path, raw, expected, stat.S_IMODE(mode))
    except OSError as error:
        raise _unwritten(path, error) from error


def _swap(path: Path, raw: bytes, expected: bytes, mode: int) -> None:
    # In the same folder: a rename within a file system is atomic, a copy is not.
    handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)  # noqa: PTH101 - mkstemp gives a name
        if path.read_bytes() != expected:
            raise WriteError(f"{path} changed while it was edited", "run the command again")
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def create(path: Path, raw: bytes) -> None:
    """Write a file that must not exist yet, not even as a link; its folder is made if needed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("xb")
    except FileExistsError:
        raise WriteError(f"{path} exists", "edit it, or remove it first") from None
    except OSError as error:
        raise _unwritten(path, error) from error
    try:
        with file:
            file.write(raw)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _unwritten(path: Path, error: OSError) -> WriteError:
    reason = (error.strerror or str(error)).lower()
    return WriteError(f"{path} cannot be written: {reason}", "nothing was changed")
