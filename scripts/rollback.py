"""Go back to what was live before, and say which revert brings the repository back in line.

Without --yes it says what it would do and changes nothing. What is on its way is stopped; what is
complete is reverted by AppConfig while it can be, and otherwise the earlier version is deployed
anew, to everybody at once.

With --pull-request the revert is proposed on GitHub: after going back when --yes is given, else of
what was taken back before, and then nothing is changed in AWS.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from langroute_repo.appconfig.alarms import Sightings
from langroute_repo.appconfig.deploy import read_back, stop
from langroute_repo.appconfig.live import COMPLETE, Deployment, Live, look
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.reach import Reached, reach
from langroute_repo.appconfig.reason import keep
from langroute_repo.appconfig.rollback import (
    Target,
    deploy_again,
    latest_before,
    named,
    revert,
    way_to,
)
from langroute_repo.aws.errors import AwsError, Conflict, Refused
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.render.live.rollback import (
    Intent,
    in_line,
    plan,
    way_past_alarms,
    way_past_validators,
)
from langroute_repo.render.live.words import on_its_way, running
from langroute_repo.tree.compiled_history import Compiled
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.deployments.aws_failures import exit_code, told_as_failure
from scripts.deployments.environment import environment_of
from scripts.deployments.objections import hold_against_rules
from scripts.deployments.profiles import access, profile_option
from scripts.deployments.revert import Request, bring_in_line
from scripts.deployments.watching import fail_taken_back, watched
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute rollback production                       what it would do
  ./langroute rollback production --yes --reason "de passes half of what it should"
  ./langroute rollback production --to 3f2a9c81 --yes   to what was pushed from a commit
  ./langroute rollback production --to 17 --yes         to a version by its number
  ./langroute rollback production --pull-request        after an alarm took a push back
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument(
        "--to",
        metavar="VERSION|COMMIT|LABEL",
        default="",
        help="what to go back to (default: what was live before)",
    )
    parser.add_argument(
        "--reason",
        metavar="TEXT",
        default="",
        help="why; AppConfig keeps it with a new deployment, and as a tag of one taken back",
    )
    parser.add_argument("--yes", action="store_true", help="do it; without, only say what it does")
    parser.add_argument(
        "--force", action="store_true", help="also to a document that today's rules refuse"
    )
    parser.add_argument(
        "--pull-request",
        action="store_true",
        help="open the pull request that brings the default branch in line, or renew the open one",
    )
    parser.add_argument(
        "--push-report",
        metavar="FILE",
        type=Path,
        help="what push --report wrote: why it was taken back",
    )
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who writes the comments on GitHub (default: {AUTHOR})"
    )
    profile_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 done or nothing to do; 1, 2, 4, 5, 6, 7 as ``scripts.terminal.exit_codes`` names them.

    2 also when all went well in AWS and the pull request could not be written.
    """
    tree = read(Folder(arguments.root))
    environment = environment_of(tree, arguments.environment)
    with told_as_failure():
        reached = reach(environment, access(arguments, tree))
        if arguments.pull_request and not arguments.yes:
            return _propose_only(reached, arguments)
        intent = _intent(reached, arguments)
        tell(plan(intent))
        if intent.way == "nothing":
            tell([f"nothing to do: {intent.reached.name} runs exactly this document"])
            return _in_line(intent, arguments)
        if intent.target is not None:
            hold_against_rules(intent, tree, intent.target, arguments.force)
        if not arguments.yes:
            tell([f"nothing was changed; to do it: {_again(intent)}"])
            return DONE
    with _told_how_to_go_on(intent):
        _go(intent, arguments.reason)
        _end(intent)
        return _in_line(intent, arguments)


@contextmanager
def _told_how_to_go_on(intent: Intent) -> Iterator[None]:
    """A second run without --to could go back further: name the target in what is to be run."""
    try:
        yield
    except AwsError as error:
        hint = "; ".join(filter(None, [error.hint, f"run it again: {_again(intent)}"]))
        raise Failure(error.message, hint, exit_code(error)) from error


def _again(intent: Intent) -> str:
    """The command that does this, and nothing more when it is done already."""
    live = intent.state.live
    version = intent.target.version if intent.target else live.deployment.version if live else ""
    return (
        f"./langroute rollback {intent.reached.name}{f' --to {version}' if version else ''} --yes"
    )


def _intent(reached: Reached, arguments: argparse.Namespace) -> Intent:
    state = look(reached.aws, reached.place)
    target = named(reached, arguments.to, arguments.root) if arguments.to else None
    if target is None and state.flight is None:
        target = latest_before(reached, state)
        if target is None:
            raise Failure(
                f"there is nothing to go back to: {reached.name} runs {state.live or 'nothing'}, "
                "and no older document was live before it",
                "--to names a version, a label or a commit that was pushed",
            )
    way = way_to(reached, state, target)
    return Intent(reached, state, target, way)


