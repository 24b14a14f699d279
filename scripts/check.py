"""Hold every rule against the files: what is wrong, where, and how to cure it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from langroute_repo.findings import Report
from scripts.files.against import as_change, compared_with, files
from scripts.files.day import day, today
from scripts.terminal.exit_codes import CLEAN, FINDINGS
from scripts.terminal.failure import Failure
from scripts.terminal.lines import wants_colour
from validators.engine import run as run_rules
from validators.finding import Given
from validators.rules import RULES

if TYPE_CHECKING:
    pass

EXAMPLES = """
  ./langroute check                       all that is there
  ./langroute check --against main        and what this branch changes, as for a pull request
  ./langroute check --format json         for machines; schemas/check-output.schema.json
  ./langroute check --today 2027-01-31    what will have expired by then
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
        "--pull-request-text",
        metavar="FILE",
        help="with --against: the pull request's text, which may accept warnings",
    )
    parser.add_argument(
        "--pull-request-title",
        metavar="TEXT",
        help="with --against: its title",
    )
    parser.add_argument(
        "--today",
        type=day,
        metavar="DATE",
        help="judge as of this day (default: today, UTC)",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 without findings that block, 1 with some, 3 when there is nothing to check."""
    given = Given(tree=files(arguments.root), today=arguments.today or today())
    report = run_rules(_compared(given, arguments) if _compares(arguments) else given)
    sys.stdout.write(_rendered(report, arguments.format))
    return FINDINGS if report.blocking else CLEAN


def _compares(arguments: argparse.Namespace) -> bool:
    said = arguments.pull_request_text is not None or arguments.pull_request_title is not None
    if said and arguments.against is None:
        raise Failure(
            "what a pull request says belongs to a change", "say what it changes with --against REV"
        )
    return arguments.against is not None


def _compared(given: Given, arguments: argparse.Namespace) -> Given:
    """The same files as a change, with what was written about it."""
    title, text = arguments.pull_request_title or "", _text(arguments.pull_request_text)
    return as_change(
        given, compared_with(arguments.root, arguments.against, given.tree), title, text
    )


def _text(path: str | None) -> str:
    if path is None:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"{path} cannot be read: {reason}", "name a file with the text") from error


def _rendered(report: Report, form: str) -> str:
    if form == "json":
        from langroute_repo.render.findings_json import check_output

        return check_output(report).as_json()
    if form == "github":
        from langroute_repo.render.findings_annotations import github

        return github(report)
    if form == "sarif":
        from langroute_repo.render.findings_sarif import sarif

        return sarif(report, RULES)
    from langroute_repo.render.findings_text import text

    return text(report, colour=wants_colour())
