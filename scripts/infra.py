"""Build in AWS what an environment needs: AppConfig, alarms, roles and its validator, as one stack.

`render` prints the template, `diff` says how it differs from the deployed one, and `deploy` shows
that and, with --yes, creates or updates the stack and waits until it is done. `names` prints what a
workflow has to know to take a role, as the same files give it.
"""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from langroute_repo.appconfig.whose import tags
from langroute_repo.aws.access import Access
from langroute_repo.aws.errors import AwsError, TimedOut
from langroute_repo.infra.cloudformation import Aws, Stack, connect
from langroute_repo.infra.deploy import (
    GOOD,
    Seen,
    cure,
    execute,
    propose,
    refuse_unusable,
    upload,
)
from langroute_repo.infra.difference import ResourceChange, difference, lines
from langroute_repo.infra.foreign import refuse_foreign
from langroute_repo.infra.roles import deploy_seconds, endpoint_seconds
from langroute_repo.infra.settings import Settings, settings
from langroute_repo.infra.template import readable, template
from langroute_repo.tree.aws_names import PURPOSES, role_arn
from langroute_repo.tree.plan import UnusablePlan, plan
from scripts import PROJECT
from scripts.deployments.aws_failures import exit_code
from scripts.deployments.profiles import access, profile_option
from scripts.files.sparse import tree_of
from scripts.terminal.exit_codes import APART, DONE, FAILED, ROLLED_BACK, TIMED_OUT
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain, say
from scripts.terminal.phases import Phases

EXAMPLES = """
  ./langroute infra render staging         the template, on stdout
  ./langroute infra diff staging           what deploying it would change
  ./langroute infra deploy staging         the same, and how to do it
  ./langroute infra deploy staging --yes   do it, and wait
  ./langroute infra names staging >> "$GITHUB_OUTPUT"   region and roles, in a workflow
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("render", "diff", "deploy", "names"))
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument("--yes", action="store_true", help="deploy; without, only say what it does")
    profile_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 done or the same, 2 failed, 4 rolled back, 5 conflict, 6 timed out, 7 (diff) different."""
    try:
        root = arguments.root
        tree = tree_of(root)
        entry = access(arguments, tree)
        chosen = settings(tree, arguments.environment, PROJECT, plan(root))
        if arguments.action == "names":
            print("\n".join(_names(chosen)))
            return DONE
        wanted = template(chosen)
        if arguments.action == "render":
            sys.stdout.write(readable(wanted))
            return DONE
        aws = connect(chosen, entry.of(chosen.environment))
        if arguments.action == "diff":
            _, changes = _compare(aws, chosen, wanted)
            return APART if changes else DONE
        return _deploy(aws, chosen, wanted, arguments.yes, entry)
    except AwsError as error:
        raise Failure(error.message, error.hint, exit_code(error)) from error
    except UnusablePlan as error:
        raise Failure(error.message, error.hint) from error


def _names(chosen: Settings) -> Iterator[str]:
    """NAME=VALUE, as GITHUB_OUTPUT takes them; the schema lets no line break into a value."""
    yield f"region={chosen.environment.region}"
    for purpose in PURPOSES:
        yield f"{purpose}-role={role_arn(chosen.environment, chosen.infra, purpose)}"
    yield f"golden={chosen.environment.gate}"
    if chosen.asked:
        yield f"golden-role={role_arn(chosen.environment, chosen.infra, 'golden')}"
    if chosen.environment.rehearsal:
        yield f"rehearsal-role={role_arn(chosen.environment, chosen.infra, 'rehearsal')}"
    if chosen.rehearsed:
        yield f"endpoints-role={role_arn(chosen.environment, chosen.infra, 'endpoints')}"
        yield f"endpoints-seconds={endpoint_seconds(chosen)}"
    yield f"deploy-seconds={deploy_seconds(chosen)}"


def _compare(
    aws: Aws, chosen: Settings, wanted: dict[str, Any]
) -> tuple[Stack | None, list[ResourceChange]]:
    """Say how the stack differs from what is wanted."""
    stack = aws.stack(chosen.stack)
    refuse_foreign(aws, chosen, stack)
    changes = difference(stack.template if stack else {}, wanted)
    print(f"{chosen.stack} in {chosen.environment.region}: {_headline(stack, changes)}")
    for line in lines(changes):
        print(line)
    sys.stdout.flush()
    return stack, changes


def _headline(stack: Stack | None, changes: list[ResourceChange]) -> str:
    if stack is None or not stack.made:
        return f"there is no such stack yet{f' ({stack.status})' if stack else ''}"
    if not changes:
        return "the stack is what these files make"
    kinds = [change.kind for change in changes]
    counts = ((kinds.count(kind), kind) for kind in ("added", "changed", "removed"))
    return ", ".join(f"{count} {kind}" for count, kind in counts if count)


def _deploy(aws: Aws, chosen: Settings, wanted: dict[str, Any], yes: bool, entry: Access) -> int:
    stack, changes = _compare(aws, chosen, wanted)
    refuse_unusable(aws, chosen, stack)
    if not changes:
        print("nothing to do")
        return DONE
    if not yes:
        print(f"nothing was changed; to do it: ./langroute infra deploy {chosen.name} --yes{entry}")
        return DONE
    with Phases() as phase:
        phase("handing the template over")
        body = upload(aws, chosen, wanted)
        made = stack is not None and stack.made
        proposal = propose(aws, chosen.stack, made, body, tags(chosen.environment, chosen.infra))
    if proposal is None:
        print("nothing to do: CloudFormation sees no change")
        return DONE
    code = _finish(chosen, _watch(aws, chosen, proposal, len(wanted["Resources"])))
    _tell_id(aws, chosen)
    print(f"done: {chosen.stack} is what these files make")
    return code


def _tell_id(aws: Aws, chosen: Settings) -> None:
    """The id that the environment's file may pin, and whether it pins another one."""
    stack, pinned = aws.stack(chosen.stack), chosen.environment.appconfig.id
    made = stack.outputs.get("Application", "") if stack else ""
    print(f'application {chosen.environment.appconfig.application} has the id "{made}"')
    if pinned not in (None, made):
        complain("warning", f"config/environments/{chosen.name}.yaml has id: {pinned} (appconfig)")


def _watch(aws: Aws, chosen: Settings, proposal: str, resources: int) -> Seen:
    """Follow the stack to its end; what cuts the view short leaves CloudFormation at work."""
    goes_on = f"{chosen.stack} goes on in CloudFormation"
    again = f"./langroute infra diff {chosen.name} says how it ended"
    try:
        with Phases() as phase:
            for seen in execute(aws, chosen.stack, proposal):
                phase(f"{seen.status.lower().replace('_', ' ')}, {seen.done} of {resources}")
    except KeyboardInterrupt:
        say(f"{goes_on}; {again}")
        raise
    except TimedOut as error:
        raise Failure(f"{error.message}; {goes_on}", again, TIMED_OUT) from error
    return seen


def _finish(chosen: Settings, seen: Seen) -> int:
    if seen.status in GOOD:
        return DONE
    command = cure(chosen, seen.status)
    raise Failure(
        f"{chosen.stack} ended as {seen.status}: {seen.failure or 'AWS does not say why'}",
        f"correct what it says{f', then: {command}' if command else ' and deploy it again'}",
        ROLLED_BACK if "ROLLBACK_COMPLETE" in seen.status else FAILED,
    )
