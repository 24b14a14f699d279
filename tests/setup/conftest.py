"""Checkouts for the tests of the launcher and its verbs."""

import shutil
from pathlib import Path

import pytest

from tests.setup.checkout import Checkout, copy_launcher
from tests.setup.quick_python import quick_python

# Stands in for a verb whose own modules these tests do not need: does what its words say.
_PRETENDED_CHECK = '''
"""A verb for the tests."""

import os
import sys
import time

EXAMPLES = """
  ./langroute check where
"""


def arguments(parser):
    parser.add_argument("what")


def run(arguments):
    if arguments.what == "root":
        print(arguments.root)
    if arguments.what == "validators":
        import validators

        print(validators.__file__)
    if arguments.what == "sleep":
        print("asleep", flush=True)
        time.sleep(600)
    if arguments.what == "flood":
        while True:
            print("a line")
    if arguments.what == "defect":
        raise ValueError("two owners")
    if arguments.what == "lost-connection":
        raise BrokenPipeError("the other side is gone")
    if arguments.what == "finding":
        return 1
    return 0
'''


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings with which a set-up takes a second and not five."""
    return {"LANGROUTE_PYTHON": str(quick_python(tmp_path_factory.mktemp("python")))}


@pytest.fixture
def checkout(tmp_path: Path, quick: dict[str, str]) -> Checkout:
    """Never used before; its path has spaces and letters beyond ASCII."""
    return copy_launcher(tmp_path / "a fresh checkout – ü", quick)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, quick: dict[str, str]) -> Checkout:
    """Set up already, with a pretended verb `check`; for tests that change nothing in it."""
    checkout = copy_launcher(tmp_path_factory.mktemp("made") / "a used checkout", quick)
    (checkout.root / "scripts" / "check.py").write_text(_PRETENDED_CHECK, encoding="utf-8")
    ended = checkout.run("--version")
    assert ended.returncode == 0, ended.stderr
    return checkout


@pytest.fixture
def used(made: Checkout, tmp_path: Path) -> Checkout:
    """Set up already, and free to be changed: a copy, which runs as well as what was copied."""
    root = tmp_path / "a copied checkout"
    shutil.copytree(made.root, root, symlinks=True)
    return Checkout(root, made.settings)
