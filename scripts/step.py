"""Run a verb as a step of a workflow: the same, and its end by name for those who read the run.

What the verb says goes to the job's summary as well, and an output of the step says the `outcome`.
On other machines nothing but the verb's own words is left.
"""

import argparse
import os
import re
from itertools import takewhile
from pathlib import Path

from langroute_repo.render.markdown import fenced
from scripts.terminal.exit_codes import DONE, FAILED, OUTCOMES
from scripts.terminal.process import LANGROUTE, follow

EXAMPLES = """
  ./langroute step push staging --yes
  ./langroute step --green differs drift staging --issue    a difference leaves the step green
  ./langroute step --outputs shown production               its plan-hash=… is an output as well
"""
# GitHub keeps 1 MiB of a step's summary, and none of one that is longer.
MOST_SHOWN = 200_000  # characters, of at most four bytes


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--green",
        action="append",
        default=[],
        choices=sorted(OUTCOMES.values()),
        help="an outcome that is no failure of the step; may be given more than once",
    )
    parser.add_argument(
        "--outputs", action="store_true", help="lines NAME=VALUE of it are outputs of the step too"
    )
    parser.add_argument("words", metavar="VERB ...", nargs=argparse.REMAINDER, help="what to run")


def run(arguments: argparse.Namespace) -> int:
    """The verb's own exit code, or 0 for an outcome that is green."""
    command = (*LANGROUTE, "--root", str(arguments.root), *arguments.words)
    code, output = follow(command, Path.cwd(), shown=True)
    outcome = OUTCOMES.get(code, OUTCOMES[FAILED])
    _append("GITHUB_STEP_SUMMARY", summary(title(arguments.words), outcome, output))
    told = outputs(output) if arguments.outputs else ""
    _append("GITHUB_OUTPUT", f"{told}outcome={outcome}\n")
    return DONE if outcome in arguments.green else code


def title(words: list[str]) -> str:
    """The verb and what it works on, without options: those hold what somebody typed."""
    return " ".join(takewhile(lambda word: not word.startswith("-"), words))


def summary(title: str, outcome: str, output: str) -> str:
    """A heading and what was said, in a fence that nothing in it can close."""
    cut = "the beginning is left out; the job's log has it\n\n" if len(output) > MOST_SHOWN else ""
    said = fenced(output[-MOST_SHOWN:].splitlines())
    return f"### {title}: {outcome.replace('-', ' ')}\n\n{cut}{said}\n\n"


def outputs(output: str) -> str:
    """What the verb prints for the steps after it: whole lines without a blank, such as a hash."""
    lines = (line for line in output.splitlines() if re.fullmatch(r"[a-z][a-z-]*=\S*", line))
    return "".join(f"{line}\n" for line in lines)


def _append(variable: str, text: str) -> None:
    """To the file that a runner names for this step; nowhere without one."""
    if path := os.environ.get(variable):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)
