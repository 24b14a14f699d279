"""A company whose clone holds something new, and a GitHub to which it is proposed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.__main__ import main
from tests.github.fake import Fake
from tests.github.state import Json
from tests.repository import commit, git

TODAY = "2026-11-22"


@dataclass(frozen=True)
class Clone:
    """A clone of a bare repository that GitHub knows; ``root`` holds config/."""

    root: Path
    bare: Path
    github: Fake

    @property
    def text(self) -> Path:
        return self.bare.parent / "told.txt"

    def propose(self, *words: str, root: Path | None = None) -> int:
        given = ["evidence", "--title", "Refresh the evidence", "--text", str(self.text)]
        head = ["--root", str(root or self.root), "propose", *given, "--today", TODAY]
        return main([*head, *words])

    def change(self, tag: str, text: str) -> None:
        (self.root / f"config/languages/{tag}.yaml").write_text(text)

    def swap(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))

    def pulls(self) -> list[Json]:
        """The open ones, the oldest first."""
        return [one for one in self.github.state.pulls if one["state"] == "open"]

    def branch(self, number: int) -> str:
        found = (one["head"] for one in self.github.state.pulls if one["number"] == number)
        return str(next(found))

    def head(self, number: int) -> str:
        """The commit where the branch of a pull request is."""
        return git(self.bare, "rev-parse", self.branch(number))

    def said(self, number: int) -> list[str]:
        """The comments on one."""
        return [one["body"] for one in self.github.state.comments if one["issue"] == number]

    def writes(self) -> list[str]:
        """The calls that changed something, and forget all so far."""
        calls = [one for one in self.github.state.calls if not one.startswith("GET ")]
        self.github.state.calls.clear()
        return calls

    def merge(self, branch: str) -> None:
        """Squash it into main there."""
        tree = git(self.bare, "merge-tree", "--write-tree", "main", branch)
        made = git(self.bare, "commit-tree", tree, "-p", "main", "-m", f"Merge {branch}")
        git(self.bare, "update-ref", "refs/heads/main", made)

    def on_main(self, path: str, text: str) -> None:
        """Somebody merges something else."""
        work = self.bare.parent / "somebody"
        shutil.rmtree(work, ignore_errors=True)
        git(self.bare, "worktree", "prune")
        git(self.bare, "worktree", "add", "-q", "--detach", str(work), "main")
        (work / path).write_text(text)
        commit(work, "something else")
        git(self.bare, "update-ref", "refs/heads/main", git(work, "rev-parse", "HEAD"))

    def push_by_somebody(self, branch: str) -> str:
        """A commit of somebody else's on a branch there."""
        made = git(self.bare, "commit-tree", f"{branch}^{{tree}}", "-p", branch, "-m", "mine")
        git(self.bare, "update-ref", f"refs/heads/{branch}", made)
        return made

    def bring_up_to_date(self, branch: str, tree: str = "") -> str:
        """Merge main into it, as the button does; with a ``tree`` somebody changed it meanwhile."""
        merged = tree or git(self.bare, "merge-tree", "--write-tree", branch, "main")
        words = ("commit-tree", merged, "-p", branch, "-p", "main", "-m", "Merge main")
        made = git(self.bare, *words)
        git(self.bare, "update-ref", f"refs/heads/{branch}", made)
        return made


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was said since the last look."""
    return capsys.readouterr().out.splitlines()


def cloned(folder: Path, github: Fake, company: Path) -> Clone:
    """A clone of a repository with the files of a company."""
    root, bare = folder / "clone", folder / "bare.git"
    shutil.copytree(company / "config", root / "config")
    git(root, "init", "-q", "-b", "main")
    commit(root, "before")
    git(root, "clone", "-q", "--bare", str(root), str(bare))
    git(root, "remote", "add", "origin", str(bare))
    github.state.git = str(bare)
    made = Clone(root, bare, github)
    made.text.write_text("de 24.1% → 25.0%\n```\n@everybody")
    return made
