"""Accept warnings of a change, by their fingerprints and with a reason: a file that goes with it.

Only what is named is accepted. The file lies where the owners of what it is about approve it, and
holds for exactly these findings of exactly this change.
"""

import argparse
from datetime import date

from scripts.files import accepting, editing
from scripts.files.against import as_change, compared_with, files
from scripts.files.day import day, today
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure
from validators.engine import run as run_rules
from validators.finding import Given

EXAMPLES = """
  ./langroute accept 18e47695 --because "analysts asked for fewer events"
  ./langroute accept 18e47695 eb9e8678 --because "agreed in #123" --until 2027-03-31
  ./langroute accept 18e47695 --against main --because "what this branch has committed"
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("fingerprints", metavar="FINGERPRINT", nargs="+", help="as check prints it")
    parser.add_argument("--because", metavar="TEXT", required=True, help="why it is right")
    parser.add_argument("--until", type=day, metavar="DATE", help="when to look at it again")
    parser.add_argument(
        "--against",
        metavar="REV|DIR",
        default="HEAD",
        help="the state before the change (default: HEAD, for what is not committed yet)",
    )
    parser.add_argument("--today", type=day, metavar="DATE", help="judge as of this day")


def run(arguments: argparse.Namespace) -> int:
    """0 when the acceptance is written; 2 when there is no such warning."""
    tree = files(arguments.root)
    judged: date = arguments.today or today()
    given = Given(tree=tree, today=judged)
    found = compared_with(arguments.root, arguments.against, tree)
    report = run_rules(as_change(given, found, arguments.root))
    wanted = accepting.accepting(arguments, arguments.fingerprints)
    try:
        chosen = accepting.chosen(report.findings, wanted)
    except Failure as failure:
        more = "; --against main looks at all that a branch changes"
        hint = failure.hint + (more if arguments.against == "HEAD" else "")
        raise Failure(failure.message, hint) from failure
    edits = accepting.acceptances(chosen, wanted)
    editing.write(arguments.root, edits)
    for edit in edits:
        print(f"written: {edit.path}\n{edit.after.decode()}", end="")
    print(f"next: git add {' '.join(edit.path for edit in edits)}")
    return DONE
