"""Bring the document of the last commit to an environment in AppConfig, and wait until it is live.

Without --yes it says what it would do and changes nothing. It can be stopped and run again at any
point: it goes on with what it finds.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from langroute.document import canonical, plan_hash
from langroute_repo.appconfig.alarms import Sightings
from langroute_repo.appconfig.deploy import read_back
from langroute_repo.appconfig.guard import Guard, promises_of
from langroute_repo.appconfig.guarded import refuse_switched_off
from langroute_repo.appconfig.live import COMPLETE
from langroute_repo.appconfig.plan import OLDER, UNASKED, UNPROMOTED, Plan, Wanted, begin, prepare
from langroute_repo.appconfig.refusal import Leave, refuse
from langroute_repo.aws.access import Access, refuse_other_account
from langroute_repo.aws.clients import CloudWatch, connect, connect_cloudwatch
from langroute_repo.aws.errors import AwsError, Refused
from langroute_repo.infra.settings import validator
from langroute_repo.infra.validator import validators_differ
from langroute_repo.render.findings.text import text
from langroute_repo.render.live.plan import told, without_alarm
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from scripts import PROJECT
from scripts.deployments.aws_failures import exit_code
from scripts.deployments.environment import environment_of, refuse_what_appconfig_would
from scripts.deployments.golden_gate import golden_told, reason
from scripts.deployments.golden_gate import options as golden_options
from scripts.deployments.profiles import access, profile_option
from scripts.deployments.push_report import Noted, reported
from scripts.deployments.watching import against_measured, fail_taken_back, watched
from scripts.files.committed import Source, committed
from scripts.files.day import today
from scripts.files.sparse import tree_of
from scripts.terminal.exit_codes import DONE, NOT_READ_BACK, REFUSED, STARTED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say, wants_colour
from validators.engine import run as run_rules
from validators.finding import Given

EXAMPLES = """
  ./langroute push staging                what it would do
  ./langroute push staging --yes          do it, and wait through rollout and bake
  ./langroute push production --yes       refused unless staging runs the same commit's document
  ./langroute push production --yes --golden golden.json      where golden queries are required
  ./langroute push staging --yes --report end.json    for rollback --pull-request
  ./langroute push production --yes --detach          where each minute of waiting is paid for
  ./langroute push production --profile staging=stg --profile production=prd   in two accounts
  ./langroute push production --yes --allow-unpromoted "staging is red for another reason"
"""
SUBJECT = 300  # characters of what a description says of the commit, beside a reason
NONE = "none"  # as shown calls what is live where nothing is
SHA256 = re.compile("[0-9a-f]{64}")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument("--yes", action="store_true", help="do it; without, only say what it does")
    parser.add_argument(
        "--detach",
        action="store_true",
        help="do not wait for its end, which is the alarms' alone then; ends with 9 when it has "
        "started, and `drift` tells how it ended",
    )
    parser.add_argument(
        "--expect-plan-hash",
        metavar="HASH",
        help="refuse unless the document is the one that was reviewed: the whole sha256",
    )
    parser.add_argument(
        "--expect-live-hash",
        metavar="HASH",
        help="refuse unless this document is live: its whole sha256, or `none` for nothing",
    )
    parser.add_argument(
        "--report",
        metavar="FILE",
        type=Path,
        help="write how it ended, and why, as JSON; schemas/push-report.schema.json",
    )
    parser.add_argument(
        "--allow-older",
        metavar="REASON",
        type=reason,
        help="replace what runs there although this commit does not hold its commit",
    )
    parser.add_argument(
        "--allow-unpromoted",
        metavar="REASON",
        type=reason,
        help="in an emergency: push although the environment before does not run this; the "
        "version, the deployment and the report keep the reason",
    )
    parser.add_argument(
        "--retry-rolled-back",
        action="store_true",
        help="bring again what was rolled back before",
    )
    parser.add_argument(
        "--allow-uncommitted",
        action="store_true",
        help="push the files as they lie here; the version's label then ends in -dirty",
    )
    golden_options(parser)
    profile_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 done or nothing to do; the others as ``scripts.terminal.exit_codes`` names them."""
    with reported(arguments.report, arguments.environment) as noted:
        return _push(arguments, noted)


def _push(arguments: argparse.Namespace, noted: Noted) -> int:
    _expects_a_hash("--expect-plan-hash", arguments.expect_plan_hash)
    if arguments.expect_live_hash != NONE:
        _expects_a_hash("--expect-live-hash", arguments.expect_live_hash)
    source = committed(arguments.root, arguments.allow_uncommitted)
    uncommitted = isinstance(source.snapshot, Folder)
    tree = tree_of(arguments.root) if uncommitted else read(source.snapshot)
    environment = environment_of(tree, arguments.environment)
    entry = access(arguments, tree)
    given = Given(tree=tree, today=today())
    wanted = _wanted(given, environment, source, arguments)
    noted.unpromoted = arguments.allow_unpromoted or ""
    try:
        keys = entry.of(environment)
        refuse_other_account(environment, keys)
        cloudwatch = connect_cloudwatch(environment, keys)
        noted.plan = plan = prepare(connect(environment, keys), cloudwatch, wanted)
        _tell([*told(plan), *without_alarm(plan, cloudwatch)])
        if plan.done:
            _tell([f"nothing to do: {wanted.name} runs exactly this document"])
            return DONE
        _refuse(plan, given, entry, arguments)
        _tell(golden_told(plan, tree, arguments.root, arguments))
        if not arguments.yes:
            _tell([f"nothing was changed; to do it: ./langroute push {wanted.name} --yes{entry}"])
            return DONE
        if arguments.detach:
            return _start(plan, noted)
        limits = tree.limits().measured
        live = plan.before.live.content if plan.before.live else None
        promises = promises_of(live, wanted.raw)
        noted.deployment = begin(plan, say)
        guard = Guard(cloudwatch, wanted.name, promises, limits)
        return _carry_out(plan, noted.deployment, cloudwatch, guard)
    except AwsError as error:
        raise Failure(error.message, error.hint, exit_code(error)) from error


