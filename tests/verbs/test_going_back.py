"""Going back to what ran before is told and holds nobody up; going to and fro is not free."""

from pathlib import Path

import pytest

from tests.repository import commit, files, git, lay
from tests.verbs.tool import Done, Tool, tool_on_topic

EN, CASES = "languages/en.yaml", "cases/en.yaml"
BECAUSE = ("--because", "analysts asked for more events")
PINNED = """# yaml-language-server: $schema=../../schemas/cases.schema.json
language: en
cases:
  - about: a score exactly at the threshold is relevant
    event: {{score: {}}}
    expect: {{relevant: true}}
"""


MADE: dict[str, bytes] = {}  # the repository that each test begins with


@pytest.fixture
def tool(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Tool:
    """Main has lowered the threshold of English by far, which was accepted; a topic begins."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "repository"
    if MADE:
        lay(MADE, root)
        return Tool(root, capsys)
    tool = tool_on_topic(root, capsys)
    lower(tool)
    merged(tool)
    MADE.update(files(root))
    return tool


def lower(tool: Tool, value: str = "0.300") -> None:
    assert tool("set", "en", "primary.threshold", value).code == 0
    accept_all(tool)
    commit(tool.root, f"en: {value}")


def accept_all(tool: Tool) -> None:
    said = checked(tool).out.splitlines()
    offered = [line.split()[-1].rstrip("]") for line in said if "    accepts: [" in line]
    assert tool("accept", *offered, *BECAUSE, "--against", "main").code == 0


def merged(tool: Tool) -> None:
    """The topic as one commit on main, as a squash merge makes it; a new topic begins there."""
    assert checked(tool).code == 0
    git(tool.root, "switch", "-q", "main")
    git(tool.root, "merge", "-q", "--squash", "topic")
    commit(tool.root, "English once more")
    git(tool.root, "switch", "-q", "-C", "topic")


def reverted(tool: Tool) -> None:
    git(tool.root, "revert", "--no-edit", "HEAD")


def checked(tool: Tool) -> Done:
    return tool("check", "--against", "main")


def told(tool: Tool, word: str) -> bool:
    lines = checked(tool).out.splitlines()
    return any(f": {word}: " in line and "[pass-share-jump]" in line for line in lines)


def test_what_is_reverted_goes_back_and_is_told(tool: Tool) -> None:
    day = git(tool.root, "log", "-1", "--format=%as", "main")
    reverted(tool)
    done = checked(tool)
    assert done.code == 0
    assert told(tool, "told")
    assert f"\n  goes back to what ran until {day}, so it blocks nothing\n" in done.out
    assert "no findings that block in 8 files (2 for going back), compared with main" in done.out


def test_the_same_by_hand_goes_back_too(tool: Tool) -> None:
    assert tool("set", "en", "primary.threshold", "0.415").code == 0
    commit(tool.root, "Undo")
    assert checked(tool).code == 0


def test_near_it_is_not_back(tool: Tool) -> None:
    assert tool("set", "en", "primary.threshold", "0.414").code == 0
    commit(tool.root, "Nearly undo")
    assert checked(tool).code == 1


def test_to_and_fro_is_not_free(tool: Tool) -> None:
    reverted(tool)
    merged(tool)
    assert tool("set", "en", "primary.threshold", "0.300").code == 0
    commit(tool.root, "Once more")
    assert checked(tool).code == 1
    assert told(tool, "warning")
    accept_all(tool)
    commit(tool.root, "This time it is right")
    merged(tool)
    assert tool("set", "en", "primary.threshold", "0.415").code == 0
    commit(tool.root, "And back again")
    assert checked(tool).code == 1


def test_who_reverts_the_revert_brings_its_acceptance_again(tool: Tool) -> None:
    """It is a file of the change, and whoever owns the language approves it once more."""
    reverted(tool)
    merged(tool)
    reverted(tool)
    assert checked(tool).code == 0
    assert told(tool, "accepted")


def test_only_what_was_immediately_before_is_gone_back_to(tool: Tool) -> None:
    lower(tool, "0.200")
    merged(tool)
    assert tool("set", "en", "primary.threshold", "0.415").code == 0
    commit(tool.root, "Two steps back at once")
    assert checked(tool).code == 1
    assert tool("set", "en", "primary.threshold", "0.300").code == 0
    commit(tool.root, "One step back")
    assert checked(tool).code == 0


def test_an_audit_of_the_policy_is_a_state_of_each_language(tool: Tool) -> None:
    """So what ran before it is two steps back, and asked about as any change."""
    tool.swap("policy.yaml", "document:", "audit: 2%\ndocument:")
    commit(tool.root, "Audit everybody")
    merged(tool)
    assert tool("set", "en", "primary.threshold", "0.415").code == 0
    tool.swap("policy.yaml", "audit: 2%\n", "")
    commit(tool.root, "The threshold of before, and no audit")
    assert told(tool, "warning")


def test_another_language_does_not_go_back_with_it(tool: Tool) -> None:
    reverted(tool)
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 50%")
    commit(tool.root, "And more of German")
    done = checked(tool)
    assert (done.code, told(tool, "told")) == (1, True)
    assert "warning: the canary" in done.out


def test_an_error_blocks_who_goes_back_too(tool: Tool) -> None:
    reverted(tool)
    tool.swap(EN, "passes: 27.3%", "passes: 72.3%")
    commit(tool.root, "A typo")
    done = checked(tool)
    assert (done.code, told(tool, "told")) == (1, True)
    assert "[broken-seal]" in done.out


def test_a_language_that_was_removed_comes_back_and_goes_again_only_once(tool: Tool) -> None:
    tool.file(EN).unlink()
    commit(tool.root, "No more English")
    done = checked(tool)
    assert (done.code, "[language-removed]" in done.out) == (1, True)
    accept_all(tool)
    commit(tool.root, "It is right")
    merged(tool)
    git(tool.root, "checkout", "HEAD^", "--", f"config/{EN}")
    commit(tool.root, "English is back")
    merged(tool)
    tool.file(EN).unlink()
    commit(tool.root, "And gone")
    assert checked(tool).code == 1


def test_examples_go_back_with_their_language(tool: Tool) -> None:
    tool.file("cases").mkdir()
    tool.file(CASES).write_text(PINNED.format("0.300"))
    commit(tool.root, "Pin it")
    merged(tool)
    assert tool("seal", "en").code == 0
    tool.file(CASES).write_text(PINNED.format("0.200"))
    lower(tool, "0.200")
    merged(tool)
    reverted(tool)
    assert checked(tool).code == 0
    tool.file(CASES).unlink()
    commit(tool.root, "And no example")
    done = checked(tool)
    assert (done.code, told(tool, "told")) == (1, True)
    assert "warning: an example of en is gone" in done.out


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_shallow_clone_excuses_nothing(tool: Tool, tmp_path: Path, depth: int) -> None:
    lower(tool, "0.200")
    merged(tool)
    reverted(tool)
    words = ("--depth", str(depth), "--no-single-branch", "-b", "topic")
    clone = tmp_path / "clone"
    git(tool.root, "clone", "-q", *words, f"file://{tool.root}", str(clone))
    git(clone, "branch", "-q", "main", "origin/main")
    done = Tool(clone, tool.capsys)("check", "--against", "main")
    assert done.code == (2 if depth == 1 else 1)
    assert "goes back" not in done.out
    whole = tmp_path / "whole"
    git(tool.root, "clone", "-q", "-b", "topic", f"file://{tool.root}", str(whole))
    assert Tool(whole, tool.capsys)("check", "--against", "origin/main").code == 0


def test_a_folder_has_no_history_to_go_back_in(tool: Tool, tmp_path: Path) -> None:
    git(tool.root, "worktree", "add", "-q", "--detach", str(tmp_path / "earlier"), "main")
    reverted(tool)
    assert tool("check", "--against", "earlier").code == 1
