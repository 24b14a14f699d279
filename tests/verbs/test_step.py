"""The verb `step`: another verb's end by name, in the job's summary and as outputs."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import PROJECT
from scripts.__main__ import main
from scripts.step import MOST_SHOWN, outputs, summary, title
from scripts.terminal.exit_codes import OUTCOMES
from tests.sample import ACME

OURS = ("--root", str(ACME))


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that GitHub Actions names for a step."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))
    return tmp_path


@pytest.mark.slow
def test_what_a_verb_says_goes_to_the_summary(
    runner: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["step", "compile", "nowhere", *OURS]) == 2
    said = capfd.readouterr().out
    assert said.startswith("error: unknown environment 'nowhere'\nhint: ")
    assert (
        runner / "summary"
    ).read_text() == f"### compile nowhere: failed\n\n```text\n{said}```\n\n"
    assert (runner / "outputs").read_text() == "outcome=failed\n"


@pytest.mark.slow
def test_an_outcome_may_be_green(runner: Path) -> None:
    assert main(["step", "--green", "failed", "compile", "nowhere", *OURS]) == 0
    assert (runner / "outputs").read_text() == "outcome=failed\n"


@pytest.mark.slow
def test_without_a_runner_nothing_is_left_but_the_words(
    runner: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    monkeypatch.delenv("GITHUB_OUTPUT")
    assert main(["step", "infra", "names", "staging", *OURS]) == 0
    assert capfd.readouterr().out.startswith("region=eu-central-1\n")
    assert list(runner.iterdir()) == []


def test_each_end_has_a_name_of_its_own() -> None:
    assert OUTCOMES == {
        0: "done",
        1: "refused",
        2: "failed",
        4: "rolled-back",
        5: "conflict",
        6: "timed-out",
        7: "differs",
        8: "answers-otherwise",
        9: "started",
        10: "not-read-back",
    }


def test_the_title_has_nothing_that_somebody_typed() -> None:
    words = ["rollback", "production", "--reason=](https://x.example) @everybody", "--yes"]
    assert title(words) == "rollback production"


def test_outputs_are_whole_lines_and_nothing_else() -> None:
    said = "region=eu-central-1\nerror: a=b\n  plan-hash=1\nplan-hash=2b\nReason=x y\nnone=\n"
    assert outputs(said) == "region=eu-central-1\nplan-hash=2b\nnone=\n"


@pytest.mark.slow
def test_outputs_are_handed_on_before_the_outcome(runner: Path) -> None:
    assert main(["step", "--outputs", "infra", "names", "staging", *OURS]) == 0
    lines = (runner / "outputs").read_text().splitlines()
    assert (lines[0], lines[-1]) == ("region=eu-central-1", "outcome=done")


@given(st.text(st.sampled_from("`~ab\n\r\x0b\u2028#<"), max_size=60))
def test_nothing_that_is_said_leaves_its_fence(said: str) -> None:
    page = summary("push staging", "done", said)
    opening, *inside, closing, empty, end = [*page.splitlines()[2:], ""]
    fence = opening.removesuffix("text")
    assert (set(fence), closing, empty, end) == ({"`"}, fence, "", "")
    assert all(fence not in line for line in inside)


def test_a_long_output_is_cut_at_its_beginning() -> None:
    page = summary("push staging", "done", "a" * MOST_SHOWN + "the end")
    assert len(page.encode()) < 1024 * 1024
    assert "the beginning is left out" in page
    assert "the end\n" in page
