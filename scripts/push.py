"""Bring the document of the last commit to an environment in AppConfig, and wait until it is live.

Without --yes it says what it would do and changes nothing. It can be stopped and run again at any
point: it goes on with what it finds.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from langroute.appconfig.client import AppConfig, AppConfigError, Conflict, Refused, connect
from langroute.appconfig.deploy import (
    TimedOut,
    Version,
    described,
    find_strategy,
    find_version,
    follow,
    read_back,
    rolled_back_by,
    start,
    store,
    strategy,
    validate,
)
from langroute.appconfig.live import (
    COMPLETE,
    Deployment,
    Live,
    Place,
    State,
    content_of,
    find,
    look,
)
from langroute.document import canonical, plan_hash
from langroute.tree.compile import compile_tree
from langroute.tree.models import EnvironmentFile
from langroute.tree.read import read
from langroute.tree.tree import Tree
from scripts.check import today, wants_colour
from scripts.compile import refuse_what_appconfig_would
from scripts.failure import Failure
from scripts.progress import progress
from scripts.source import Source, committed
from scripts.terminal import say
from validators.engine import run as run_rules
from validators.finding import Given
from validators.render.text import text

EXAMPLES = """
  ./langroute push staging                what it would do
  ./langroute push staging --yes          do it, and wait through rollout and bake
  ./langroute push production --yes       refused unless staging runs the same commit's document
"""
DONE, REFUSED, FAILED, ROLLED_BACK, CONFLICT, TIMED_OUT = 0, 1, 2, 4, 5, 6
EXIT_CODES: dict[type[AppConfigError], int] = {
    Refused: REFUSED,
    Conflict: CONFLICT,
    TimedOut: TIMED_OUT,
}


@dataclass(frozen=True, slots=True)
class Push:
    """All that is known before something is changed."""

    aws: AppConfig
    place: Place
    environment: EnvironmentFile
    source: Source
    raw: bytes
    languages: int
    before: State
    version: Version
    strategy_id: str

    @property
    def name(self) -> str:
        return self.environment.environment

    @property
    def live(self) -> bool:
        """Whether the document is what is live, and nothing is on its way to replace it."""
        flight, live = self.before.flight, self.before.live
        replaced = flight is not None and flight.profile == self.place.profile
        return live is not None and live.content == self.raw and not replaced

    def flies(self) -> Deployment | None:
        """A deployment on its way that brings exactly this document, started by a push before."""
        flight = self.before.flight
        if flight is None or flight.profile != self.place.profile:
            return None
        return flight if content_of(self.aws, self.place, flight.version) == self.raw else None


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument("--yes", action="store_true", help="do it; without, only say what it does")
    parser.add_argument(
        "--allow-uncommitted",
        action="store_true",
        help="push the files as they lie here; the version's label then ends in -dirty",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 done or nothing to do, 1 refused, 2 failed, 4 rolled back, 5 conflict, 6 timed out."""
    source = committed(arguments.root, arguments.allow_uncommitted)
    tree = read(source.snapshot)
    environment = _environment(tree, arguments.environment)
    report = run_rules(Given(tree=tree, today=today()))
    if report.blocking:
        sys.stdout.write(text(report, colour=wants_colour()))
        sys.stdout.flush()
        raise Failure(f"not pushed to {environment.environment}: the check refuses it", "", REFUSED)
    try:
        push = _prepare(tree, environment, source)
        _tell(_plan(push))
        return _act(push) if _agreed(push, tree, arguments.yes) else DONE
    except AppConfigError as error:
        raise Failure(error.message, error.hint, EXIT_CODES.get(type(error), FAILED)) from error


def _environment(tree: Tree, name: str) -> EnvironmentFile:
    file = tree.environments.get(name)
    if file is None:
        known = ", ".join(tree.environments) or "none: config/environments is empty"
        raise Failure(f"unknown environment {name!r}", f"known: {known}")
    if file.model is None:
        raise Failure(f"{file.path} cannot be used", "./langroute check says why", REFUSED)
    return file.model


def _prepare(tree: Tree, environment: EnvironmentFile, source: Source) -> Push:
    aws = connect(environment)
    place = find(aws, environment)
    document = compile_tree(tree, environment.environment)
    raw = canonical(document)
    refuse_what_appconfig_would(raw)
    return Push(
        aws=aws,
        place=place,
        environment=environment,
        source=source,
        raw=raw,
        languages=len(document["languages"]),
        before=look(aws, place),
        version=find_version(aws, place, raw, source.label),
        strategy_id=find_strategy(aws, environment),
    )


def _plan(push: Push) -> list[str]:
    where = push.environment.appconfig
    return [
        f"plan for {push.name}",
        f"  document   {push.languages} languages, {len(push.raw) / 1024:,.1f} KB, "
        f"plan_hash {plan_hash(push.raw)}",
        f"  version    {push.version.label} in {where.application}/{where.profile}, "
        f"{push.environment.region}",
        f"  rollout    {described(push.environment.rollout)}",
        f"  live now   {_described_live(push.before.live)}",
    ]


