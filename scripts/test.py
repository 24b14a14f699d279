"""Run every check of this repository, in the order of a reader's patience: the quick ones first.

All steps run even when one fails. The output of a step is shown when it fails; that of the tests
always.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts import PROJECT
from scripts.terminal.failure import Failure
from scripts.terminal.lines import Colour, is_terminal, paint
from scripts.terminal.process import LANGROUTE, PYTHON, follow

EXAMPLES = """
  ./langroute test                          everything, as CI runs it
  ./langroute test --fast                   without the tests marked slow
  ./langroute test --only types             one step; may be given more than once
  ./langroute test --only tests -- -k seal  what follows -- goes to pytest
"""

_ZIZMOR = str(Path(sys.executable).parent / "zizmor")  # a program, no module of Python's
_IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Step:
    """One command whose exit code 0 means that this part of the repository is in order."""

    name: str
    command: tuple[str, ...]
    streamed: bool = False  # shown while it runs, for it takes minutes


STEPS = (
    Step("format", (*PYTHON, "-m", "ruff", "format", "--check", ".")),
    Step("lint", (*PYTHON, "-m", "ruff", "check", ".")),
    Step("types", (*PYTHON, "-m", "mypy")),
    Step("layers", (*PYTHON, "-c", _IMPORT_LINTER, "--no-logo")),
    Step("generated", (*LANGROUTE, "generate", "--check")),
    Step("workflows", (_ZIZMOR, "--offline", "--no-progress", "--quiet", ".github")),
    Step("config", (*LANGROUTE, "check")),
    Step("tests", (*PYTHON, "-m", "pytest"), streamed=True),
)


@dataclass(frozen=True)
class StepOutcome:
    """How a step ended, with the last line it wrote."""

    step: Step
    passed: bool
    seconds: float
    last_line: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which steps to run, and what pytest is told."""
    names = [step.name for step in STEPS]
    parser.add_argument(
        "--only", action="append", choices=names, metavar="STEP", help=" | ".join(names)
    )
    parser.add_argument("--fast", action="store_true", help="skip the tests marked slow")
    parser.add_argument("pytest", nargs="*", metavar="-- ARGUMENT", help="for pytest")


def run(arguments: argparse.Namespace) -> int:
    """0 when every step passed, 1 otherwise."""
    if arguments.root != PROJECT:
        raise Failure("test has no other tree than its own", "`check --root DIR` checks a tree")
    pytest = [*_pytest_options(arguments.fast), *arguments.pytest]
    chosen = [step for step in STEPS if not arguments.only or step.name in arguments.only]
    outcomes = [_run(step, pytest if step.name == "tests" else ()) for step in chosen]
    if len(outcomes) > 1:
        _summarise(outcomes)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _pytest_options(fast: bool) -> list[str]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    # One more than there are cores: the tests of deployments wait more than they work.
    options = ["-q", "-n", str((cores or 1) + 1), "--dist", "worksteal"]
    options += ["--color", "yes"] if _coloured() else []
    return [*options, "-m", "not slow"] if fast else options


def _coloured() -> bool:
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def _run(step: Step, extra: Iterable[str]) -> StepOutcome:
    print(f"{step.name:<10}", end="\n" if step.streamed else " ", flush=True)
    started = time.monotonic()
    returncode, output = follow((*step.command, *extra), PROJECT, step.streamed)
    seconds = time.monotonic() - started
    passed = returncode == 0
    if not step.streamed:
        print(_verdict(passed, seconds), flush=True)
    if not passed and not step.streamed:
        print(output.rstrip("\n"), flush=True)
    return StepOutcome(step, passed, seconds, output.rstrip().rpartition("\n")[2])


def _verdict(passed: bool, seconds: float) -> str:
    word = "ok" if passed else "failed"
    colour = Colour.GREEN if passed else Colour.RED
    return f"{paint(f'{word:<6}', colour, sys.stdout)} {seconds:6.1f} s"


def _summarise(outcomes: list[StepOutcome]) -> None:
    print()
    for outcome in outcomes:
        note = f"   {outcome.last_line}" if outcome.step.streamed else ""
        print(f"{outcome.step.name:<10} {_verdict(outcome.passed, outcome.seconds)}{note}")
