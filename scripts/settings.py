"""Hold the repository's settings on GitHub against .github/settings, and set them as these say.

`diff` only looks. `apply` shows the same and, with --yes, sets what differs and looks again. Needs
a token of an administrator, which no workflow has:

  GITHUB_REPOSITORY=acme/langroute GITHUB_TOKEN="$(gh auth token)" ./langroute settings diff
"""

import argparse
from pathlib import Path

from langroute_repo.github.api import Api, connect
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.settings import SettingsPart, parts
from langroute_repo.github.settings_difference import difference
from scripts.terminal.exit_codes import APART, DONE
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute settings diff            what is live and not as the files say
  ./langroute settings apply           the same, and how to set it
  ./langroute settings apply --yes     set it
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("diff", "apply"))
    parser.add_argument("--yes", action="store_true", help="set it; without, only say what differs")


def run(arguments: argparse.Namespace) -> int:
    """0 the same or done, 2 failed, 7 (diff, or something could not be set) different."""
    try:
        api = connect()
        different = _compare(api, arguments.root)
        if not different:
            return DONE
        if arguments.action == "diff":
            return APART
        if not arguments.yes:
            tell(["nothing was changed; to set it: ./langroute settings apply --yes"])
            return DONE
        return _apply(api, arguments.root, different)
    except GitHubError as error:
        raise Failure(error.message, error.hint) from error


def _compare(api: Api, root: Path) -> list[SettingsPart]:
    """Say of each part how it differs; those that do."""
    different = []
    for part in parts(api, root):
        lines = difference(part.live or {}, part.wanted)
        tell([f"{part.name}: {_headline(part, lines)}", *(f"  {line}" for line in lines)])
        if lines:
            different.append(part)
    return different


def _headline(part: SettingsPart, lines: list[str]) -> str:
    if part.live is None:
        return "not there yet"
    return f"{len(lines)} different" if lines else "as the files say"


def _apply(api: Api, root: Path, different: list[SettingsPart]) -> int:
    for part in different:
        say(f"setting {part.name} …")
        part.apply()
    left = [part.name for part in parts(api, root) if difference(part.live or {}, part.wanted)]
    if left:
        raise Failure(
            f"GitHub took it, and still has something else: {', '.join(left)}",
            "./langroute settings diff shows it; a plan or an organisation may not allow it",
            APART,
        )
    tell(["done: the repository is set as the files say"])
    return DONE
