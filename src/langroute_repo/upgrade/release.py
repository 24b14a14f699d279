"""What a commit of the tool says of itself: that it is the tool's, its version, its Python."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langroute_repo.tree.git import git

Version = tuple[int, ...]
NAME = "langroute"
# What an upgrade needs there; a sample of what the tool consists of.
MARKS = ("langroute", "src/langroute_repo/company/ownership.py", "scripts/upgrade.py")


class NotTheTool(Exception):
    """A commit that holds something else, or a version that no upgrade can come to."""


@dataclass(frozen=True, slots=True)
class Release:
    """A commit of the tool; ``python`` is the least one that it runs on."""

    commit: str
    version: str
    python: Version

    @property
    def number(self) -> Version:
        return number(self.version)


def number(version: str) -> Version:
    """``(0, 2, 0)``; empty for what is no version of three numbers, such as a pre-release."""
    whole = re.fullmatch(r"v?((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2})", version, re.ASCII)
    return tuple(map(int, whole[1].split("."))) if whole else ()


def release(root: Path, commit: str) -> Release:
    """What a commit that is here says of itself; ``NotTheTool`` when it is none of the tool's."""
    held = git(root, "ls-tree", "-rz", "--name-only", commit, "--", *MARKS, "pyproject.toml")
    paths = held.decode(errors="replace").split("\0")
    if "pyproject.toml" not in paths:
        raise NotTheTool("it has no pyproject.toml")
    project = _project(git(root, "show", f"{commit}:pyproject.toml"))
    if project.get("name") != NAME:
        raise NotTheTool(f"its pyproject.toml is that of {project.get('name')!r}")
    version = str(project.get("version", ""))
    if not number(version):
        raise NotTheTool(f"its version is {version!r}, not three numbers such as 0.2.0")
    for mark in MARKS:
        if mark not in paths:
            raise NotTheTool(f"its version {version} has no {mark}, which an upgrade needs")
    return Release(commit, version, _least(str(project.get("requires-python", ""))))


def version_here(root: Path) -> str:
    """The version of the files here; empty when they are not the tool's."""
    try:
        project = _project((root / "pyproject.toml").read_bytes())
    except (OSError, NotTheTool):
        return ""
    return str(project.get("version", "")) if project.get("name") == NAME else ""


def _project(raw: bytes) -> dict[str, Any]:
    try:
        project = tomllib.loads(raw.decode()).get("project", {})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NotTheTool(f"its pyproject.toml cannot be read: {error}") from error
    return project if isinstance(project, dict) else {}


def _least(demand: str) -> Version:
    """The lower bound of ``>=3.11``; the tool states no other, and none is no demand."""
    found = re.search(r">=\s*(\d+(?:\.\d+)*)", demand)
    return tuple(map(int, found[1].split("."))) if found else ()
