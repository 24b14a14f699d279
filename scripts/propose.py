"""Open a pull request with what config/ holds here and the default branch does not.

One is kept for each NAME, and brought up to date as long as nobody else has changed it. Its branch
is pushed with GITHUB_TOKEN, which git is given for that alone. Nothing here is changed.
"""

import argparse
from pathlib import Path

from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.proposing import Proposal, commit_of_config, propose
from langroute_repo.github.remote import remote
from langroute_repo.github.scratch import EMAIL
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.tree.git import GitError
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute propose evidence --title "Refresh the evidence" --text counted.txt
  ./langroute propose retune-de --title "Lower the threshold of de" --text why.txt
"""
WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", AUTHOR), ("EMAIL", EMAIL))
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the branch is langroute/NAME")
    parser.add_argument("--title", required=True, help="of the commit and of the pull request")
    parser.add_argument(
        "--text", type=Path, metavar="FILE", required=True, help="shown in it as it is"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 proposed, or nothing to propose; 2 when git or GitHub refuse."""
    try:
        told = arguments.text.read_text(encoding="utf-8", errors="replace")
        commit = commit_of_config(arguments.root, arguments.title, WHO)
        if not commit:
            tell(["nothing to propose: config/ is as the last commit has it"])
            return DONE
        proposal = Proposal(arguments.name, arguments.title, told)
        there = remote(arguments.root)
        tell([propose(GitHub.connect(), there, arguments.root, commit, proposal)])
        return DONE
    except GitHubError as error:
        raise Failure(error.message, error.hint) from error
    except (GitError, OSError) as error:
        raise Failure(str(error)) from error
