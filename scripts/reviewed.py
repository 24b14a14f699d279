"""Print the plan that was reviewed for an environment, as the pull request's comment keeps it.

The document may be older than the last commit: looked at is the commit that changed it last. Where
nobody reviewed that, nothing is printed and it ends with 3, so that a push without a review is
somebody's decision and no oversight.
"""

import argparse

from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.reviewed import Unreviewed, reviewed_plan
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.tree.compiled_history import Compiled
from langroute_repo.tree.git import GitError, commit_id
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.deployments.environment import environment_of
from scripts.terminal.exit_codes import DONE, UNREVIEWED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say

EXAMPLES = """
  ./langroute reviewed production >> "$GITHUB_OUTPUT"    plan-hash=…, which push is to expect
  ./langroute reviewed production --commit 3f2a9c81
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument(
        "--commit", metavar="SHA", default="HEAD", help="what is to be pushed (default: HEAD)"
    )
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who owns the comment of the review (default: {AUTHOR})"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 with a plan, 2 when GitHub cannot be asked, 3 when there is no review."""
    root, name = arguments.root, arguments.environment
    environment_of(read(Folder(root)), name)
    commit = None if arguments.commit.startswith("-") else commit_id(root, arguments.commit)
    if commit is None:
        raise Failure(f"{arguments.commit!r} names no commit here", "name one, or leave it out")
    try:
        changed = Compiled(root).changed_last(commit, name)
        plan = reviewed_plan(GitHub.connect(), changed, name, arguments.author)
    except Unreviewed as error:
        raise Failure(
            f"no plan was reviewed for {name}: {error}",
            "look at what it does (./langroute diff) and push it on purpose, without an expected "
            "plan",
            UNREVIEWED,
        ) from error
    except GitError as error:
        raise Failure(f"the commits cannot be read: {error}") from error
    except GitHubError as error:
        raise Failure(error.message, error.hint) from error
    if changed != commit:
        say(f"{name} is as of {changed[:12]}: later commits do not change its document")
    print(f"plan-hash={plan}")
    return DONE
