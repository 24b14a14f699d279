"""`check` as its users run it: forms, exit codes, dates."""

import json
from pathlib import Path

import pytest

from scripts.__main__ import main
from tests.verbs.tool import Tool, tool_on_base

EXCEPTION = """# yaml-language-server: $schema=../schemas/exceptions.schema.json
exceptions:
  - rule: idle-canary
    path: config/languages/de.yaml
    reason: parked until the model's endpoint is back, RISK-7
    owner: "@acme/risk-dach"
    until: "2026-11-22"
"""


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


def test_a_clean_tree(tool: Tool) -> None:
    done = tool("check")
    assert (done.code, done.out, done.err) == (0, "no findings in 8 files\n", "")


def test_a_warning_blocks_until_it_is_accepted(tool: Tool) -> None:
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 0%")
    done = tool("check")
    assert done.code == 1
    assert done.out.endswith("1 warning in 8 files\n")
    tool.file("exceptions.yaml").write_text(EXCEPTION)
    assert tool("check").out == "no findings in 9 files (1 accepted)\n"


def test_an_exception_ends_with_its_last_day(
    tool: Tool, capsys: pytest.CaptureFixture[str]
) -> None:
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 0%")
    tool.file("exceptions.yaml").write_text(EXCEPTION)
    assert main(["check", "--root", str(tool.root), "--today", "2026-11-23"]) == 1
    said = capsys.readouterr().out
    assert "[idle-canary]" in said
    assert "[exception-expired]" in said


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
