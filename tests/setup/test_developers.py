"""What is for tests comes on top when it is first asked for, whatever comes between."""

import os
import signal
from pathlib import Path

import pytest

from tests.setup.checkout import Checkout, waiting_index, write_wheel
from tests.setup.test_launcher import packages, read_until

pytestmark = pytest.mark.slow

# Stands in for the verb `test`: shows that what was added can be imported at once.
_PRETENDED_TEST = '''
"""A verb that needs what is for tests."""


def arguments(parser):
    """It takes none."""


def run(arguments):
    import dev_pin

    print(dev_pin.__name__)
    return 0
'''


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    return write_wheel(tmp_path / "wheels", "dev_pin")


@pytest.fixture
def before(used: Checkout, wheel: Path) -> Checkout:
    """Set up for the verbs; its verb `test` needs a package more."""
    (used.root / "scripts" / "test.py").write_text(_PRETENDED_TEST, encoding="utf-8")
    used.require(developers=(wheel,))
    return used


def test_it_is_added_once_and_with_its_time(before: Checkout, wheel: Path) -> None:
    ended = before.run("check", "finding")
    assert (ended.stderr, packages(before)) == ("", set())

    first = before.run("test", PIP_FIND_LINKS=str(wheel.parent))
    assert (first.returncode, first.stdout) == (0, "dev_pin\n")
    assert first.stderr.startswith("adding to .venv (for tests; 1 package) …\nadded to .venv in ")
    for words in (("test",), ("check", "root")):
        ended = before.run(*words)
        assert (ended.returncode, ended.stderr) == (0, "")


def test_what_is_only_asked_about_adds_nothing(before: Checkout) -> None:
    ended = before.run("test", "--help")
    assert (ended.returncode, ended.stderr, packages(before)) == (0, "", set())


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_after_an_interruption_everything_is_made_anew(
    before: Checkout, wheel: Path, stop: signal.Signals
) -> None:
    with waiting_index(wheel) as index:
        process = before.start("test", **index.settings)
        index.asked.wait()
        os.killpg(process.pid, stop)
        stdout, stderr = process.communicate()
    assert process.returncode != 0
    assert (stdout, "Traceback" in stderr) == ("", False)
    assert not before.stamp.exists()

    ended = before.run("test", PIP_FIND_LINKS=str(wheel.parent))
    assert ended.stderr.startswith("setting up .venv (the last set-up did not finish; 0 packages)")
    assert "\nadding to .venv (for tests; " in ended.stderr
    assert ended.stdout == "dev_pin\n"


@pytest.mark.parametrize("words", [("test",), ("check", "root")])
def test_another_run_waits_for_it(before: Checkout, wheel: Path, words: tuple[str, ...]) -> None:
    with waiting_index(wheel) as index:
        first = before.start("test", **index.settings)
        index.asked.wait()
        second = before.start(*words, **index.settings)
        waiting = read_until(second.stderr, "waiting")
        index.opened.set()
        assert first.communicate()[0] == "dev_pin\n"
        second.communicate()
    assert waiting == ["waiting: another run is setting up .venv …\n"]
    assert second.returncode == 0
    assert index.served == ["/simple/dev-pin/", f"/{wheel.name}"]


def test_other_pins_for_tests_leave_the_verbs_without_them(before: Checkout, wheel: Path) -> None:
    before.run("test", PIP_FIND_LINKS=str(wheel.parent))
    before.require()
    ended = before.run("check", "finding")
    assert ended.stderr.startswith("setting up .venv (the requirements changed; 0 packages)")
    assert packages(before) == set()


def test_what_cannot_be_added_is_said(before: Checkout) -> None:
    ended = before.run("test")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "error: cannot set up .venv: a pinned package is not there for this " in ended.stderr
