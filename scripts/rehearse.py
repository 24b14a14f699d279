"""Try today what nobody wants to find out on the day when somebody has to push or to deploy.

`document` brings the environment's document through validators and a deployment into a scratch
environment of AppConfig, reads it as a backend does, and compares every byte. Nobody who answers
anybody reads there, and nothing of it is left.

`endpoints` makes an endpoint like each SageMaker endpoint whose model's file says rehearsal, waits
until it is in service, asks it the golden queries, and deletes it, whatever happens. It costs money
while it is there, so what it may cost is said first.
"""

import argparse

from langroute_repo.aws.errors import AwsError
from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.rehearsal_issue import tell_failing, tell_working
from langroute_repo.rehearsal.document import Differs
from langroute_repo.render.hidden_marker import AUTHOR
from scripts.deployments.aws_failures import exit_code
from scripts.deployments.environment import environment_of
from scripts.deployments.profiles import access, profile_option
from scripts.files.sparse import tree_of
from scripts.rehearsing.document import rehearse_document
from scripts.rehearsing.endpoints import rehearse_endpoints
from scripts.terminal.exit_codes import APART, NOTHING
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say

EXAMPLES = """
  ./langroute rehearse document production          what it would do
  ./langroute rehearse document production --yes    do it, and leave nothing behind
  ./langroute rehearse endpoints production         which ones, and what they may cost
  ./langroute rehearse endpoints production --model relevance-e5-v3 --yes
"""
REHEARSALS = {"document": rehearse_document, "endpoints": rehearse_endpoints}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=tuple(REHEARSALS), metavar="WHAT", help=", ".join(REHEARSALS)
    )
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument("--model", metavar="MODEL", help="of endpoints: this one only")
    parser.add_argument(
        "--clear", action="store_true", help="of endpoints: only delete what a dead run left behind"
    )
    parser.add_argument("--yes", action="store_true", help="do it; without, only say what it does")
    parser.add_argument(
        "--issue", action="store_true", help="keep an issue on GitHub while it does not work"
    )
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who writes that issue (default: {AUTHOR})"
    )
    profile_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 it works, 1 the validators refuse it, 2 failed, 6 timed out, 7 other bytes came back.

    Of endpoints also 3 when none is to be rehearsed, and 8 when one answers otherwise.
    """
    if arguments.issue and not arguments.yes:
        raise Failure("--issue is about what was tried", "add --yes")
    try:
        code = _rehearsed(arguments)
    except Failure as failure:
        if arguments.issue and failure.exit_code != NOTHING:
            _keep_issue(arguments, failure)
        raise
    if arguments.issue:
        _keep_issue(arguments, None)
    return code


def _rehearsed(arguments: argparse.Namespace) -> int:
    tree = tree_of(arguments.root)
    environment = environment_of(tree, arguments.environment)
    rehearse = REHEARSALS[arguments.what]
    try:
        return rehearse(arguments, tree, environment, access(arguments, tree))
    except Differs as error:
        raise Failure(error.message, error.hint, APART) from error
    except AwsError as error:
        raise Failure(error.message, error.hint, exit_code(error)) from error


def _keep_issue(arguments: argparse.Namespace, failure: Failure | None) -> None:
    of = (arguments.environment, arguments.what)
    try:
        github = GitHub.connect()
        if failure is None:
            done = tell_working(github, *of, arguments.author)
        else:
            said = (failure.message, failure.hint)
            done = tell_failing(github, *of, *said, arguments.author)
    except GitHubError as error:
        ended = f"{failure.message}; and " if failure else ""
        raise Failure(f"{ended}the issue cannot be kept: {error.message}", error.hint) from error
    if done:
        say(done)
