"""Say whether a change was approved by the other of two people, or may be merged without.

For repositories whose .github/settings/plan.yaml names two approvers; the workflow `approval` runs
it. Whoever has pushed to the branch does not approve it. A change of routes alone may be merged by
its author when the other was asked long enough ago, if the file says how long that is.
"""

import argparse
from datetime import UTC, datetime

from langroute_repo.github.approval import approval, seen
from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.tree.plan import PATH, UnusablePlan, plan
from scripts.terminal.exit_codes import DONE, REFUSED
from scripts.terminal.failure import Failure
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute approval 17                   whether pull request 17 may be merged
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, metavar="NUMBER", help="of the pull request")
    parser.add_argument("--head", default="", metavar="SHA", help="refuse another head than this")


def run(arguments: argparse.Namespace) -> int:
    """0 it may be merged, 1 it may not yet, 2 failed."""
    try:
        told = plan(arguments.root)
        if told.people != "two":
            raise Failure(f"{PATH} does not name two approvers", "GitHub's own settings hold then")
        found = seen(GitHub.connect(), arguments.number)
    except (GitHubError, UnusablePlan) as error:
        raise Failure(error.message, error.hint) from error
    if arguments.head not in ("", found.pull.head_sha):
        raise Failure(f"its head is {found.pull.head_sha} by now", "the run for that says more")
    decided = approval(found, told, datetime.now(UTC))
    tell(decided.reasons)
    return DONE if decided.passes else REFUSED