def _described_live(live: Live | None) -> str:
    if live is None:
        return "nothing"
    since = live.deployment.completed
    when = f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
    return f"{live.deployment.name} (deployment {live.deployment.number}){when}"


def _agreed(push: Push, tree: Tree, yes: bool) -> bool:
    """Whether there is something to do, nothing speaks against it, and the caller wants it."""
    if push.live:
        _tell([f"nothing to do: {push.name} runs exactly this document"])
        return False
    _refuse_other_flight(push)
    _refuse_unpromoted(push, tree)
    if not yes:
        _tell([f"nothing was changed; to do it: ./langroute push {push.name} --yes"])
    return yes


def _refuse_other_flight(push: Push) -> None:
    flight = push.before.flight
    if flight is None or push.flies():
        return
    raise Failure(
        f"not pushed: deployment {flight.number} ({flight.name}) is {flight.state} in {push.name} "
        f"at {flight.percentage:g}%, and AppConfig takes one at a time; "
        f"live is {_described_live(push.before.live)}",
        "wait until it is done, then run this again",
        CONFLICT,
    )


def _refuse_unpromoted(push: Push, tree: Tree) -> None:
    """Hold the promise of `after:`: the earlier environment runs what these files compile to."""
    if push.environment.after is None:
        return
    earlier = _environment(tree, push.environment.after)
    aws = connect(earlier)
    live = look(aws, find(aws, earlier)).live
    if live is None or live.content != canonical(compile_tree(tree, earlier.environment)):
        raise Failure(
            f"not pushed: {push.name} comes after {earlier.environment}, which does not run what "
            f"these files compile to for it; {earlier.environment} runs {_described_live(live)}",
            f"push there first: ./langroute push {earlier.environment} --yes",
            REFUSED,
        )


def _act(push: Push) -> int:
    flight = push.flies()
    number = flight.number if flight else _start(push)
    seen = _watch(push, number)
    if seen.state != COMPLETE:
        _fail_rolled_back(push, seen)
    delivered = _read_back(push, number)
    _tell([f"done: {push.name} runs {delivered} (deployment {number}), read back as a client does"])
    return DONE


def _start(push: Push) -> int:
    description = f"plan_hash {plan_hash(push.raw)} commit {push.source.description}"
    say(f"storing {push.version.label} …")
    version = store(push.aws, push.place, push.raw, push.version, description)
    say(f"validating version {version} …")
    validate(push.aws, push.place, version)
    number = start(push.aws, push.place, version, push.strategy_id, push.before.latest, description)
    say(f"started deployment {number} of version {version}")
    return number


def _watch(push: Push, number: int) -> Deployment:
    """Follow a deployment to its end; what cuts the view short leaves the deployment alone."""
    show = progress()
    again = f"./langroute push {push.name} --yes watches it again"
    goes_on = (
        f"deployment {number} goes on in AppConfig; live was {_described_live(push.before.live)}"
    )
    try:
        for seen in follow(push.aws, push.place, number, strategy(push.environment)):
            show(seen)
    except KeyboardInterrupt:
        say(f"{goes_on}; {again}")
        raise
    except TimedOut as error:
        raise Failure(f"{error.message}; {goes_on}", again, TIMED_OUT) from error
    except AppConfigError as error:
        hint = "; ".join(filter(None, [error.hint, again]))
        raise Failure(f"{goes_on}, but cannot be watched: {error.message}", hint) from error
    return seen


def _fail_rolled_back(push: Push, seen: Deployment) -> NoReturn:
    live = look(push.aws, push.place).live
    reason = rolled_back_by(seen)
    raise Failure(
        f"deployment {seen.number} was {seen.state.lower().replace('_', ' ')}"
        f"{f' ({reason})' if reason else ''}; {push.name} runs {_described_live(live)}",
        "the repository still holds what was taken back: revert that commit, or the next push "
        "brings it again",
        ROLLED_BACK,
    )


def _read_back(push: Push, number: int) -> str:
    """The label that a client is given with exactly the bytes that were pushed."""
    try:
        delivered = read_back(push.aws, push.place, push.raw)
    except AppConfigError as error:
        problem = f"it cannot be read back: {error.message}"
        raise Failure(f"deployment {number} is complete, but {problem}", error.hint) from error
    if delivered.content != push.raw:
        raise Failure(
            f"deployment {number} is complete, but a client is given {delivered.label or 'other'} "
            f"bytes with plan_hash {plan_hash(delivered.content)}",
            "somebody may have deployed since: run it again to see what is live",
        )
    return delivered.label or push.version.label


def _tell(lines: Sequence[str]) -> None:
    """On stdout, flushed, so that it stands in order with the progress on stderr."""
    print("\n".join(lines), flush=True)
