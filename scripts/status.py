"""Say of each environment what is live, since when, by whom, and how the repository stands to it.

An environment that cannot be asked is a line of its own, and the others are still shown.
"""

import argparse
from collections.abc import Iterator

from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.plan import on_purpose
from langroute_repo.appconfig.reach import reach
from langroute_repo.appconfig.standing import Standing, TakenBack, standing
from langroute_repo.aws.access import Access
from langroute_repo.aws.errors import AwsError, Denied
from langroute_repo.output import status as output
from langroute_repo.render.commit_json import git_commit
from langroute_repo.render.findings.output import ending_soon
from langroute_repo.render.findings.text import ending_lines
from langroute_repo.render.live.output import in_flight, live_document
from langroute_repo.render.live.words import (
    gone_back_on,
    head_of,
    on_its_way,
    origin_of,
    running,
    still,
)
from langroute_repo.render.table import labelled
from langroute_repo.tree.compiled_history import Compiled
from langroute_repo.tree.environments import UnusableEnvironment, environment_of
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from scripts.deployments.profiles import access, profile_option
from scripts.files.day import today
from scripts.terminal.exit_codes import DONE, FAILED
from scripts.terminal.failure import Failure
from scripts.terminal.stdout import tell, write
from validators.ending import ending

EXAMPLES = """
  ./langroute status                    every environment, in the order of promotion
  ./langroute status production
  ./langroute status --profile staging=stg --profile production=prd   in two accounts
  ./langroute status --format json      for machines; schemas/status-output.schema.json
"""
Row = tuple[str, str]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "environment", metavar="ENV", nargs="?", help="one of config/environments; all without"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    profile_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 when every environment could be asked, else 2."""
    tree = read(Folder(arguments.root))
    names = [arguments.environment] if arguments.environment else _names(tree)
    compiled = Compiled(arguments.root)
    soon = ending(tree, today())
    entry = access(arguments, tree)
    asked = {name: _ask(tree, name, compiled, entry) for name in names}
    if arguments.format == "json":
        told = [_environment(name, found) for name, found in asked.items()]
        ends = [ending_soon(one) for one in soon]
        write(output.StatusOutput(schema_version=1, environments=told, ending=ends).as_json())
    else:
        pages = ["\n".join(_page(*one)) for one in asked.items()]
        pages += ["\n".join(ending_lines(soon))] if soon else []
        tell("\n\n".join(pages).split("\n"))
    return DONE if all(_whole(found) for found in asked.values()) else FAILED


def _whole(found: Standing | AwsError) -> bool:
    """Whether all was asked that this role may ask: who may not see alarms may still look."""
    return isinstance(found, Standing) and (
        found.unseen is None or isinstance(found.unseen, Denied)
    )


def _names(tree: Tree) -> list[str]:
    """All environments; those with a fault last, for their place is not known."""
    order = promotion_order(tree)
    names = order + [name for name in tree.environments if name not in order]
    if not names:
        raise Failure("config/environments is empty", "./langroute check says what is missing")
    return names


def _ask(tree: Tree, name: str, compiled: Compiled, entry: Access) -> Standing | AwsError:
    try:
        return standing(reach(environment_of(tree, name), entry), compiled)
    except UnusableEnvironment as error:
        if not error.at_fault:
            raise Failure(error.message, error.hint) from error
        return AwsError(error.message, error.hint)
    except AwsError as error:
        return error


def _page(name: str, found: Standing | AwsError) -> Iterator[str]:
    if isinstance(found, AwsError):
        yield f"{name}  cannot be asked: {found.message}"
        if found.hint:
            yield f"  hint: {found.hint}"
        return
    yield f"{name}  {running(found.state.live)}"
    yield from labelled(list(_rows(name, found)), indent="  ").splitlines()


def _rows(name: str, found: Standing) -> Iterator[Row]:
    if found.origin is not None:
        yield "from", origin_of(found.origin)
        yield from _said(found.origin)
    if found.flight is not None:
        yield "now", f"{on_its_way(found.flight)}; ./langroute watch {name}"
    yield from _alarms(found)
    yield from _head(name, found.origin)
    if found.bad is not None:
        yield "taken back", gone_back_on(found.bad.deployment)
        if found.bad.reason:
            yield "", f"because: {found.bad.reason}"
        yield "", still("HEAD", found.bad.whole, found.bad.languages)


def _said(origin: LiveOrigin) -> Iterator[Row]:
    """What the deployment says of itself; what push writes there is said by the commit."""
    description = origin.live.deployment.description
    if not description:
        return
    if origin.commit is None or origin.commit.id not in description:
        yield "said", description
    elif allowed := on_purpose(description):
        yield "said", allowed


def _alarms(found: Standing) -> Iterator[Row]:
    if found.unseen:
        yield "alarms", f"cannot be seen: {found.unseen.message}"
    elif not found.alarms:
        yield "alarms", "none: nothing would take a bad change back by itself"
    for index, alarm in enumerate(found.alarms):
        yield "" if index else "alarms", str(alarm)


def _head(name: str, origin: LiveOrigin | None) -> Iterator[Row]:
    if origin is None:
        yield "git", f"HEAD compiles to a document that {name} does not have"
        yield "", f"./langroute push {name} brings it"
        return
    for index, line in enumerate(head_of(origin, name)):
        yield "" if index else "git", line


def _environment(
    name: str, found: Standing | AwsError
) -> output.StatusEnvironment | output.StatusUnasked:
    if isinstance(found, AwsError):
        return output.StatusUnasked(environment=name, problem=found.message, hint=found.hint)
    return output.StatusEnvironment(
        environment=name,
        live=live_document(found.state.live, found.origin),
        in_flight=in_flight(found.flight),
        alarms=[
            output.StatusAlarm(name=one.name, state=one.state, reason=one.reason)
            for one in found.alarms
        ],
        alarms_unseen=found.unseen.message if found.unseen else None,
        head=_told_of_head(found.origin) if found.origin else None,
        taken_back=_taken_back(found.bad) if found.bad else None,
    )


def _told_of_head(origin: LiveOrigin) -> output.StatusHead:
    ahead = [git_commit(one) for one in origin.ahead]
    return output.StatusHead(stand=origin.stand, ahead=ahead)


def _taken_back(bad: TakenBack) -> output.StatusTakenBack:
    return output.StatusTakenBack(
        deployment=bad.deployment.number,
        label=bad.deployment.label,
        state=bad.deployment.state,
        reason="; ".join(filter(None, [bad.deployment.taken_back_by, bad.reason])),
        head_holds_it=bad.held,
        languages=bad.languages,
    )
