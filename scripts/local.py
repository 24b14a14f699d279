"""Run an AWS embedded in this machine for this tree, until Ctrl-C: try pushes without an account.

It has the accounts and regions of config/environments and the stack of each environment, and says
how another terminal is led to it, where push, status, watch, rollback and drift then work on the
real files. It is an emulator: what works there is no proof for AWS (docs/aws.md). Nothing outside
is touched, and nothing of it is left.
"""

import argparse
import os
import shlex
import time
from collections.abc import Iterator
from pathlib import Path

from langroute_repo.aws.errors import AwsError
from langroute_repo.output.local import LocalEnvironment, LocalOutput
from langroute_repo.tree.plan import UnusablePlan, plan
from scripts import PROJECT
from scripts.files.sparse import tree_of
from scripts.terminal.exit_codes import DONE, REFUSED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.signals import cleaned_up_in_peace, ended_by_signals
from scripts.terminal.stdout import tell
from scripts.tour.exports import PAST_PROXIES, profiles, shell_file, variables
from scripts.tour.local_aws import HOST, LocalAws, local_aws
from scripts.tour.stacks import Wanted, build

EXAMPLES = """
  ./langroute local                 what to paste into another terminal, and stay
  ./langroute local --minute 60     with rollouts that last as long as they do in AWS
  ./langroute --root DIR local --format json   for scripts; end it with kill
"""
REAL_MINUTE = 60.0
LOOK = 0.5  # seconds between two looks at whether anybody still wants it
SCHEMA = PROJECT / "schemas" / "appconfig.schema.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--minute",
        type=_minute,
        default=1.0,
        metavar="SECONDS",
        help="how long a minute of a rollout lasts (default: 1)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def _minute(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= REAL_MINUTE:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0, at most 60")
    return seconds


def run(arguments: argparse.Namespace) -> int:
    """0 after Ctrl-C once it is there; 1 a file at fault, 2 failed, 130 Ctrl-C before that."""
    parent = os.getppid()
    try:
        wanted = _wanted(arguments.root)
        with ended_by_signals(), local_aws(arguments.minute) as aws, cleaned_up_in_peace():
            build(aws, arguments.root, wanted, SCHEMA)
            told = _told(aws, wanted, arguments.minute)
            try:
                if arguments.format == "json":
                    tell([told.model_dump_json()])  # one line: whoever reads it awaits no end
                else:
                    tell(_lines(told, wanted, arguments.root))
                _stay(aws, parent)
            except KeyboardInterrupt:
                pass  # so it is meant to end
    except AwsError as error:
        raise Failure(error.message, error.hint) from error
    say("the embedded AWS is gone, with all that was in it")
    return DONE


def _wanted(root: Path) -> Wanted:
    tree = tree_of(root)
    broken = [file.path for file in tree.environments.values() if file.model is None]
    if broken:
        cure = f"{_langroute(root)} check says why"
        raise Failure(f"cannot be used: {', '.join(broken)}", cure, REFUSED)
    if not tree.environments:
        cure = f"{_langroute(root)} new environment NAME begins one"
        raise Failure(f"{root} has no environment to push to", cure)
    try:
        return Wanted(tree, plan(root))
    except UnusablePlan as error:
        raise Failure(error.message, error.hint) from error


def _told(aws: LocalAws, wanted: Wanted, minute: float) -> LocalOutput:
    stacks = {one.name: one.stack for one in wanted.built}
    environments = [
        LocalEnvironment(
            environment=one.environment,
            account=wanted.account(one),
            region=one.region,
            profile=one.environment,
            stack=stacks.get(one.environment),
        )
        for one in wanted.environments
    ]
    file = profiles(aws, {one.profile: (one.account, one.region) for one in environments})
    to_set = variables(aws, file)
    return LocalOutput(
        schema_version=1,
        endpoint=aws.endpoint,
        minute=minute,
        variables={**to_set, **dict.fromkeys(PAST_PROXIES, HOST)},
        shell=str(shell_file(aws, to_set)),
        environments=environments,
    )


def _lines(told: LocalOutput, wanted: Wanted, root: Path) -> Iterator[str]:
    yield f"an AWS inside this machine answers on {told.endpoint}, until Ctrl-C here"
    yield f"a minute of a rollout lasts {told.minute:g} s"
    width = max(len(one.environment) for one in told.environments)
    for one in told.environments:
        made = one.stack or "no stack"
        yield f"  {one.environment:<{width}}  account {one.account}, {one.region}: {made}"
    for bare in wanted.bare:
        yield (
            f"config/environments/{bare.environment}.yaml says no infra: no alarm and no validator "
            f"guards {bare.environment}"
        )
    yield ""
    yield "in another terminal, for sh, bash and zsh; from then on it reaches no other AWS:"
    yield f"  . {shlex.quote(told.shell)}"
    yield ""
    yield from _commands(told, root)
    yield ""
    yield "it is MiniStack and not AWS: rights are not enforced, no model answers, alarms ring only"
    yield "for metrics that are put there, validators run by a stand-in; docs/aws.md has the rest"


def _commands(told: LocalOutput, root: Path) -> Iterator[str]:
    """What can be tried, in the order of promotion, with the account that each needs."""
    several = len({one.account for one in told.environments}) > 1
    each = (f" --profile {one.environment}={one.profile}" for one in told.environments)
    tool, profiles = _langroute(root), "".join(each) if several else ""
    yield "what is committed can then be pushed, and followed:"
    for verb in ("push {} --yes", "status {}"):
        for one in told.environments:
            yield f"  {tool} {verb.format(one.environment)}{profiles}"


def _langroute(root: Path) -> str:
    return "./langroute" if root == PROJECT else f"./langroute --root {shlex.quote(str(root))}"


def _stay(aws: LocalAws, parent: int) -> None:
    """Wait until whoever started it is gone; a script that was killed, say."""
    while os.getppid() == parent:
        if not aws.listens():
            raise Failure("the embedded AWS has ended by itself", "start it again")
        time.sleep(LOOK)
