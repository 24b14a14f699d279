"""Hold the repository's settings on GitHub against .github/settings, and set them as these say.

`diff` only looks. `apply` shows the same and, with --yes, sets what differs and looks again; what
GitHub refuses holds nothing else up. Both say what is not protected by the plan that there is. It
needs a token of an administrator, which no workflow has:

  GITHUB_REPOSITORY=acme/langroute GITHUB_TOKEN="$(gh auth token)" ./langroute settings diff
"""

import argparse
from collections.abc import Iterator

from langroute_repo.github.api import Api, connect
from langroute_repo.github.errors import (
    Conflict,
    Forbidden,
    GitHubError,
    Missing,
    PlanLacks,
    Refused,
    Unclear,
)
from langroute_repo.github.reviewers import refuse_foreign, strangers
from langroute_repo.github.settings import SettingsPart, parts
from langroute_repo.github.settings_difference import difference
from langroute_repo.github.unprotected import for_want_of_a_plan, for_want_of_people, of_a_part
from langroute_repo.github.wanted_settings import SettingsError, Wanted, wanted
from langroute_repo.tree.owners import all_owners
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.terminal.exit_codes import APART, DONE
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute settings diff            what is live and not as the files say
  ./langroute settings apply           the same, and how to set it
  ./langroute settings apply --yes     set it
"""
# What is about one part: the others are set all the same.
REFUSALS = (Conflict, Forbidden, Missing, PlanLacks, Refused, SettingsError, Unclear)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("diff", "apply"))
    parser.add_argument("--yes", action="store_true", help="set it; without, only say what differs")


def run(arguments: argparse.Namespace) -> int:
    """0 the same or done, 2 failed, 7 (diff, or something could not be set) different."""
    try:
        api = connect()
        all_wanted = wanted(arguments.root)
        owners = all_owners(read(Folder(arguments.root)))
        refuse_foreign(all_wanted, api.repository, owners)
        different = _compare(api, all_wanted)
        tell([f"look at this: {line}" for line in strangers(all_wanted, owners)])
        _tell_unprotected(all_wanted)
        if not different:
            return DONE
        if arguments.action == "diff":
            return APART
        if not arguments.yes:
            tell(["nothing was changed; to set it: ./langroute settings apply --yes"])
            return DONE
        return _apply(api, all_wanted, different)
    except GitHubError as error:
        raise Failure(error.message, error.hint) from error


def _compare(api: Api, all_wanted: Wanted) -> list[SettingsPart]:
    """Say of each part how it differs; those that do."""
    different = []
    for part in parts(api, all_wanted):
        lines = difference(part.live or {}, part.wanted)
        tell([f"{part.name}: {_headline(part, lines)}", *(f"  {line}" for line in lines)])
        if lines:
            different.append(part)
    return different


def _headline(part: SettingsPart, lines: list[str]) -> str:
    if part.refusal:
        return part.refusal
    if part.live is None:
        return "not there yet"
    return f"{len(lines)} different" if lines else "as the files say"


def _tell_unprotected(all_wanted: Wanted) -> None:
    plan = all_wanted.plan
    lines = [*for_want_of_a_plan(all_wanted), *for_want_of_people(all_wanted)]
    if lines:
        people = "" if plan.people == "several" else f", approved by {plan.people}"
        what = f"{plan.visibility} on GitHub {plan.name.capitalize()}{people}"
        tell([f"not protected ({what}):", *(f"  {line}" for line in lines)])


def _apply(api: Api, all_wanted: Wanted, different: list[SettingsPart]) -> int:
    refused: dict[str, GitHubError] = {}
    for part in different:
        say(f"setting {part.name} …")
        try:
            part.apply()
        except REFUSALS as error:
            refused[part.name] = error
    left = [part for part in parts(api, all_wanted) if difference(part.live or {}, part.wanted)]
    if not left:
        tell(["done: the repository is set as the files say"])
        return DONE
    tell(_left(left, refused))
    raise Failure(
        f"all else is set, and this is not: {', '.join(part.name for part in left)}",
        "./langroute settings diff shows it; a plan or an organisation may not allow it",
        APART,
    )


def _left(left: list[SettingsPart], refused: dict[str, GitHubError]) -> Iterator[str]:
    """Of each part that is not as wanted: why, how to mend it, and what is open meanwhile."""
    for part in left:
        error = refused.get(part.name)
        yield f"{part.name}: {error.message if error else 'GitHub took it, and has something else'}"
        if error and error.hint:
            yield f"  {error.hint}"
        open_ = of_a_part(part.name, part.live, part.wanted)
        yield from (f"  not protected: {line}" for line in open_)
