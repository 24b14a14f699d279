"""The verb `propose`: what config/ holds here becomes one pull request, with a real git."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.__main__ import main
from tests.github.fake import Fake
from tests.repository import commit, git
from tests.rules.examples import BASE

BRANCH = "langroute/evidence"


@dataclass(frozen=True)
class Clone:
    """A clone of a bare repository that GitHub knows."""

    root: Path
    bare: Path
    github: Fake

    def propose(self) -> int:
        (self.root / "told.txt").write_text("de 24.1% → 25.0%\n```\n@everybody")
        words = ["propose", "evidence", "--title", "Refresh the evidence"]
        return main(["--root", str(self.root), *words, "--text", str(self.root / "told.txt")])

    def change(self, text: str) -> None:
        """A file that is there, and one that is new."""
        for name in ("de", "new"):
            (self.root / f"config/languages/{name}.yaml").write_text(text)


@pytest.fixture
def clone(tmp_path: Path, github: Fake) -> Clone:
    root, bare = tmp_path / "clone", tmp_path / "bare.git"
    shutil.copytree(BASE, root)
    git(root, "init", "-q", "-b", "main")
    commit(root, "before")
    git(root, "clone", "-q", "--bare", str(root), str(bare))
    git(root, "remote", "add", "origin", str(bare))
    github.state.git = str(bare)
    return Clone(root, bare, github)


def test_nothing_is_proposed_when_nothing_has_changed(
    clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    assert clone.propose() == 0  # told.txt lies beside config/, not in it
    assert capsys.readouterr().out == "nothing to propose: config/ is as the last commit has it\n"
    assert (clone.github.state.calls, clone.github.state.pulls) == ([], [])


def test_a_change_is_one_commit_and_nothing_here_moves(
    clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    clone.change("# anew\n")
    before = git(clone.root, "status", "--porcelain", "--branch")
    assert clone.propose() == 0
    (pull,) = clone.github.state.pulls
    assert capsys.readouterr().out.startswith(f"#{pull['number']} proposes it: https://")
    assert git(clone.bare, "diff", "--name-only", "main", BRANCH).split() == [
        "config/languages/de.yaml",
        "config/languages/new.yaml",
    ]
    assert git(clone.bare, "rev-parse", f"{BRANCH}^") == git(clone.bare, "rev-parse", "main")
    assert git(clone.bare, "log", "-1", "--format=%an: %s", BRANCH) == (
        "github-actions[bot]: Refresh the evidence"
    )
    assert (pull["title"], pull["head"], pull["base"]) == ("Refresh the evidence", BRANCH, "main")
    assert pull["body"].endswith("````text\nde 24.1% → 25.0%\n```\n@everybody\n````\n")
    assert git(clone.root, "status", "--porcelain", "--branch") == before + "\n?? told.txt"


def test_the_open_one_is_brought_up_to_date(
    clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("# first\n", "# second\n"):
        clone.change(text)
        assert clone.propose() == 0
    assert "#1 was brought up to date" in capsys.readouterr().out
    assert len(clone.github.state.pulls) == 1
    assert git(clone.bare, "show", f"{BRANCH}:config/languages/de.yaml") == "# second"


def test_what_somebody_has_pushed_to_is_left_alone(
    clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    clone.change("# first\n")
    clone.propose()
    git(clone.bare, "update-ref", f"refs/heads/{BRANCH}", "main")
    git(clone.root, "fetch", "-q", "origin", BRANCH)
    somebody = git(clone.root, "commit-tree", "HEAD^{tree}", "-p", "FETCH_HEAD", "-m", "mine")
    git(clone.root, "push", "-q", str(clone.bare), f"{somebody}:refs/heads/{BRANCH}")
    clone.change("# second\n")
    assert clone.propose() == 0
    assert "#1 is open, and somebody else has changed it: it is left alone" in (
        capsys.readouterr().out
    )
    assert git(clone.bare, "rev-parse", BRANCH) == somebody


def test_a_branch_that_cannot_be_pushed_is_told(
    clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    clone.change("# anew\n")
    hook = clone.bare / "hooks" / "pre-receive"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\necho 'read only' >&2\nexit 1\n")
    hook.chmod(0o755)
    assert clone.propose() == 2
    assert "error: git push at origin failed: " in capsys.readouterr().err
    assert clone.github.state.pulls == []
