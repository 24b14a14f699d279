"""Hold every rule against the files: what is wrong, where, and how to cure it."""

import argparse
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from langroute.tree.tree import Tree
from scripts.failure import Failure
from scripts.terminal import is_terminal, say
from validators.engine import run as run_rules
from validators.finding import Given, Report
from validators.rules import RULES

if TYPE_CHECKING:
    from scripts.against import Against

EXAMPLES = """
  ./langroute check                       all that is there
  ./langroute check --against main        and what this branch changes, as for a pull request
  ./langroute check --format json         for machines; schemas/check-output.schema.json
  ./langroute check --today 2027-01-31    what will have expired by then
"""
CLEAN, FINDINGS, NOTHING = 0, 1, 3


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


def files(root: Path) -> Tree:
    """The files that there are to check."""
    tree = read(Folder(root))
    if not tree.strays and not any(True for _ in tree.files()):
        raise Failure(
            f"nothing to check: no files in {root / 'config'}",
            "run it in the repository, or name another folder with --root",
            exit_code=NOTHING,
        )
    return tree


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


def compared_with(root: Path, named: str, tree: Tree) -> "Against":
    """What the files at ``root`` are compared with."""
    from langroute.tree.git import GitError
    from scripts.against import against

    try:
        return against(root, named, tree)
    except (GitError, OSError) as error:
        raise Failure(str(error)) from error


def as_change(given: Given, found: "Against", title: str, text: str) -> Given:
    """The same files as a change; ``title`` and ``text`` are the pull request's."""
    texts = tuple(one for one in (title, text, *found.messages) if one)
    return replace(given, before=found.before, texts=texts, title=title or found.title)


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
        from validators.render.json import as_json

        return as_json(report)
    if form == "github":
        from validators.render.github import github

        return github(report)
    if form == "sarif":
        from validators.render.sarif import sarif

        return sarif(report, RULES)
    from validators.render.text import text

    return text(report, colour=wants_colour())


def wants_colour() -> bool:
    """Whether stdout is a person's terminal that shows colours."""
    import os

    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def today() -> date:
    """The current day in UTC, the same for everybody who reads the files.

    LANGROUTE_TODAY stands in for it, so that examples with dates do not age; it is always told,
    for nobody shall keep an exception alive with it unseen.
    """
    import os

    given = os.environ.get("LANGROUTE_TODAY")
    if not given:
        return datetime.now(UTC).date()
    try:
        pretended = date.fromisoformat(given)
    except ValueError:
        raise Failure(f"LANGROUTE_TODAY={given!r} is no date such as 2027-01-31") from None
    say(f"judged as of {pretended}, for LANGROUTE_TODAY says so")
    return pretended


def day(text: str) -> date:
    """A date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2027-01-31") from None
