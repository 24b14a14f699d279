"""Runs pip for the set-up of `.venv` and says in one line what went wrong when it fails."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from scripts.terminal.failure import Failure
from scripts.terminal.lines import is_terminal

TAIL_LINES = 12
_PROGRESS = ("Collecting ", "Downloading ", "Installing collected ", "Using cached ")

# Where packages come from is the caller's business (a company's mirror, a proxy); where and how
# they are installed is ours.
_SOURCE_SETTINGS = frozenset(
    {
        "PIP_CACHE_DIR",
        "PIP_CERT",
        "PIP_CLIENT_CERT",
        "PIP_CONFIG_FILE",
        "PIP_DEFAULT_TIMEOUT",
        "PIP_EXTRA_INDEX_URL",
        "PIP_FIND_LINKS",
        "PIP_INDEX_URL",
        "PIP_KEYRING_PROVIDER",
        "PIP_NO_CACHE_DIR",
        "PIP_NO_INDEX",
        "PIP_PROXY",
        "PIP_RETRIES",
        "PIP_TIMEOUT",
        "PIP_TRUSTED_HOST",
    }
)


class Cause(NamedTuple):
    """A known reason for pip to fail: words of its output, what they mean, and the cure."""

    words: tuple[str, ...]
    meaning: str
    cure: str


# The first that fits is told: a full disk and a refused hash also end in other messages.
_CAUSES = (
    Cause(
        ("No space left on device",),
        "the disk is full",
        "free about 200 MB, for tests 600 MB, and run the command again",
    ),
    Cause(
        ("DO NOT MATCH THE HASHES",),
        "a package is not the file that the requirements pin",
        "do not go around this: ask who changed the package index or the requirements",
    ),
    Cause(
        (
            "Failed to establish a new connection",
            "Temporary failure in name resolution",
            "Connection refused",
            "Network is unreachable",
            "NewConnectionError",
            "ConnectTimeoutError",
            "Read timed out",
            "ProxyError",
            "SSLError",
        ),
        "the package index cannot be reached",
        "check the network; a proxy or mirror goes into HTTPS_PROXY or PIP_INDEX_URL",
    ),
    Cause(
        ("No matching distribution found",),
        "a pinned package is not there for this Python and platform",
        "check PIP_INDEX_URL, or try another Python: LANGROUTE_PYTHON=/path/to/python3.12",
    ),
)


class Progress:
    """Draws one line while pip works, on a terminal only."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.seen = 0

    def see(self, line: str) -> None:
        """Take the next line of pip's output."""
        if line.startswith("Collecting "):
            self.seen += 1
            self._draw(f"  downloading {self.seen} of {self.total}: {line.split()[1]}")
        elif line.startswith("Requirement already satisfied"):
            self.seen += 1
        elif line.startswith("Installing "):
            self._draw(f"  installing {self.seen} packages")
        elif line.startswith(("Successfully ", "ERROR")):
            self._draw("")

    def _draw(self, text: str) -> None:
        if is_terminal(sys.stderr):
            sys.stderr.write(f"\r\033[K{text}")
            sys.stderr.flush()


def install(python: Path, requirements: Path, lock: BinaryIO) -> None:
    """Install exactly the pinned files with the environment's own pip."""
    command = [
        str(python),
        "-P",
        "-m",
        "pip",
        "--no-input",
        "--disable-pip-version-check",
        "install",
    ]
    # The requirements are complete, so nothing is left to resolve. A source archive would be built
    # with tools that no hash pins.
    command += ["--no-user", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off"]
    command += ["--require-hashes", "-r", str(requirements)]
    run_quietly(command, lock, Progress(pins(requirements)))


def run_quietly(command: list[str], lock: BinaryIO, progress: Progress | None = None) -> None:
    """Run a command with its output kept for the case that it fails."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=_clean_environment(),
        pass_fds=[lock.fileno()],
    ) as process:
        try:
            tail = _follow(process.stdout or (), progress)
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        raise _explained(tail, process.returncode)


def _follow(lines: Iterable[str], progress: Progress | None) -> list[str]:
    kept: deque[str] = deque(maxlen=500)
    for line in lines:
        if progress:
            progress.see(line)
        kept.append(line.rstrip())
    return list(kept)


def pins(requirements: Path) -> int:
    """How many packages a file of requirements pins."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return sum("==" in line.split(";")[0] for line in lines if not line.startswith("#"))


def _clean_environment() -> dict[str, str]:
    """The caller's environment without what would make Python or pip work on another place."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON")
        and (not name.startswith("PIP_") or name in _SOURCE_SETTINGS)
    }


def _explained(output: list[str], returncode: int) -> Failure:
    text = "\n".join(output)
    known = next((cause for cause in _CAUSES if any(word in text for word in cause.words)), None)
    meaning = known.meaning if known else f"the installer ended with exit code {returncode}"
    cure = known.cure if known else "the lines above are its own words; run the command again"
    news = [line for line in output if line and not line.lstrip().startswith(_PROGRESS)]
    tail = "".join(f"\n  | {line:.160}" for line in news[-TAIL_LINES:])
    return Failure(f"cannot set up .venv: {meaning}{tail}", cure)
