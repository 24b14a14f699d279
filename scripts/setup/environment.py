"""Makes the repository's own `.venv` from pinned, hashed requirements.

The launcher runs this before anything is installed, so it needs the standard library only. What a
verb in a workflow imports stands in `requirements.txt`; what is for tests comes on top of it, when
it is first asked for. A `.venv` is trusted when `.venv/.complete` equals one of the two files; that
stamp is taken away first and written last, so whatever interrupts the set-up leaves a `.venv` that
the next run makes anew.
"""

import fcntl
import importlib
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
from scripts.setup.installer import install, pins, run_quietly
from scripts.terminal.exit_codes import INTERRUPTED, TERMINATED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say


@dataclass(frozen=True)
class Packages:
    """What is installed together: the file that pins all of it."""

    file: str


VERBS = Packages("requirements.txt")
DEVELOPERS = Packages("requirements-dev.txt")  # and all of VERBS


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

    def pins(self, packages: Packages) -> Path:
        return self.root / packages.file

    def stale(self) -> str:
        """Why it has to be made, or nothing when it is whole."""
        if not os.path.lexists(self.folder):
            return "first use"
        if not self.stamp.is_file():
            return "the last set-up did not finish"
        if not os.access(self.python, os.X_OK):
            return "its Python is gone"
        if not (self.holds(VERBS) or self.holds(DEVELOPERS)):
            return "the requirements changed"
        return ""

    def holds(self, packages: Packages) -> bool:
        """Whether exactly these were installed last."""
        return self.stamp.read_bytes() == self.pins(packages).read_bytes()


def set_up(root: Path, packages: Packages = VERBS) -> None:
    """Make a checkout's environment unless it holds these packages already."""
    try:
        ensure(Environment(root), packages)
    except OSError as error:
        raise Failure(
            f"cannot set up .venv: {error.strerror}: {error.filename}",
            "the checkout must be writable and have 200 MB free on first use, for tests 600 MB",
        ) from error


def add_for_developers(root: Path) -> None:
    """Add what is for tests, in the Python of the checkout's own `.venv`; any other is left alone.

    The next import finds it.
    """
    folder = Environment(root).folder
    if folder.is_dir() and folder.samefile(sys.prefix):
        set_up(root, DEVELOPERS)
        importlib.invalidate_caches()


def ensure(environment: Environment, packages: Packages) -> None:
    """Make the environment, or add to it, unless it is whole; two runs at once take turns."""
    with _turn(environment.root / ".venv.lock") as lock:
        reason = environment.stale()
        if not reason and (packages == VERBS or environment.holds(packages)):
            return
        started = time.monotonic()
        wanted = environment.pins(packages).read_bytes()
        count = pins(environment.pins(packages)) - (0 if reason else pins(environment.pins(VERBS)))
        # How long it takes is the network's and the disk's to say; afterwards it is told.
        what = f"setting up .venv ({reason}" if reason else "adding to .venv (for tests"
        say(f"{what}; {count} package{'' if count == 1 else 's'}) …")
        if reason:
            _make(environment, lock)
        # pip takes what was half installed for installed: only making it anew mends that.
        environment.stamp.unlink(missing_ok=True)
        install(environment.python, environment.pins(packages), lock)
        _write_whole(environment.stamp, wanted)
        done = "set up .venv" if reason else "added to .venv"
        say(f"{done} in {time.monotonic() - started:.0f} s")


def _make(environment: Environment, lock: BinaryIO) -> None:
    _require_venv()
    _remove(environment)
    run_quietly([_lasting_python(), "-P", "-m", "venv", str(environment.folder)], lock)


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
        set_up(PROJECT)
    except Failure as failure:
        failure.report()
        return failure.exit_code
    except KeyboardInterrupt:
        say("stopped; the next run sets up .venv from the start")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
