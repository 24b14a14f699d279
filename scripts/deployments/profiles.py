"""The profiles of this machine with which a verb reaches environments in several accounts."""

import argparse

from langroute_repo.aws.access import Access
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import did_you_mean
from scripts.terminal.failure import Failure

Given = tuple[str, str]  # an environment and a profile


def profile_option(parser: argparse.ArgumentParser) -> None:
    """Let a verb take ``--profile``, as often as there are environments."""
    parser.add_argument(
        "--profile",
        metavar="ENV=NAME",
        type=_given,
        action="append",
        default=[],
        help="reach ENV with this AWS profile of yours; once for each environment that lies in "
        "another account (default: what AWS_PROFILE and the like say)",
    )


def _given(text: str) -> Given:
    environment, _, profile = text.partition("=")
    if not environment or not profile:
        raise argparse.ArgumentTypeError(f"{text!r} is not ENV=NAME, such as staging=acme-staging")
    return environment, profile


def access(arguments: argparse.Namespace, tree: Tree) -> Access:
    """The profiles that were given; one for no environment of the tree would reach nothing."""
    given: list[Given] = arguments.profile
    known = list(tree.environments)
    for name, profile in given:
        if name not in tree.environments:
            hint = did_you_mean(name, known, f"known: {', '.join(known) or 'none'}")
            raise Failure(f"--profile {name}={profile}: unknown environment {name!r}", hint)
    if len(dict(given)) != len(given):
        raise Failure("--profile gives one environment two profiles", "give each one alone")
    return Access(dict(given))