def _go(intent: Intent, reason: str) -> None:
    reached, target = intent.reached, intent.target
    if intent.state.flight is not None:
        _stop(intent, intent.state.flight)
        _keep(reached, intent.state.flight.number, reason)
        state = look(reached.aws, reached.place)
        intent = replace(intent, state=state, way=way_to(reached, state, target))
    live = intent.state.live
    if intent.way == "revert" and live is not None and _reverted(reached, live):
        _keep(reached, live.deployment.number, reason)
        return
    if intent.way != "nothing" and target is not None:
        _deploy(intent, target, reason)


def _stop(intent: Intent, flight: Deployment) -> None:
    reached = intent.reached
    if flight.state != "ROLLING_BACK":
        say(f"stopping deployment {flight.number} …")
        stop(reached.aws, reached.place, flight.number)
    _watched(intent, flight.number)


def _reverted(reached: Reached, live: Live) -> bool:
    say(f"reverting deployment {live.deployment.number} …")
    return revert(reached, live.deployment.number, say)


def _keep(reached: Reached, number: int, reason: str) -> None:
    problem = keep(reached, number, reason) if reason else ""
    if problem:
        say(f"the reason is not kept with deployment {number}: {problem}")


def _deploy(intent: Intent, target: Target, reason: str) -> None:
    reached = intent.reached
    try:
        number = deploy_again(reached, intent.state, target, intent.strategy, reason)
    except Refused as error:
        raise Refused(error.message, way_past_validators(intent)) from error
    say(f"started deployment {number} of version {target.version}")
    sightings = Sightings(reached.aws, reached.cloudwatch, reached.place)
    seen = _watched(intent, number, sightings)
    if seen.state != COMPLETE:
        silence = way_past_alarms(reached, sightings.top)
        fail_taken_back(reached.aws, reached.place, reached.name, seen, sightings, hint=silence)


def _watched(intent: Intent, number: int, sightings: Sightings | None = None) -> Deployment:
    reached, live = intent.reached, str(intent.state.live or "nothing")
    sightings = sightings or Sightings(reached.aws, reached.cloudwatch, reached.place)
    lasts = timedelta(minutes=intent.strategy.bake) if intent.way == "deploy" else timedelta()
    words = (number, reached.name, live, sightings)
    return watched(reached.aws, reached.place, *words, lasts=lasts)


def _end(intent: Intent) -> None:
    """Look at what came of it, as AppConfig counts and as a client is given it."""
    reached, name = intent.reached, intent.reached.name
    live = look(reached.aws, reached.place).live
    if (live.content if live else None) != intent.wanted:
        raise Failure(
            f"{name} runs {live or 'nothing'}, and not {intent.target or 'what ran before'}",
            f"somebody may have deployed meanwhile: ./langroute status {name}",
        )
    tell([f"done: {name} runs {live or 'nothing'}{_read_back(intent)}"])


def _propose_only(reached: Reached, arguments: argparse.Namespace) -> int:
    """Nothing is changed in AWS: while something is on its way there, it is not settled."""
    state = look(reached.aws, reached.place)
    tell([f"{reached.name} runs {running(state.live)}"])
    if state.flight is not None and state.flight.profile == reached.place.profile:
        raise Conflict(
            f"no revert is proposed while it may change: {on_its_way(state.flight)}",
            f"./langroute watch {reached.name} waits for it; with --yes it is stopped",
        )
    bring_in_line(reached, _request(arguments))
    return DONE


def _request(arguments: argparse.Namespace) -> Request:
    return Request(arguments.root, arguments.reason, arguments.push_report, arguments.author)


def _in_line(intent: Intent, arguments: argparse.Namespace) -> int:
    """The last word is what is left to do in the repository, or that it is proposed."""
    reached, name = intent.reached, intent.reached.name
    if arguments.pull_request:
        bring_in_line(reached, _request(arguments))
        return DONE
    live = look(reached.aws, reached.place).live
    tell(in_line(LiveOrigin(Compiled(arguments.root), name, live) if live else None, name))
    return DONE


def _read_back(intent: Intent) -> str:
    """What a client says to it. It is live, also when it cannot be read from here."""
    wanted, reached = intent.wanted, intent.reached
    if wanted is None:
        return ""
    try:
        delivered = read_back(reached.aws, reached.place, wanted)
    except AwsError as error:
        return f", which could not be read back: {error.message}"
    if delivered.content != wanted:
        raise Failure(
            f"{reached.name} runs {intent.target or 'what ran before'}, but a client is given "
            f"{delivered.label or 'other bytes'}",
            f"somebody may have deployed meanwhile: ./langroute status {reached.name}",
        )
    return ", read back as a client does"
