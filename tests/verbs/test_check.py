"""`check` as its users run it: forms, exit codes, dates."""

import json
from pathlib import Path

import pytest

from scripts.__main__ import main
from tests.repository import commit, git
from tests.verbs.tool import Done, Tool, tool_on_base

ACCEPTANCE = """# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json
accepts: [idle-canary aafe3cad]
because: parked until the model's endpoint is back, RISK-7
until: "2026-11-22"
"""


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


def test_a_clean_tree(tool: Tool) -> None:
    done = tool("check")
    assert (done.code, done.out, done.err) == (0, "no findings in 8 files\n", "")


IDLE = """\
config/languages/de.yaml:11:12: warning: "embedding" is the canary and answers for nobody at 0% \
[idle-canary]
  11 |   traffic: 0%
     |            ^^
  hint: give it a share such as 1%, make it a shadow, or remove it
  owned by @acme/risk-dach; accepted by {}

"""
KEPT = "config/accepted/languages/de/parked.yaml"
PARKED = f"{KEPT}: parked until the model's endpoint is back, RISK-7"


def parked(tool: Tool) -> None:
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 0%")
    (tool.root / KEPT).parent.mkdir(parents=True)
    (tool.root / KEPT).write_text(ACCEPTANCE)


def test_a_warning_of_a_state_is_told_and_blocks_only_with_strict(tool: Tool) -> None:
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 0%")
    told = IDLE.format("nobody") + "no findings that block in 8 files (1 standing)\n"
    assert tool("check") == Done(0, told, "")
    assert tool("check", "--strict") == Done(1, told, "")


def test_since_when_it_stands_is_not_claimed_where_the_history_is_cut(
    tool: Tool, tmp_path: Path
) -> None:
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 0%")
    git(tool.root, "init", "-q", "-b", "main")
    for subject in ("park the canary", "of something else"):
        commit(tool.root, subject)
        tool.swap("policy.yaml", "owners:", f"owners: # {subject}")
    clone = tmp_path / "clone"
    git(tool.root, "clone", "-q", "--depth", "1", f"file://{tool.root}", str(clone))
    assert "stands since 2" in tool("check").out
    assert Tool(clone, tool.capsys)("check").out == IDLE.format("nobody") + (
        "no findings that block in 8 files (1 standing)\n"
    )


def test_an_acceptance_of_history_says_who_let_it_in(tool: Tool) -> None:
    parked(tool)
    done = tool("check")
    assert (done.code, done.out) == (
        0,
        IDLE.format(PARKED) + "ends within 30 days:\n"
        f"  2026-11-22  {KEPT}: accepted: parked until the model's endpoint is back, RISK-7 "
        "(@acme/risk-dach)\n\n"
        "no findings that block in 9 files (1 standing)\n",
    )


def test_an_acceptance_that_is_over_is_told_and_blocks_nothing(
    tool: Tool, capsys: pytest.CaptureFixture[str]
) -> None:
    parked(tool)
    assert main(["check", "--root", str(tool.root), "--today", "2026-11-23"]) == 0
    said = capsys.readouterr().out
    assert "[acceptance-over]" in said
    assert said.endswith("no findings that block in 9 files (2 standing)\n")


def test_a_file_of_exceptions_is_told_to_be_removed(tool: Tool) -> None:
    tool.file("exceptions.yaml").write_text("exceptions: []\n")
    done = tool("check")
    assert (done.code, done.out.splitlines()[0]) == (
        1,
        "config/exceptions.yaml:1:1: error: not read any more [unexpected-file]",
    )
    assert "  hint: git rm it: " in done.out


def test_nothing_to_check_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (tmp_path, tmp_path / "config"):
        folder.mkdir(exist_ok=True)
        assert main(["check", "--root", str(tmp_path)]) == 3
        assert capsys.readouterr().err.startswith("error: nothing to check: no files in ")


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_the_exit_code_is_the_same_in_every_form(tool: Tool, form: str) -> None:
    assert tool("check", "--format", form).code == 0
    tool.swap("languages/de.yaml", "model: words", "model: word")
    done = tool("check", "--format", form)
    assert done.code == 1
    assert "unknown-model" in done.out
    if form != "github":
        json.loads(done.out)


def test_the_day_can_be_pretended_but_not_silently(
    tool: Tool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGROUTE_TODAY", "2026-11-22")
    assert main(["check", "--root", str(tool.root)]) == 0
    assert capsys.readouterr().err == "judged as of 2026-11-22, for LANGROUTE_TODAY says so\n"
    monkeypatch.setenv("LANGROUTE_TODAY", "tomorrow")
    assert main(["check", "--root", str(tool.root)]) == 2


def test_one_files_fault_does_not_hide_the_others(tool: Tool) -> None:
    tool.file("languages/de.yaml").write_bytes(b"\xff\xfe")
    tool.swap("languages/en.yaml", "model: words", "model: word")
    out = tool("check").out
    assert "config/languages/de.yaml:1:1: error:" in out
    assert "config/languages/en.yaml:6:10: error: no model is called" in out
