"""`restore`: what ran before runs again, sealed on what is known today."""

from pathlib import Path

import pytest

from langroute_repo.tree.files.evidence import Evidence, render
from tests.repository import commit, git
from tests.verbs.tool import Tool, failed, tool_on_topic

DE = "languages/de.yaml"
BECAUSE = ("--because", "analysts asked for fewer events")


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    """On main, where German's threshold was raised and accepted."""
    tool = tool_on_topic(tmp_path, capsys)
    git(tool.root, "switch", "-q", "main")
    raised = ("set", "de", "primary.threshold", "0.430")
    said = tool(*raised, "--dry-run").out
    found = [line.split("-")[-1][:8] for line in said.splitlines() if "to accept it, bring" in line]
    assert tool(*raised, "--accept", *found, *BECAUSE).code == 0
    commit(tool.root, "de: raise the threshold")
    assert tool("check", "--against", "HEAD~1").code == 0
    return tool


def refreshed(tool: Tool) -> None:
    """The evidence of German is counted anew, and its seals with it."""
    file = tool.file("evidence/words/de.json")
    old = Evidence.model_validate_json(file.read_text())
    counts = [3 * count + (index % 7 == 0) for index, count in enumerate(old.counts)]
    new = old.model_copy(update={"counts": counts})
    new = new.model_copy(update={"digest": new.computed_digest()})
    file.write_text(render(new))
    assert tool("seal", "de").code == 0
    commit(tool.root, "de: newer evidence")


def test_the_last_change_is_undone_and_needs_no_acceptance(tool: Tool) -> None:
    done = tool("restore", "de")
    assert done.code == 0
    assert "-  threshold: {at: 0.430" in done.out
    assert "+  threshold: {at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0}" in done.out
    assert "to accept it" not in done.out
    commit(tool.root, "de: as it was")
    done = tool("check", "--against", "HEAD~1")
    assert done.code == 0
    assert "told: the primary words passes" in done.out
    day = git(tool.root, "log", "-1", "--format=%as")
    assert f"  goes back to what ran until {day}, so it blocks nothing" in done.out


def test_after_a_refresh_the_old_value_is_sealed_on_the_new_evidence(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed(tool)
    monkeypatch.setenv("CI", "true")  # a workflow goes back as well
    assert tool("restore", "de").code == 0
    text = tool.file(DE).read_text()
    assert "at: 0.342" in text
    assert "de-ac0d9ba0" not in text
    commit(tool.root, "de: as it was")
    done = tool("check", "--against", "HEAD~1")
    assert done.code == 0
    assert "goes back to what ran until" in done.out


def test_what_was_left_by_going_back_is_not_gone_back_to(tool: Tool) -> None:
    assert tool("restore", "de").code == 0
    commit(tool.root, "de: as it was")
    file = "config/languages/de.yaml"
    assert tool("restore", "de") == failed(
        "de did nothing else before, or what it did was left by going back",
        f"git log -- {file} lists its commits: name one",
    )
    assert tool("restore", "de", "HEAD~1").code == 0
    assert tool("check", "--against", "HEAD").code == 1


def test_a_language_that_was_removed_comes_back(tool: Tool) -> None:
    git(tool.root, "rm", "-q", f"config/{DE}")
    commit(tool.root, "de: gone")
    assert tool("restore", "de").code == 0
    assert tool.file(DE).exists()
    assert tool("check", "--against", "HEAD").code == 0


def test_a_language_that_never_was_is_said_to_be_none(tool: Tool) -> None:
    assert tool("restore", "fr").code == 2
    done = tool("restore", "fr", "HEAD")
    assert done.err.startswith("error: ")
    assert "has no file for fr" in done.err


def test_it_writes_nothing_where_nothing_is_to_be_restored(tool: Tool) -> None:
    done = tool("restore", "de", "HEAD")
    assert done.code == 0
    assert done.out.endswith("already; nothing was written\n")
