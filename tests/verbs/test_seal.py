"""`seal` seals what a person typed by hand, shows what it does, and never runs in CI."""

from pathlib import Path

import pytest

from tests.repository import commit, git
from tests.verbs.tool import Tool, tool_on_base

DE = "languages/de.yaml"
CHANGE = (
    "\n"
    "--- config/languages/de.yaml\n"
    "+++ config/languages/de.yaml\n"
    "@@ -7,3 +7,3 @@\n"
    "   fields: [title, body]\n"
    "-  threshold: {at: 0.350, passes: 35.6%, evidence: de-ac0d9ba0}\n"
    "+  threshold: {at: 0.350, passes: 34.6%, evidence: de-ac0d9ba0}\n"
    " canary:\n"
    "\n"
)
WRITTEN = (
    "written: config/languages/de.yaml\n"
    "next: ./langroute check, then commit it and open a pull request\n"
)


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


def test_a_value_typed_by_hand_is_sealed(tool: Tool) -> None:
    tool.swap(DE, "at: 0.342", "at: 0.350")
    assert tool("check").code == 1
    done = tool("seal", "de")
    effect = (
        "de primary words: 0.350; passes 34.6% of 4,000 recorded events; "
        "recall not known: this evidence does not say how its labels came to be "
        "(build it anew); its old seal says 35.6% of de-ac0d9ba0\n"
    )
    assert (done.code, done.out, done.err) == (0, effect + CHANGE + WRITTEN, "")
    assert tool("check").code == 0
    assert tool("seal", "de").out == "every seal of de fits; nothing to do\n"


def test_the_effect_is_counted_from_the_last_commit(tool: Tool) -> None:
    git(tool.root, "init", "-q")
    commit(tool.root, "begin")
    tool.swap(DE, "at: 0.342", "at: 0.350")
    done = tool("seal", "--all", "--dry-run")
    effect = (
        "de primary words: 0.342 → 0.350; passes 35.6% → 34.6% of 4,000 recorded events; "
        "about 3 events a day fewer for the analysts; "
        "recall not known: this evidence does not say how its labels came to be "
        "(build it anew)\n"
    )
    assert (done.code, done.out) == (0, effect + CHANGE + "nothing was written: --dry-run\n")


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        pytest.param(
            "languages/en.yaml",
            "{at: 0.415, passes: 27.3%, evidence: en-e9b17eea}",
            "{at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0}",
            "en primary words: 0.342 was evaluated for de/words; if it is meant here too, say so: "
            "./langroute set en primary.threshold 0.342\n",
            id="pasted from another language",
        ),
        pytest.param(
            DE,
            "model: embedding\n  traffic: 10%\n  fields: [title]\n"
            "  threshold: {at: 0.287, passes: 44.0%, evidence: de-81791f67}",
            "model: embedding\n  traffic: 10%\n  fields: [title]\n"
            "  threshold: {at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0}",
            "de canary embedding: 0.342 was evaluated for de/words; if it is meant here too, say "
            "so: ./langroute set de canary.threshold 0.342\n",
            id="kept for another model",
        ),
    ],
)
def test_a_seal_of_somebody_else_is_not_renewed(
    tool: Tool, path: str, old: str, new: str, said: str
) -> None:
    tool.swap(path, old, new)
    before = tool.file(path).read_bytes()
    done = tool("seal", "--all")
    assert (done.code, done.out) == (1, said)
    assert tool.file(path).read_bytes() == before


def test_nothing_to_do_is_said(tool: Tool) -> None:
    done = tool("seal", "--all")
    assert (done.code, done.out) == (0, "every seal of all languages fits; nothing to do\n")


@pytest.mark.parametrize("name", ["CI", "GITHUB_ACTIONS"])
def test_it_does_not_run_in_ci(tool: Tool, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "true")
    tool.swap(DE, "at: 0.342", "at: 0.350")
    before = tool.file(DE).read_bytes()
    done = tool("seal", "de")
    assert (done.code, done.out, done.err) == (
        2,
        "",
        f"error: seal does not run in CI ({name} is set): a person has to see the effect\n"
        "hint: run ./langroute seal on your machine, or paste the line of the finding\n",
    )
    assert tool.file(DE).read_bytes() == before