def _expects_a_hash(option: str, expected: str | None) -> None:
    """A step that found no hash may hand an empty one on: that is no leave to push."""
    if expected is not None and not SHA256.fullmatch(expected):
        raise Failure(
            f"{option} {expected!r} is no plan hash",
            "give all 64 hex digits; ./langroute shown prints both",
        )


def _wanted(
    given: Given, environment: EnvironmentFile, source: Source, arguments: argparse.Namespace
) -> Wanted:
    """The document of these files, once all rules and AppConfig's own schema accept it."""
    report = run_rules(given)
    if report.blocking:
        sys.stdout.write(text(report, colour=wants_colour()))
        sys.stdout.flush()
        raise Failure(f"not pushed to {environment.environment}: the check refuses it", "", REFUSED)
    raw = canonical(compile_tree(given.tree, environment.environment))
    refuse_what_appconfig_would(raw)
    given_reasons = (
        (OLDER, arguments.allow_older),
        (UNPROMOTED, arguments.allow_unpromoted),
        (UNASKED, arguments.without_golden),
    )
    allowed = [f"{what}{why}" for what, why in given_reasons if why]
    # AppConfig cuts a description at its end: a long subject shall not cost the reason.
    subject = source.description[:SUBJECT] if allowed else source.description
    return Wanted(environment, raw, source.label, "; ".join([subject, *allowed]))


def _refuse(plan: Plan, given: Given, entry: Access, arguments: argparse.Namespace) -> None:
    leave = Leave(
        plan_hash=arguments.expect_plan_hash or "",
        live_hash=arguments.expect_live_hash or "",
        older=arguments.allow_older or "",
        retry=arguments.retry_rolled_back,
        access=entry,
        unpromoted=arguments.allow_unpromoted or "",
        acts=arguments.yes,
    )
    try:
        refuse(plan, given.tree, arguments.root, given.today, leave)
        refuse_switched_off(plan.wanted.environment, plan.place, plan.alarms)
        _refuse_old_validators(plan, given.tree)
    except AwsError as error:
        live = plan.before.live or "nothing"
        raise Failure(
            f"not pushed: {error.message}; {plan.wanted.name} runs {live}",
            error.hint,
            exit_code(error),
        ) from error


def _refuse_old_validators(plan: Plan, tree: Tree) -> None:
    """What AppConfig holds a document against must be what this tree makes, where it is ours."""
    name = plan.wanted.name
    if plan.wanted.environment.infra is None:
        return
    differ = validators_differ(plan.aws, plan.place, validator(tree, name, PROJECT))
    if differ:
        raise Refused(differ, f"deploy the stack first: ./langroute infra deploy {name} --yes")


def _start(plan: Plan, noted: Noted) -> int:
    """Start it, and leave what comes after to the alarms and to ``drift``."""
    name = plan.wanted.name
    if not plan.alarms:
        raise Failure(
            f"not pushed: nobody watches it with --detach, and {name} has no alarm that would take "
            "it back",
            "build the stack, which has them, or leave out --detach",
            REFUSED,
        )
    noted.deployment = number = begin(plan, say)
    rollout = plan.pace.rollout
    noted.left = (
        f"deployment {number} of {plan.version.label} has started and is not waited for: it takes "
        f"{rollout.duration} and {rollout.bake} of bake, in which its alarms alone take it back"
    )
    _tell([f"started: {noted.left}; ./langroute watch {name} follows it"])
    return STARTED


def _carry_out(plan: Plan, number: int, cloudwatch: CloudWatch, guard: Guard) -> int:
    name, live = plan.wanted.name, str(plan.before.live or "nothing")
    sightings = Sightings(plan.aws, cloudwatch, plan.place)
    seen = watched(plan.aws, plan.place, number, name, live, sightings, guard, plan.pace.lasts)
    _tell(against_measured(guard))
    if seen.state != COMPLETE:
        broken = [one for one in guard.verdicts if one.stops]
        fail_taken_back(plan.aws, plan.place, name, seen, sightings, broken)
    delivered = _read_back(plan, number)
    _tell([f"done: {name} runs {delivered} (deployment {number}), read back as a client does"])
    return DONE


def _read_back(plan: Plan, number: int) -> str:
    """The label that a client is given with exactly the bytes that were pushed."""
    raw = plan.wanted.raw
    try:
        delivered = read_back(plan.aws, plan.place, raw)
    except AwsError as error:
        name = plan.wanted.name
        raise Failure(
            f"deployment {number} is complete, but not read back: {error.message}",
            f"AppConfig gives it to the readers of {name}; ./langroute status {name} looks again",
            NOT_READ_BACK,
        ) from error
    if delivered.content != raw:
        raise Failure(
            f"deployment {number} is complete, but a client is given {delivered.label or 'other'} "
            f"bytes with plan_hash {plan_hash(delivered.content)}",
            "somebody may have deployed since: run it again to see what is live",
        )
    return delivered.label or plan.version.label


def _tell(lines: Sequence[str]) -> None:
    """On stdout, flushed, so that it stands in order with the progress on stderr."""
    if lines:
        print("\n".join(lines), flush=True)
