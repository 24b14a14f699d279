"""A checkout to try the launcher on: its real files, requirements of a few bytes, no network."""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

# What the launcher itself consists of; the verbs' modules stay out.
_LAUNCHER = (
    "langroute",
    "pyproject.toml",
    "scripts/__init__.py",
    "scripts/__main__.py",
    "scripts/setup/__init__.py",
    "scripts/setup/environment.py",
    "scripts/setup/installer.py",
    "scripts/terminal/__init__.py",
    "scripts/terminal/exit_codes.py",
    "scripts/terminal/failure.py",
    "scripts/terminal/lines.py",
    "src/langroute_repo/__init__.py",
    "src/langroute_repo/wording.py",
)


@dataclass(frozen=True)
class Checkout:
    """A folder with the launcher in it, and how to run that as a person would."""

    root: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def stamp(self) -> Path:
        return self.root / ".venv" / ".complete"

    def require(self, *wheels: Path, developers: tuple[Path, ...] = ()) -> None:
        """Pin these wheels, and nothing else, for all verbs; the developers' ones on top."""
        self._pin("requirements.txt", wheels)
        self._pin("requirements-dev.txt", (*wheels, *developers))

    def _pin(self, file: str, wheels: tuple[Path, ...]) -> None:
        lines = [f"{_name(wheel)}==1.0 --hash=sha256:{_digest(wheel)}\n" for wheel in wheels]
        (self.root / file).write_text("".join(lines), encoding="utf-8")

    def run(
        self, *words: str, cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `./langroute WORDS` to its end."""
        return run([str(self.root / "langroute"), *words], cwd, {**self.settings, **environment})

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        """Start `./langroute WORDS` in a process group of its own, as a shell does."""
        return start([str(self.root / "langroute"), *words], {**self.settings, **environment})


def run(
    command: list[str], cwd: Path | None, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing of the caller's environment but its PATH."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=_environment(environment),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def start(command: list[str], environment: dict[str, str]) -> "subprocess.Popen[str]":
    """Start a command likewise, with its output to be read while it runs."""
    return subprocess.Popen(
        command,
        env=_environment(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        process_group=0,
    )


def _environment(changes: dict[str, str]) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "LANGROUTE_PYTHON": sys.executable,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        **changes,
    }


def copy_launcher(root: Path, settings: dict[str, str]) -> Checkout:
    """A checkout that has never been used, with empty requirements."""
    for name in _LAUNCHER:
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, target)
    checkout = Checkout(root, settings)
    checkout.require()
    return checkout


def write_wheel(folder: Path, name: str) -> Path:
    """The smallest package pip installs: one empty module, version 1.0."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", f"{name}.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n")
    return path


def _name(wheel: Path) -> str:
    return wheel.name.partition("-")[0]


def _digest(wheel: Path) -> str:
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


@dataclass
class Index:
    """A package index that lets pip wait until the test opens it."""

    address: str
    asked: threading.Event
    opened: threading.Event
    served: list[str]

    @property
    def settings(self) -> dict[str, str]:
        """What makes pip ask here, and only here."""
        return {"PIP_INDEX_URL": f"{self.address}/simple", "PIP_NO_INDEX": "0"}


@contextmanager
def waiting_index(wheel: Path) -> Iterator[Index]:
    """Serve one wheel on loopback, once it is opened."""
    asked, opened = threading.Event(), threading.Event()
    served: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            opened.wait()
            served.append(self.path)
            link = f'<a href="/{wheel.name}">{wheel.name}</a>'.encode()
            body = wheel.read_bytes() if self.path.endswith(".whl") else link
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Index(f"http://127.0.0.1:{server.server_port}", asked, opened, served)
        finally:
            opened.set()
            server.shutdown()
            thread.join()
