"""Asks what a pull request would route to, by the code and the endpoints of the tree here.

The change is somebody else's, perhaps a fork's, and whoever asks stands inside the company's
network. So its files are read as data out of git, are never checked out, and choose nothing but
what is sent: an endpoint is asked only where the files here have the very same one, with its
headers and all.
"""

import argparse
import os
import re
from collections.abc import Sequence

from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.remote import remote
from langroute_repo.golden.target import Target
from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.git import GitError, Revision
from langroute_repo.tree.read import read
from langroute_repo.tree.tree import Tree, valid
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain

COMMIT = re.compile("[0-9a-f]{40}")
TOKEN = "GITHUB_TOKEN"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pull-request",
        type=int,
        metavar="NUMBER",
        help="ask what this one routes to otherwise than HEAD does, at HEAD's own endpoints",
    )
    parser.add_argument("--head", metavar="SHA", help="the commit of it that was looked at")


def refuse_other_words(given: argparse.Namespace) -> None:
    """What leads elsewhere, or writes, is not for somebody else's change."""
    if given.pull_request is None:
        if given.head:
            raise Failure("--head is for --pull-request", "name the pull request")
        return
    if not COMMIT.fullmatch(given.head or ""):
        raise Failure(
            "--pull-request needs --head with all 40 hex digits of its commit",
            "so that nobody asks what was pushed after somebody had looked",
        )
    if given.changed or given.url or given.endpoint or given.issue:
        raise Failure("--pull-request says itself what is asked, and where", "leave out the others")


def tree_of_pull_request(given: argparse.Namespace) -> Tree:
    """The files of its head, where that is the commit that was looked at and goes to main."""
    try:
        pull = GitHub.connect().pull_request(given.pull_request)
        if pull.state != "open" or pull.base_ref != pull.default_branch:
            raise Failure(
                f"#{pull.number} is {pull.state}, into {pull.base_ref}",
                f"only an open one into {pull.default_branch} is asked for",
            )
        fetched = remote(given.root).fetch_pull_request(given.root, pull.number)
    except GitHubError as error:
        raise Failure(error.message, error.hint) from error
    if {fetched, pull.head_sha} != {given.head}:
        raise Failure(
            f"#{pull.number} moved on: it is at {pull.head_sha[:12]}, not at {given.head[:12]}",
            "look at what it is now, and start it with that commit",
        )
    # What asks the endpoints has no use for it.
    os.environ.pop(TOKEN, None)
    try:
        return read(Revision(given.root, given.head))
    except GitError as error:
        raise Failure(f"the files of #{pull.number} cannot be read: {error}") from error


def known_here(
    tree: Tree, environment: str, targets: Sequence[Target]
) -> tuple[list[Target], list[Target]]:
    """Those whose endpoint is one of this tree's, to the last key; and those that are not asked."""
    own = [endpoint_in(model, environment) for _, _, model in valid(tree.models)]
    asked = [one for one in targets if dict(one.decision.endpoint) in own]
    left = [one for one in targets if one not in asked]
    for one in left:
        complain(
            "warning",
            f"{one.name} is not asked: HEAD's files do not have its endpoint as the change has it",
        )
    return asked, left
