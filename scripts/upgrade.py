"""Take a newer version of the tool, and leave what is the company's as it is.

It becomes one commit on a branch of its own, upgrade-VERSION; what is checked out here stays as it
is. .langroute.json says where versions come from and which one is here. The new version's own code
carries its files over, generates anew what follows from the company's files, and says which rules
would newly be errors and whether every environment's document keeps its bytes.

Files of the tool's that were changed here are named, and nothing is done until it is said for each
what becomes of it: --merge, --keep or --overwrite, with a path, or a folder with a slash at its
end. Fetched versions stay below refs/langroute/.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute_repo.tree.git import GitError
from langroute_repo.upgrade.order import Order, UnknownOrder, order
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure
from scripts.terminal.signals import cleaned_up_in_peace, ended_by_signals

EXAMPLES = """
  ./langroute upgrade                          the newest version that there is
  ./langroute upgrade v0.3.0                   this one
  ./langroute upgrade --origin ../langroute    where versions come from, now and from then on
  ./langroute upgrade --merge .gitignore --keep docs/aws.md
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ref", metavar="REF", nargs="?", help="a version's tag, a branch or a whole commit id there"
    )
    parser.add_argument(
        "--origin", metavar="URL_OR_PATH", help="the tool's repository, instead of the one noted"
    )
    for choice, becomes in (
        ("merge", "gets both changes, where they are not of the same lines"),
        ("keep", "stays as it is here"),
        ("overwrite", "becomes what it is in the new version"),
    ):
        text = f"a file that was changed here {becomes}"
        parser.add_argument(
            f"--{choice}", metavar="PATH", nargs="+", action="extend", default=[], help=text
        )
    # What an older version runs of this one: langroute_repo.upgrade.order.
    parser.add_argument("--carry", type=Path, metavar="FILE", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """0 with the branch, or nothing newer; 1 with it and new errors; 2 when nothing was made."""
    try:
        with ended_by_signals():
            return _carry(arguments.carry) if arguments.carry else _ask(arguments)
    except (GitError, OSError) as error:
        raise Failure(str(error), "nothing was made") from error


def _ask(arguments: argparse.Namespace) -> int:
    from scripts.upgrading.asked import Asked
    from scripts.upgrading.handed_over import hand_over

    choices = {one: getattr(arguments, one) for one in ("merge", "keep", "overwrite")}
    found = Asked(arguments.root, arguments.ref, arguments.origin).order(choices)
    if found is None:
        return DONE
    with TemporaryDirectory(prefix="langroute-upgrade-") as folder, cleaned_up_in_peace():
        return hand_over(found, Path(folder))


def _carry(file: Path) -> int:
    from scripts.upgrading.carried import carry

    return carry(_order(file))


def _order(file: Path) -> Order:
    try:
        return order(file.read_bytes())
    except UnknownOrder as error:
        raise Failure(
            f"the version that is here asks for what this one cannot do: {error}",
            "take a version between the two first: ./langroute upgrade REF",
        ) from error
