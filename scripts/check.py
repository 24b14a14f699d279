"""Hold every rule against the files: what is wrong, where, and how to cure it."""

import argparse
import sys

from langroute_repo.findings import Report
from langroute_repo.wording import listed
from scripts.files.accepted import FOLDER, untracked
from scripts.files.against import as_change, compared_with, files
from scripts.files.day import day, today
from scripts.files.since import dated
from scripts.terminal.exit_codes import CLEAN, FINDINGS
from scripts.terminal.lines import say, wants_colour
from validators.engine import run as run_rules
from validators.finding import Given
from validators.rules import RULES

EXAMPLES = """
  ./langroute check                       all that is there
  ./langroute check --against main        and what this branch changes, as for a pull request
  ./langroute check --format json         for machines; schemas/check-output.schema.json
  ./langroute check --today 2027-01-31    what will be out of date by then
  ./langroute check --strict              also warnings that block nothing
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="text for people, json, GitHub annotations, or SARIF (default: text)",
    )
    parser.add_argument(
        "--against",
        metavar="REV|DIR",
        help="the state before the change, a revision or a folder: also hold the rules on changes",
    )
    parser.add_argument(
        "--strict", action="store_true", help="also end with 1 for warnings that block nothing"
    )
    for ignored in ("--pull-request-text", "--pull-request-title"):
        parser.add_argument(ignored, help=argparse.SUPPRESS)  # of earlier versions
    parser.add_argument(
        "--today",
        type=day,
        metavar="DATE",
        help="judge as of this day (default: today, UTC)",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when nothing blocks, 1 when something does, 3 when there is nothing to check."""
    given = Given(tree=files(arguments.root), today=arguments.today or today())
    if arguments.pull_request_text is not None or arguments.pull_request_title is not None:
        say("what a pull request says accepts nothing any more, and is ignored")
    if arguments.against is not None:
        found = compared_with(arguments.root, arguments.against, given.tree)
        given = as_change(given, found, arguments.root)
    report = dated(run_rules(given), arguments.root)
    sys.stdout.write(_rendered(report, arguments.format))
    if arguments.against is not None and (waiting := untracked(arguments.root)):
        say(f"git does not track {listed(waiting)} yet: git add {FOLDER}")
    warned = any(one.level == "warning" for one in report.findings)
    return FINDINGS if report.blocking or (arguments.strict and warned) else CLEAN


def _rendered(report: Report, form: str) -> str:
    if form == "json":
        from langroute_repo.render.findings.output import check_output

        return check_output(report).as_json()
    if form == "github":
        from langroute_repo.render.findings.annotations import github

        return github(report)
    if form == "sarif":
        from langroute_repo.render.findings.sarif import sarif

        return sarif(report, RULES)
    from langroute_repo.render.findings.text import text

    return text(report, colour=wants_colour())
