"""Runs a verb in this process on a tree of its own, and keeps what it says and how it ends."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from scripts.__main__ import main
from tests.repository import commit, files, git, lay
from tests.rules.examples import BASE

TODAY = ("--today", "2026-11-22")
UNDATED = ("diff", "local", "route", "suggest")


@dataclass(frozen=True)
class Done:
    """What a verb did."""

    code: int
    out: str
    err: str


def failed(error: str, hint: str) -> Done:
    """How a verb ends that cannot do what it was asked for."""
    return Done(2, "", f"error: {error}\nhint: {hint}\n")


@dataclass(frozen=True)
class Tool:
    """`./langroute` on a copy of the smallest valid tree."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Done:
        dated = () if words[0] in UNDATED else TODAY
        code = main(["--root", str(self.root), *words, *dated])
        said = self.capsys.readouterr()
        return Done(code, said.out, said.err)

    def file(self, path: str) -> Path:
        return self.root / "config" / path

    def swap(self, path: str, old: str, new: str) -> None:
        """Change a file as a person with an editor does."""
        text = self.file(path).read_text()
        assert old in text, f"{old!r} is not in {path}"
        self.file(path).write_text(text.replace(old, new))


def tool_on_base(folder: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    """A tool on a copy of the base of the rules' examples."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    return Tool(folder, capsys)


def tool_on_topic(folder: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    """The same in a repository, on a branch that parts from main."""
    lay(_on_topic(), folder)
    return Tool(folder, capsys)


@cache
def _on_topic() -> dict[str, bytes]:
    """The repository, made once."""
    with TemporaryDirectory() as made:
        root = Path(made)
        shutil.copytree(BASE, root, dirs_exist_ok=True)
        git(root, "init", "-q", "-b", "main")
        commit(root, "begin")
        git(root, "switch", "-q", "-c", "topic")
        return files(root)
