"""What holds for every verb, on a checkout whose `check` does what it is told."""

import os
import pty
import signal
from pathlib import Path

import pytest

from scripts.__main__ import VERBS, main
from tests.setup.checkout import REPOSITORY, Checkout

TRACEBACK_HINT = "hint: run it again with --traceback to see where, and report it with that\n"


@pytest.mark.parametrize(
    ("words", "stderr"),
    [
        (
            ["chekc"],
            "error: unknown verb 'chekc'\nhint: did you mean `./langroute check`?\n",
        ),
        (["xyz"], "error: unknown verb 'xyz'\nhint: ./langroute --help lists them\n"),
        ([], "error: no verb given\nhint: ./langroute --help lists the verbs\n"),
        (["bench"], "error: this checkout has no verb bench: scripts.bench is missing\n"),
        (
            ["--root", "/nowhere", "check", "root"],
            "error: --root '/nowhere' does not exist\nhint: name the folder that holds config/\n",
        ),
        (
            ["check", "root", "--root=/dev/null"],
            "error: --root '/dev/null' is not a directory\n"
            "hint: name the folder that holds config/\n",
        ),
        (
            ["check", "root", "--root="],
            "error: --root '' does not exist\nhint: name the folder that holds config/\n",
        ),
        (
            ["check", "defect"],
            f"error: langroute check broke: ValueError: two owners\n{TRACEBACK_HINT}",
        ),
        (
            ["check", "lost-connection"],
            "error: langroute check broke: BrokenPipeError: the other side is gone\n"
            + TRACEBACK_HINT,
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_2(
    made: Checkout, words: list[str], stderr: str
) -> None:
    ended = made.run(*words)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", stderr)


def test_a_wrong_option_shows_the_usage(made: Checkout) -> None:
    ended = made.run("check", "root", "--rot", "x")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("usage: ./langroute check [-h]")
    assert ended.stderr.endswith("./langroute check: error: unrecognized arguments: --rot x\n")


def test_root_is_taken_before_and_after_the_verb(made: Checkout, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    orders = (
        ["--root", "other", "check", "root"],
        ["check", "--root", "other", "root"],
        ["--root=nowhere", "check", "root", "--root=other"],
    )
    assert {made.run(*words, cwd=tmp_path).stdout for words in orders} == {f"{other}\n"}
    assert made.run("check", "root", cwd=tmp_path).stdout == f"{made.root}\n"


def test_the_exit_code_is_the_verbs(made: Checkout) -> None:
    assert made.run("check", "finding").returncode == 1


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        (["check", "defect", "--traceback"], ""),
        (["--traceback", "check", "defect"], ""),
        (["check", "defect"], "1"),
    ],
)
def test_the_traceback_is_shown_when_asked_for(
    made: Checkout, words: list[str], setting: str
) -> None:
    stderr = made.run(*words, LANGROUTE_TRACEBACK=setting).stderr
    assert stderr.startswith("error: langroute check broke: ValueError: two owners\nTraceback")
    assert 'raise ValueError("two owners")' in stderr


def test_ctrl_c_ends_with_130(made: Checkout) -> None:
    process = made.start("check", "sleep")
    assert process.stdout is not None
    assert process.stdout.readline() == "asleep\n"
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate() == ("", "stopped\n")
    assert process.returncode == 130


def test_a_reader_that_leaves_is_no_error(made: Checkout) -> None:
    process = made.start("check", "flood")
    assert process.stdout is not None
    assert process.stdout.readline() == "a line\n"
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 141


@pytest.mark.parametrize(
    ("environment", "written"),
    [
        ({}, "\033[1;31merror:\033[0m unknown verb 'xyz'"),
        ({"NO_COLOR": "1"}, "error: unknown verb 'xyz'"),
        ({"TERM": "dumb"}, "error: unknown verb 'xyz'"),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    made: Checkout,
    capfd: pytest.CaptureFixture[str],
    environment: dict[str, str],
    written: str,
) -> None:
    command = [str(made.root / "langroute"), "xyz"]
    screen, terminal = pty.openpty()
    child = os.posix_spawn(
        command[0],
        command,
        {"PATH": os.environ["PATH"], "TERM": "xterm", **environment},
        file_actions=[(os.POSIX_SPAWN_DUP2, terminal, 2)],
    )
    os.waitpid(child, 0)
    shown = os.read(screen, 4096).decode()
    os.close(terminal)
    os.close(screen)
    assert shown.splitlines()[0] == written
    assert capfd.readouterr().out == ""


def test_the_overview_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line[:2] == "  "]
    assert [word for word in listed if word in VERBS] == list(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_examples(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"usage: ./langroute {verb} ")
    assert f"\n  ./langroute {verb}" in shown.partition("\nexamples:")[2]


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    version = capsys.readouterr().out.removeprefix("langroute ").rstrip()
    assert f'\nversion = "{version}"\n' in (REPOSITORY / "pyproject.toml").read_text("utf-8")
