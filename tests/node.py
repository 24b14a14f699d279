"""Node and npm, where a machine has them."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "node"
SOURCES = ("reader.mjs", "appconfig.mjs", "vectors.test.mjs", "successors.json")
OLDEST = 20
# What npm says when the registry is out of reach, which is no fault of this repository.
UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")


@cache
def node() -> str:
    """The path of a Node that is new enough; without one the test is skipped."""
    path = _on_path("node")
    told = subprocess.run([path, "--version"], capture_output=True, encoding="utf-8", check=True)
    if int(told.stdout.removeprefix("v").partition(".")[0]) < OLDEST:
        pytest.skip(f"node is {told.stdout.strip()}, the example needs {OLDEST} or newer")
    return path


def install(folder: Path) -> None:
    """The example with what its lock names; skipped where the registry is out of reach."""
    for name in (*SOURCES, "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(EXAMPLE / name, folder / name)
    reached(folder)


def reached(folder: Path) -> None:
    """What the lock in a folder names; skipped where the registry is out of reach."""
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    ended = subprocess.run(
        [_on_path("npm"), "ci", *options, "--fetch-retries=0", "--fetch-timeout=10000"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        capture_output=True,
        encoding="utf-8",
    )
    for code in UNREACHABLE:
        if ended.returncode and code in ended.stderr:
            pytest.skip(f"npm does not reach its registry ({code})")
    assert ended.returncode == 0, ended.stderr


def _on_path(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not on this machine's PATH")
    return path
