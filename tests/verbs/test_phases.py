"""What is said while a long piece of work runs: nothing at first, on a terminal one line."""

import io
import sys
import time
from pathlib import Path

import pytest

from scripts.terminal import phases
from scripts.terminal.phases import Phases


class Screen(io.StringIO):
    """A terminal that keeps what was drawn."""

    def isatty(self) -> bool:
        return True


def waited_for(screen: io.StringIO, text: str) -> str:
    """What stands there as soon as the text does."""
    until = time.monotonic() + 20
    while text not in screen.getvalue() and time.monotonic() < until:
        time.sleep(0.01)
    return screen.getvalue()


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phases, "PATIENCE", 0.0)
    monkeypatch.setattr(phases, "FRAME", 0.01)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("_impatient")
def test_each_phase_is_a_line_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    with Phases() as say:
        say("reading")
        waited_for(file, "reading")
        say("counting")
        waited_for(file, "counting")
    assert file.getvalue() == "  reading …\n  counting …\n"


@pytest.mark.usefixtures("_impatient")
def test_a_terminal_shows_one_line_and_is_left_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with Phases() as say:
        say("reading")
        waited_for(screen, "\r\033[K  reading, 0 s")
    assert screen.getvalue().endswith("\r\033[K")
    assert "\n" not in screen.getvalue()


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with Phases() as say:
        say(f"looking at {tmp_path}")
    assert capsys.readouterr().err == ""
