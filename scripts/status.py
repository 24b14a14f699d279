"""Say of each environment what is live, since when, by whom, and how the repository stands to it.

An environment that cannot be asked is a line of its own, and the others are still shown.
"""

import argparse
from collections.abc import Iterator

from langroute.appconfig.errors import AppConfigError
from langroute.appconfig.origin import Origin
from langroute.appconfig.reach import reach
from langroute.appconfig.standing import Standing, TakenBack, standing
from langroute.tree.compiled import Compiled
from langroute.tree.promotion import promotion_order
from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from langroute.tree.tree import Tree
from langroute.tree.wording import did_you_mean, listed
from scripts.ends import DONE, FAILED
from scripts.failure import Failure
from scripts.layout import labelled
from scripts.live_json import Json, as_text, commit_facts, flight_facts, live_facts
from scripts.live_text import gone_back_on, head_of, on_its_way, origin_of, running
from scripts.plain import tell, write

EXAMPLES = """
  ./langroute status                    every environment, in the order of promotion
  ./langroute status production
  ./langroute status --format json      for machines; schemas/status-output.schema.json
"""
Row = tuple[str, str]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "environment", metavar="ENV", nargs="?", help="one of config/environments; all without"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """0 when every environment could be asked, else 2."""
    tree = read(Folder(arguments.root))
    names = [arguments.environment] if arguments.environment else _names(tree)
    compiled = Compiled(arguments.root)
    asked = {name: _ask(tree, name, compiled) for name in names}
    if arguments.format == "json":
        write(as_text({"environments": [_facts(name, found) for name, found in asked.items()]}))
    else:
        tell("\n\n".join("\n".join(_page(*one)) for one in asked.items()).split("\n"))
    whole = all(isinstance(found, Standing) and not found.unseen for found in asked.values())
    return DONE if whole else FAILED


def _names(tree: Tree) -> list[str]:
    """All environments; those with a fault last, for their place is not known."""
    order = promotion_order(tree)
    names = order + [name for name in tree.environments if name not in order]
    if not names:
        raise Failure("config/environments is empty", "./langroute check says what is missing")
    return names


def _ask(tree: Tree, name: str, compiled: Compiled) -> Standing | AppConfigError:
    file = tree.environments.get(name)
    if file is None:
        known = ", ".join(tree.environments) or "none: config/environments is empty"
        raise Failure(
            f"unknown environment {name!r}",
            did_you_mean(name, list(tree.environments), f"known: {known}"),
        )
    if file.model is None:
        return AppConfigError(f"{file.path} cannot be used", "./langroute check says why")
    try:
        return standing(reach(file.model), compiled)
    except AppConfigError as error:
        return error


def _page(name: str, found: Standing | AppConfigError) -> Iterator[str]:
    if isinstance(found, AppConfigError):
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
        yield "", _still(found.bad)


def _said(origin: Origin) -> Iterator[Row]:
    """What the deployment says of itself; what push writes there is said by the commit."""
    description = origin.live.deployment.description
    if description and not (origin.commit and origin.commit.id in description):
        yield "said", description


def _alarms(found: Standing) -> Iterator[Row]:
    if found.unseen:
        yield "alarms", f"cannot be seen: {found.unseen}"
    elif not found.alarms:
        yield "alarms", "none: nothing would take a bad change back by itself"
    for index, alarm in enumerate(found.alarms):
        yield "" if index else "alarms", str(alarm)


def _head(name: str, origin: Origin | None) -> Iterator[Row]:
    if origin is None:
        yield "git", f"HEAD was never brought here: ./langroute push {name}"
        return
    for index, line in enumerate(head_of(origin, name)):
        yield "" if index else "git", line


def _still(bad: TakenBack) -> str:
    if not bad.held:
        return "HEAD does not hold it any more"
    where = f" in {listed(bad.languages)}" if bad.languages else ""
    return f"HEAD still holds it{where}, and pushes of it are refused"


def _facts(name: str, found: Standing | AppConfigError) -> Json:
    if isinstance(found, AppConfigError):
        return {"environment": name, "problem": found.message, "hint": found.hint}
    return {
        "environment": name,
        "live": live_facts(found.state.live, found.origin),
        "in_flight": flight_facts(found.flight),
        "alarms": [
            {"name": one.name, "state": one.state, "reason": one.reason} for one in found.alarms
        ],
        "alarms_unseen": found.unseen or None,
        "head": _head_facts(found.origin),
        "taken_back": _bad_facts(found.bad) if found.bad else None,
    }


def _head_facts(origin: Origin | None) -> Json | None:
    if origin is None:
        return None
    return {"stand": origin.stand, "ahead": [commit_facts(one) for one in origin.ahead]}


def _bad_facts(bad: TakenBack) -> Json:
    return {
        "deployment": bad.deployment.number,
        "label": bad.deployment.label,
        "state": bad.deployment.state,
        "reason": bad.deployment.taken_back_by,
        "head_holds_it": bad.held,
        "languages": bad.languages,
    }
