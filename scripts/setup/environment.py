"""Makes the repository's own `.venv` from the pinned, hashed `requirements.txt`.

The launcher runs this before anything is installed, so it needs the standard library only. A
`.venv` is trusted when `.venv/.complete` equals `requirements.txt`; that stamp is written last, so
whatever interrupts the set-up leaves a `.venv` that the next run makes anew.
"""

import fcntl
import importlib.util
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from scripts import PROJECT
from scripts.setup.installer import install, run_quietly
from scripts.terminal.exit_codes import INTERRUPTED, TERMINATED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain, say


@dataclass(frozen=True)
class Environment:
    """Where a checkout keeps its `.venv`, and what says that it is whole."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        return self.folder / ".complete"

    @property
    def requirements(self) -> Path:
        return self.root / "requirements.txt"

    def stale(self) -> str:
        """Why it has to be made, or nothing when it is whole."""
        if not os.path.lexists(self.folder):
            return "first use"
        if not self.stamp.is_file():
            return "the last set-up did not finish"
        if not os.access(self.python, os.X_OK):
            return "its Python is gone"
        if self.stamp.read_bytes() != self.requirements.read_bytes():
            return "requirements.txt changed"
        return ""


def ensure(environment: Environment) -> None:
    """Make the environment unless it is whole; two runs at once take turns."""
    with _turn(environment.root / ".venv.lock") as lock:
        reason = environment.stale()
        if reason:
            say(f"setting up .venv ({reason}; about 40 s) …")
            started = time.monotonic()
            _make(environment, lock)
            say(f"set up .venv in {time.monotonic() - started:.0f} s")


def _make(environment: Environment, lock: BinaryIO) -> None:
    wanted = environment.requirements.read_bytes()
    _require_venv()
    _remove(environment)
    run_quietly([_lasting_python(), "-P", "-m", "venv", str(environment.folder)], lock)
    install(environment.python, environment.requirements, lock)
    _write_whole(environment.stamp, wanted)


@contextmanager
def _turn(path: Path) -> Iterator[BinaryIO]:
    """Hold the lock of the set-up.

    Child processes inherit the open file, and the lock with it: when this process is killed, the
    next run waits for an installer left behind instead of working in the same folder.
    """
    with path.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting: another run is setting up .venv …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _require_venv() -> None:
    """Debian and Ubuntu keep half of the venv module in a package of its own."""
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise Failure(
        f"this Python {version} comes without the venv module: {sys.executable}",
        f"apt install python3-venv (or python{version}-venv), then run the command again",
    )


def _lasting_python() -> str:
    """The interpreter by its versioned name.

    `/usr/bin/python3` may be a newer Python after an upgrade of the system, and a `.venv` linked to
    it would run without its packages; linked to `python3.11` it breaks visibly and is made anew.
    """
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def _remove(environment: Environment) -> None:
    environment.stamp.unlink(missing_ok=True)
    if environment.folder.is_dir() and not environment.folder.is_symlink():
        shutil.rmtree(environment.folder)
    else:
        environment.folder.unlink(missing_ok=True)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there in full or not at all."""
    draft = path.with_name(path.name + ".draft")
    draft.write_bytes(content)
    draft.replace(path)


def _terminate(_signum: int, _frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)


def main() -> int:
    """Set up the checkout this file belongs to; 0, 2 for an error, 130 and 143 when stopped."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        ensure(Environment(PROJECT))
    except Failure as failure:
        failure.report()
        return failure.exit_code
    except OSError as error:
        complain("error", f"cannot set up .venv: {error.strerror}: {error.filename}")
        complain("hint", "the checkout must be writable and have about 400 MB free on first use")
        return 2
    except KeyboardInterrupt:
        say("stopped; the next run sets up .venv from the start")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
