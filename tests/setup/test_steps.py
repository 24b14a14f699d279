"""The verb `test`: what it tells of its steps, with steps that take no time."""

import re
import sys

import pytest

import scripts.test
from scripts.__main__ import main
from scripts.test import Step


def says(name: str, text: str, code: int = 0, streamed: bool = False) -> Step:
    program = f"import sys; print({text!r}, *sys.argv[1:]); sys.exit({code})"
    return Step(name, (sys.executable, "-c", program), streamed)


@pytest.fixture
def _steps(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (
        says("format", "all is well"),
        says("lint", "one line is long", code=1),
        says("tests", "3 passed", streamed=True),
    )
    monkeypatch.setattr(scripts.test, "STEPS", steps)
    monkeypatch.setattr(scripts.test, "_pytest_options", lambda fast: ["-m"] if fast else [])


def shown(capfd: pytest.CaptureFixture[str]) -> str:
    return re.sub(r"[ \d]{4}\.\d s", "T", capfd.readouterr().out)


@pytest.mark.usefixtures("_steps")
def test_all_steps_run_and_the_failed_one_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["test"]) == 1
    assert shown(capfd) == (
        "format     ok     T\n"
        "lint       failed T\n"
        "one line is long\n"
        "tests     \n"
        "3 passed\n"
        "\n"
        "format     ok     T\n"
        "lint       failed T\n"
        "tests      ok     T   3 passed\n"
    )


@pytest.mark.usefixtures("_steps")
def test_one_step_alone_has_no_summary(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--only", "format"]) == 0
    assert shown(capfd) == "format     ok     T\n"


@pytest.mark.usefixtures("_steps")
def test_words_after_the_dashes_go_to_pytest(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--only", "tests", "--fast", "--", "-k", "seal"]) == 0
    assert shown(capfd) == "tests     \n3 passed -m -k seal\n"


@pytest.mark.usefixtures("_steps")
def test_an_unknown_step_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--only", "style"]) == 2
    assert "argument --only: invalid choice: 'style'" in capfd.readouterr().err


def test_another_tree_is_refused(
    capfd: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert main(["test", "--root", str(tmp_path_factory.mktemp("tree"))]) == 2
    assert capfd.readouterr().err == (
        "error: test has no other tree than its own\nhint: `check --root DIR` checks a tree\n"
    )
