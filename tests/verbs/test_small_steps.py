"""What small steps add up to, from the history of a repository; and what is said without one."""

import shutil
from pathlib import Path

import pytest

from tests.repository import commit, git
from tests.rules.examples import BASE
from tests.rules.examples import HERE as EXAMPLES
from tests.verbs.tool import Tool, tool_on_base

DE = "config/languages/de.yaml"
STEPS = EXAMPLES / "small-steps-add-up" / "bad-1-threshold"
NOTE = "note: what small steps of the last 30 days add up to is not known: "
ADD_UP = "small steps since 2026-10-01 add up: the primary words passes 35.6% → 31.2% in de"
FINGERPRINT = "[small-steps-add-up 7aa6ff39]"


@pytest.fixture
def tool(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Tool:
    """A step in the history of main, and a second one in the working tree."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    tool = tool_on_base(tmp_path / "repository", capsys)
    git(tool.root, "init", "-q", "-b", "main")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-10-01T12:00:00Z")
    commit(tool.root, "begin")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-02T12:00:00Z")
    shutil.copy(STEPS / "before" / DE, tool.root / DE)
    commit(tool.root, "tune de")
    shutil.copy(STEPS / DE, tool.root / DE)
    return tool


def test_a_step_is_held_against_the_state_of_thirty_days_ago_whatever_the_day(tool: Tool) -> None:
    for day in ("2026-11-22", "2026-11-28"):
        done = tool("check", "--against", "main", "--today", day)
        assert done.code == 1
        assert ADD_UP in done.out
        assert f"accepts: {FINGERPRINT}" in done.out
        assert "note:" not in done.out


def test_the_policy_says_how_far_to_look_back(tool: Tool) -> None:
    policy, step = tool.file("policy.yaml"), (tool.root / DE).read_text()
    policy.write_text(policy.read_text() + "change: {look_back: 12d}\n")
    shutil.copy(STEPS / "before" / DE, tool.root / DE)
    commit(tool.root, "look back twelve days")
    (tool.root / DE).write_text(step)
    done = tool("check", "--against", "main")
    assert (done.code, "small-steps" in done.out) == (0, False)


def test_without_the_history_it_says_so(tool: Tool, tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "before")
    shutil.copy(STEPS / "before" / DE, tmp_path / "before" / DE)
    done = tool("check", "--against", str(tmp_path / "before"))
    assert f"{NOTE}a folder has no history\n" in done.out
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", tool.root.as_uri(), str(shallow))
    shutil.copy(STEPS / DE, shallow / DE)
    done = Tool(shallow, tool.capsys)("check", "--against", "HEAD")
    assert f"{NOTE}this clone lacks its older commits\n" in done.out
    shutil.copy(STEPS / "before" / DE, tool.root / DE)
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 20%")
    unmoved = tool("check", "--against", str(tmp_path / "before"))
    assert "note:" not in unmoved.out
