"""`suggest` says a threshold with what it does, and the command that it gives is one that works."""

import shlex
import shutil
from pathlib import Path

import pytest

from langroute_repo.tree.files.evidence import render
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.published import parsed
from tests.sample import ACME
from tests.verbs.tool import Done, Tool, failed, tool_on_base

OLD_FORMAT = "this evidence does not say how its labels came to be (build it anew)"


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


@pytest.fixture
def shipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    shutil.copytree(ACME / "config", tmp_path / "shipped/config")
    return Tool(tmp_path / "shipped", capsys)


def test_without_a_goal_it_passes_what_the_primary_passes(tool: Tool) -> None:
    assert tool("suggest", "de", "embedding") == Done(
        0,
        "0.345 for embedding in de: 35.6% of the events, as words does at 0.342\n"
        "\n"
        "threshold  0.345, known to lie between 0.322 and 0.374\n"
        "passes     35.7% (32.8% to 38.7%) of 1,000 recorded events\n"
        "events     about 102 a day pass if it answers all of them, 10 as the canary with 10%\n"
        f"recall     not known: {OLD_FORMAT}\n"
        f"precision  not known: {OLD_FORMAT}\n"
        "evidence   de-81791f67, 2026-10-26 to 2026-11-08\n"
        f"now        0.287 passes 44.0%, recall not known: {OLD_FORMAT}\n"
        "\n"
        "to write it with its seal:\n"
        "  ./langroute set de canary.threshold 0.345\n",
        "",
    )


def test_the_shipped_norwegian_is_thin(shipped: Tool) -> None:
    assert (
        "passes     33.3% (27.6% to 39.6%) of 237 recorded events\n"
        "           thin evidence: about 102 more events would tell it to ± 5 points\n"
        "events     about 23 a day pass if it answers all of them\n"
        "recall     not known: nothing that is dropped was labelled\n"
        "audit      1% is 0.5 events a day more for the analysts and tells nothing before 44 days "
        "are over\n"
    ) in shipped("suggest", "no", "relevance-chars-v2", "--passes", "33%").out


@pytest.mark.parametrize(
    "asked",
    [
        "de words --passes 30%",
        "de embedding",
        "de embedding --passes 24%",
        "en embedding --like words",
        "en words --passes 30.5%",
    ],
)
def test_set_accepts_what_is_suggested_and_the_check_has_no_error(tool: Tool, asked: str) -> None:
    told = parsed("suggest-output", tool("suggest", *asked.split(), "--format", "json").out)

    done = set_as_told(tool, told["command"])

    assert done.code == 0
    assert f"at: {told['threshold']:.3f}, passes: " in done.out
    assert "error:" not in tool("check").out


@pytest.mark.parametrize(
    "asked", ["de relevance-e5-v3 --recall 85%", "no relevance-chars-v2 --passes 30%"]
)
def test_the_same_on_the_shipped_tree(shipped: Tool, asked: str) -> None:
    """The first moves the canary, the second a shadow whose evidence is thin."""
    told = shipped("suggest", *asked.split()).out.splitlines()

    assert set_as_told(shipped, told[-1].strip()).code == 0
    assert "error:" not in shipped("check").out


def set_as_told(tool: Tool, command: str) -> Done:
    words = shlex.split(command)
    assert words[0] == "./langroute"
    return tool(*words[1:])


def test_a_second_canary_is_suggested_as_a_shadow(shipped: Tool) -> None:
    assert shipped("suggest", "de", "relevance-use-v3").out.endswith(
        "to start relevance-use-v3 with it:\n"
        "  ./langroute set de shadows.relevance-use-v3 25% --threshold 0.089\n"
    )


def test_a_share_that_no_threshold_comes_near_is_said(tool: Tool) -> None:
    counts = [0] * 1001
    counts[0], counts[1000] = 400, 600
    recount(tool, counts, [0] * 1001)
    assert (
        "passes     60.0% (56.9% to 63.0%) of 1,000 recorded events\n"
        "           no threshold comes nearer to 24.0%\n"
    ) in tool("suggest", "de", "embedding", "--passes", "24%").out


def test_evidence_of_the_old_format_knows_no_recall(tool: Tool) -> None:
    assert tool("suggest", "de", "embedding", "--recall", "85%") == Done(
        2,
        "",
        f"error: recall of embedding in de is not known: {OLD_FORMAT}\n"
        "hint: ./langroute evidence build counts labels by what became of each event\n",
    )


def recount(tool: Tool, counts: list[int], labels: list[int]) -> None:
    """Give the embedding other evidence in German."""
    old = read(Folder(tool.root)).evidence("embedding", "de")
    assert old is not None
    changed = old.model_copy(update={"counts": counts, "labelled": labels, "relevant": labels})
    whole = changed.model_copy(update={"digest": changed.computed_digest()})
    tool.file("evidence/embedding/de.json").write_text(render(whole))


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("de embeding", '"embeding" is not a model of config/models', 'did you mean "embedding"?'),
        ("fr words", 'no file for "fr" in config/languages', "there is de, en"),
        ("de words --like nobody", "nobody has no threshold in de", "de has words, embedding"),
        (
            "de words",
            "words passes what words passes at every threshold",
            "give a goal: --recall 85%, --passes 24% or --like OTHER-MODEL",
        ),
        (
            "de words --recall 85",
            '--recall "85" is no share',
            "write it with its unit, for example 85%",
        ),
        (
            "de words --passes 0.24",
            '--passes "0.24" is no share',
            "write it with its unit, for example 85%",
        ),
        (
            "de words --recall 0%",
            "every threshold has a recall of 0% or more",
            "ask for more, such as 85%",
        ),
    ],
)
def test_what_cannot_be_suggested_is_said(tool: Tool, asked: str, message: str, hint: str) -> None:
    done = tool("suggest", *asked.split())
    assert done == failed(message, hint)


def test_a_model_without_a_recorded_score_is_said(tool: Tool) -> None:
    tool.file("evidence/embedding/de.json").unlink()
    assert tool("suggest", "de", "embedding").err == (
        "error: there is no recorded score of embedding in de\n"
        "hint: run embedding as a shadow in de and build evidence from its log\n"
    )


def test_evidence_of_another_scale_is_said(tool: Tool) -> None:
    tool.swap("models/embedding.yaml", "{minimum: 0, maximum: 1}", "{minimum: -1, maximum: 1}")
    assert tool("suggest", "de", "embedding").err == (
        "error: the evidence of embedding in de has a scale from 0 to 1\n"
        "hint: refresh it: embedding scores from -1 to 1\n"
    )
