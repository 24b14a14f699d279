"""`check --against` in a repository: what is compared, what people wrote, and how it ends."""

from pathlib import Path

import pytest

from tests.repository import commit, git
from tests.verbs.tool import Tool, failed, tool_on_base, tool_on_topic

DE = "languages/de.yaml"
EN = "languages/en.yaml"
RAMP = ("traffic: 10%", "traffic: 50%")
BECAUSE = ("--because", "two teams watch it today")
RAMPED = "config/accepted/languages/de/ramp-step-too-large-7189422f.yaml"


@pytest.fixture
def tool(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Tool:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    return tool_on_topic(tmp_path / "repository", capsys)


def test_a_change_that_is_right_has_no_findings(tool: Tool) -> None:
    main = git(tool.root, "rev-parse", "HEAD")[:12]
    tool.swap(DE, "traffic: 10%", "traffic: 20%")
    commit(tool.root, "de: the next step")
    done = tool("check", "--against", "main")
    assert (done.code, done.out) == (0, f"no findings in 8 files, compared with main ({main})\n")


def test_a_warning_blocks_until_the_change_accepts_it(tool: Tool) -> None:
    tool.swap(DE, *RAMP)
    commit(tool.root, "de: ramp the canary")
    done = tool("check", "--against", "main")
    assert done.code == 1
    assert "    accepts: [ramp-step-too-large 7189422f]\n" in done.out
    assert tool("accept", "7189422f", *BECAUSE, "--against", "main").code == 0
    commit(tool.root, "Accept the step")
    done = tool("check", "--against", "main")
    assert done.code == 0
    assert "no findings that block in 9 files (1 accepted), compared with main" in done.out


def test_what_set_prints_is_accepted(tool: Tool) -> None:
    done = tool("set", "de", "canary.traffic", "50%")
    assert done.code == 0
    assert '  ./langroute accept 7189422f --because "…"\n' in done.out
    assert tool("accept", "7189422f", *BECAUSE).code == 0
    commit(tool.root, "de: ramp the canary")
    assert tool("check", "--against", "main").code == 0


def test_a_second_edit_before_the_commit_is_told_against_the_commit(tool: Tool) -> None:
    """Two steps of 20 points are 40 points for everybody who gets them in one merge."""
    assert "ramp-step" not in tool("set", "de", "canary.traffic", "30%").out
    assert "accept 7189422f" in tool("set", "de", "canary.traffic", "50%").out


def test_a_later_edit_needs_another_acceptance(tool: Tool) -> None:
    tool("set", "de", "canary.traffic", "50%", "--accept", "7189422f", *BECAUSE)
    commit(tool.root, "de: ramp the canary")
    tool.swap(DE, "traffic: 50%", "traffic: 60%")
    commit(tool.root, "de: more")
    done = tool("check", "--against", "main")
    assert done.code == 1
    assert "[ramp-step-too-large]" in done.out
    assert "[acceptance-of-nothing]" in done.out


def test_an_acceptance_that_a_later_commit_made_moot_is_told(tool: Tool) -> None:
    tool("set", "de", "canary.traffic", "50%", "--accept", "7189422f", *BECAUSE)
    commit(tool.root, "de: ramp the canary")
    tool.swap(DE, *reversed(RAMP))
    commit(tool.root, "de: not yet")
    done = tool("check", "--against", "main")
    assert done.code == 1
    assert done.out.startswith(
        f'{RAMPED}:2:11: error: "ramp-step-too-large 7189422f" is no finding of this change '
        "[acceptance-of-nothing]\n"
    )


def test_what_others_merged_since_is_not_this_change(tool: Tool) -> None:
    parted = git(tool.root, "rev-parse", "HEAD")[:12]
    tool.swap(DE, "traffic: 10%", "traffic: 20%")
    commit(tool.root, "de: the next step")
    git(tool.root, "switch", "-q", "main")
    tool.file(EN).unlink()
    commit(tool.root, "en: removed on main")
    git(tool.root, "switch", "-q", "topic")
    done = tool("check", "--against", "main")
    assert (done.code, done.out) == (
        0,
        "no findings in 8 files, compared with the commit where HEAD parted from main "
        f"({parted})\n",
    )


def test_the_working_tree_is_what_is_checked(tool: Tool) -> None:
    tool.swap(DE, *RAMP)
    assert "[ramp-step-too-large]" in tool("check", "--against", "HEAD").out
    assert tool("check").code == 0


def test_another_language_than_the_title_names(tool: Tool) -> None:
    tool.swap(EN, "{at: 0.415, passes: 27.3%", "{at: 0.420, passes: 26.8%")
    commit(tool.root, "Raise the threshold of German a little\n\nAs for en last week.")
    assert "[undeclared-language]" in tool("check", "--against", "main").out
    git(tool.root, "commit", "-q", "--amend", "-m", "Raise the threshold of English a little")
    assert tool("check", "--against", "main").code == 0


def test_a_folder_is_a_state_too(tool: Tool, tmp_path: Path) -> None:
    tool_on_base(tmp_path / "earlier", tool.capsys)
    tool.swap(DE, *RAMP)
    done = tool("check", "--against", "earlier")
    assert done.code == 1
    assert done.out.endswith("1 warning in 8 files, compared with earlier\n")


def test_a_state_at_fault_does_not_hide_what_changes_elsewhere(tool: Tool) -> None:
    tool.swap(EN, "source: newswire", "source: [")
    commit(tool.root, "en: broken")
    tool.swap(EN, "source: [", "source: newswire")
    tool.swap(DE, *RAMP)
    done = tool("check", "--against", "HEAD")
    assert done.code == 1
    assert done.out.count("warning: ") == 1


def test_a_base_without_files_is_no_change_of_them(tool: Tool) -> None:
    git(tool.root, "switch", "-q", "--orphan", "empty")
    commit(tool.root, "nothing yet")
    git(tool.root, "switch", "-q", "-c", "first")
    git(tool.root, "checkout", "-q", "main", "--", "config")
    assert tool("check", "--against", "empty").code == 0


GONE = (
    "git fetch brings a branch that is not here yet; "
    "or name a commit, or a folder that holds config/"
)
SHALLOW = (
    "this clone lacks its older commits: git fetch --unshallow brings them "
    "(in GitHub Actions: fetch-depth: 0 at actions/checkout)"
)


def test_a_base_that_is_gone_is_one_error(tool: Tool) -> None:
    done = tool("check", "--against", "origin/main")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: 'origin/main' names no commit here: ")
    assert done.err.endswith(f"hint: {GONE}\n")
    assert done.err.count("\n") == 2


def test_a_base_of_another_history_is_one_error(tool: Tool) -> None:
    git(tool.root, "switch", "-q", "--orphan", "other")
    commit(tool.root, "another beginning")
    git(tool.root, "switch", "-q", "topic")
    done = tool("check", "--against", "other")
    assert (done.code, done.err) == (
        2,
        f"error: other and HEAD have no commit in common here\nhint: {GONE}\n",
    )


@pytest.mark.parametrize("base", ["main", "main~1"])
def test_a_shallow_clone_is_told_how_to_get_the_rest(
    tool: Tool, tmp_path: Path, capsys: pytest.CaptureFixture[str], base: str
) -> None:
    commit(tool.root, "topic")
    git(tool.root, "switch", "-q", "main")
    commit(tool.root, "main goes on")
    clone = tmp_path / "clone"
    url = f"file://{tool.root}"
    git(
        tool.root,
        "clone",
        "-q",
        "--depth",
        "1",
        "--no-single-branch",
        "-b",
        "topic",
        url,
        str(clone),
    )
    shallow = Tool(clone, capsys)
    git(shallow.root, "branch", "-q", "main", "origin/main")
    done = shallow("check", "--against", base)
    assert done.code == 2
    assert done.err.endswith(f"hint: {SHALLOW}\n")


def test_no_repository_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A temporary folder may lie inside somebody's repository.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    tool = tool_on_base(tmp_path / "files", capsys)
    done = tool("check", "--against", "main")
    assert done.code == 2
    assert done.err.endswith(f"hint: {GONE}\n")


def test_a_clone_that_belongs_to_another_user(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """git itself plays that it does, as in its own tests."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "0")
    done = tool("check", "--against", "main")
    assert (done.code, done.out) == (2, "")
    distrusts, hint = done.err.splitlines()
    assert distrusts.startswith(f"error: git distrusts {tool.root}, which belongs to ")
    cure = f"git config --global --add safe.directory {tool.root}"
    assert hint == f"hint: if you trust it too: {cure}"
    assert tool("check").code == 0, "what needs no git is not held back"


def left_out(tool: Tool, path: str) -> None:
    """Have git leave out a path, of files that it has looked at: it keeps what may be changed."""
    git(tool.root, "update-index", "-q", "--refresh")
    git(tool.root, "sparse-checkout", "set", "--no-cone", "/*", f"!{path}")


@pytest.mark.parametrize("words", [
    ("check",), ("check", "--against", "main"), ("seal", "de"), ("show",), ("compile", "staging"),
    ("route", "--language", "de", "--key", "1"),
])  # fmt: skip
def test_a_sparse_checkout_is_told_once(tool: Tool, words: tuple[str, ...]) -> None:
    left_out(tool, "/config/evidence/")
    assert not tool.file("evidence").exists()
    done = tool(*words)
    assert done == failed(
        "this checkout is sparse: it lacks 4 files of config/evidence",
        "git sparse-checkout disable brings them",
    )
    git(tool.root, "sparse-checkout", "disable")
    assert tool("check").code == 0


def test_a_language_that_a_sparse_checkout_leaves_out_is_not_taken_for_removed(tool: Tool) -> None:
    left_out(tool, "/config/languages/en.yaml")
    assert tool("compile", "staging") == failed(
        "this checkout is sparse: it lacks 1 file of config/languages",
        "git sparse-checkout disable brings them",
    )


def test_evidence_that_was_deleted_is_not_taken_for_a_sparse_checkout(tool: Tool) -> None:
    for path in sorted(tool.file("evidence").rglob("*.json")):
        path.unlink()
    done = tool("check")
    assert done.code == 1
    assert "broken-seal" in done.out
