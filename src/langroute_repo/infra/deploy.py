"""Creates or updates the stack of an environment by a change set, and watches it to its end."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile
from typing import Any
from uuid import uuid4

from langroute_repo.aws.errors import AwsError, Conflict, TimedOut
from langroute_repo.infra.cloudformation import Aws, Stack
from langroute_repo.infra.resources import listed
from langroute_repo.infra.settings import InfraError, Settings
from langroute_repo.infra.template import LARGEST_SENT, compact

GOOD = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
SAME = ("didn't contain changes", "No updates are to be performed")
CURES = {
    "UPDATE_ROLLBACK_FAILED": "continue-update-rollback",
    # It was never made as a whole, or is on its way out.
    "CREATE_FAILED": "delete-stack",
    "DELETE_FAILED": "delete-stack",
    "ROLLBACK_COMPLETE": "delete-stack",
    "ROLLBACK_FAILED": "delete-stack",
}
LONGEST = 60 * 60.0  # seconds; a stack of this kind takes minutes
SLOWEST_LOOK = 5.0
QUICKEST_LOOK = 0.5
CANCELLED = "cancelled"  # what AWS says of resources that only stopped because another failed


@dataclass(frozen=True, slots=True)
class Seen:
    """How far an operation has come; ``events`` are all that it has caused, the oldest first."""

    stack: str
    events: tuple[dict[str, Any], ...]

    @property
    def status(self) -> str:
        """The stack's own state, taken from its events: those of an operation before are not here.

        Asked for right after the start, CloudFormation may still tell how the last one ended.
        """
        own = [
            one["ResourceStatus"] for one in self.events if one["LogicalResourceId"] == self.stack
        ]
        return own[-1] if own else ""

    @property
    def over(self) -> bool:
        return bool(self.status) and not self.status.endswith("_IN_PROGRESS")

    @property
    def done(self) -> int:
        """How many resources are as they are wanted."""
        return len({one["LogicalResourceId"] for one in self.events if self._settled(one)})

    def _settled(self, event: dict[str, Any]) -> bool:
        settled = event["ResourceStatus"] in GOOD
        return settled and event["LogicalResourceId"] != self.stack

    @property
    def failure(self) -> str:
        """Which resource failed first, and why, in one sentence; empty when none did."""
        for event in self.events:
            reason = event.get("ResourceStatusReason") or ""
            if event["ResourceStatus"].endswith("_FAILED") and CANCELLED not in reason.lower():
                return f"{event['LogicalResourceId']} ({event['ResourceType']}) failed: {reason}"
        return ""


def refuse_unusable(aws: Aws, settings: Settings, stack: Stack | None) -> None:
    """Say what has to happen before the stack can be made or changed."""
    earlier = settings.earlier
    if earlier and aws.stack(earlier.stack) is None:
        raise InfraError(
            f"{settings.name} comes after {earlier.environment}, whose stack it refers to and "
            "which has none",
            f"first: ./langroute infra deploy {earlier.environment} --yes",
        )
    if stack is None:
        return
    if stack.busy:
        hint = "wait, and run it again"
        raise Conflict(f"{settings.stack} is {stack.status}: somebody else changes it", hint)
    if command := cure(settings, stack.status):
        reason = f" ({stack.reason})" if stack.reason else ""
        raise InfraError(f"{settings.stack} is {stack.status}{reason}", f"first: {command}")


def cure(settings: Settings, status: str) -> str:
    """The command that makes a stack of this status deployable again; empty when it is."""
    verb = CURES.get(status)
    place = f"--region {settings.environment.region} --stack-name {settings.stack}"
    return f"aws cloudformation {verb} {place}" if verb else ""


def upload(aws: Aws, settings: Settings, template: dict[str, Any]) -> dict[str, str]:
    """Put the validator's archive into the bucket; how the template is to be given to AWS."""
    _put(aws, settings, settings.validator.key, settings.validator.archive)
    body = compact(template)
    if len(body) <= LARGEST_SENT:
        return {"TemplateBody": body.decode()}
    key = f"langroute/template/{sha256(body).hexdigest()}.json"
    _put(aws, settings, key, body)
    # With the bucket in the path, as the AWS CLI writes it: the host is then that of boto3.
    host = aws.clients["s3"].meta.endpoint_url
    return {"TemplateURL": f"{host}/{settings.infra.bucket}/{key}"}


def _put(aws: Aws, settings: Settings, key: str, body: bytes) -> None:
    bucket, region = settings.infra.bucket, settings.environment.region
    try:
        aws.call("s3", "put_object", Bucket=bucket, Key=key, Body=body)
    except AwsError as error:
        raise InfraError(
            f"the bucket {bucket} takes nothing: {error.message}",
            error.hint or f"it has to be in {region}: docs/aws.md says how to create it",
        ) from error


def propose(
    aws: Aws, name: str, made: bool, body: dict[str, str], tags: Mapping[str, str]
) -> str | None:
    """Make a change set; its name, or None when CloudFormation sees nothing to change."""
    proposal = f"langroute-{uuid4().hex}"
    asked = {"StackName": name, "ChangeSetName": proposal}
    aws.call(
        "cloudformation",
        "create_change_set",
        **asked,
        ClientToken=proposal,  # boto3 may ask twice when no answer comes
        ChangeSetType="UPDATE" if made else "CREATE",
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Tags=listed(tags),
        **body,
    )
    while True:
        seen = aws.call("cloudformation", "describe_change_set", **asked)
        if seen["Status"] == "CREATE_COMPLETE":
            return proposal
        if seen["Status"] == "FAILED":
            reason = seen.get("StatusReason", "")
            with suppress(AwsError):  # tidying up must not hide the reason
                aws.call("cloudformation", "delete_change_set", **asked)
            if any(words in reason for words in SAME):
                return None
            raise InfraError(f"CloudFormation does not take the template: {reason}")
        time.sleep(QUICKEST_LOOK)


def execute(aws: Aws, name: str, proposal: str) -> Iterator[Seen]:
    """Carry a change set out, and look until it is over."""
    last = next(aws.events(name))["EventId"]
    asked = {"StackName": name, "ChangeSetName": proposal, "ClientRequestToken": proposal}
    aws.call("cloudformation", "execute_change_set", **asked)
    yield from follow(aws, name, last)


def follow(
    aws: Aws,
    name: str,
    last: str,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Seen]:
    """Look at what happened since the last event before, until nothing happens any more."""
    begun = clock()
    while True:
        newest = takewhile(lambda event: event["EventId"] != last, aws.events(name))
        seen = Seen(name, tuple(newest)[::-1])
        yield seen
        if seen.over:
            return
        passed = clock() - begun
        if passed > LONGEST:
            raise TimedOut(f"{name} is still {seen.status} after {passed / 60:.0f} min")
        sleep(min(SLOWEST_LOOK, max(QUICKEST_LOOK, passed / 20)))
