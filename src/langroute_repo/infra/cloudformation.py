"""The one door to CloudFormation, to its bucket, and to what it must not touch.

boto3 is imported when the door is opened, so that nothing else here needs it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from langroute_repo.aws.access import refuse_other_account
from langroute_repo.aws.clients import NOTHING, Keys, session
from langroute_repo.aws.errors import AwsError, ask, unanswered
from langroute_repo.infra.settings import Settings

ATTEMPTS = 8
CONNECT_SECONDS = 5
ANSWER_SECONDS = 60
SERVICES = ("appconfig", "cloudformation", "s3")
PROPOSED = "REVIEW_IN_PROGRESS"  # there is nothing but a change set
FAILED = frozenset({"CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"})  # when it was created


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as it is deployed."""

    status: str
    reason: str
    template: dict[str, Any]
    outputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def busy(self) -> bool:
        return self.status.endswith("_IN_PROGRESS") and self.status != PROPOSED

    @property
    def made(self) -> bool:
        """Whether there is more to it than its name; a template alone does not say so."""
        return self.status != PROPOSED and self.status not in FAILED


@dataclass(frozen=True, slots=True)
class Aws:
    """CloudFormation, S3 and AppConfig in one region, as boto3's clients."""

    clients: dict[str, Any]

    def call(self, service: str, operation: str, **arguments: object) -> dict[str, Any]:
        """One call, by its name in boto3; what fails is an ``AwsError``."""
        return ask(self.clients[service], operation, arguments)

    def stack(self, name: str) -> Stack | None:
        """The stack of this name; None when there is none."""
        try:
            found = self.call("cloudformation", "describe_stacks", StackName=name)["Stacks"][0]
        except AwsError as error:
            if "does not exist" in error.message:  # a ValidationError like any other but for that
                return None
            raise
        status, reason = found["StackStatus"], found.get("StackStatusReason") or ""
        told = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs") or ()}
        stack = Stack(status, reason, {}, told)
        return replace(stack, template=self._template(name)) if stack.made else stack

    def _template(self, name: str) -> dict[str, Any]:
        asked = {"StackName": name, "TemplateStage": "Original"}
        held: dict[str, Any] = self.call("cloudformation", "get_template", **asked)["TemplateBody"]
        return held

    def events(self, name: str) -> Iterator[dict[str, Any]]:
        """What happened to a stack, the newest first."""
        asked: dict[str, object] = {"StackName": name}
        while asked:
            answer = self.call("cloudformation", "describe_stack_events", **asked)
            yield from answer["StackEvents"]
            more = answer.get("NextToken")
            asked = {"StackName": name, "NextToken": more} if more else {}


def connect(settings: Settings, keys: Keys = NOTHING) -> Aws:
    """Open the door in an environment's region; credentials of another account are refused."""
    held = session(settings.environment.region, keys)
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    config = Config(
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
    )
    try:
        aws = Aws({one: held.client(one, config=config) for one in SERVICES})
    except (BotoCoreError, ValueError) as error:  # ValueError: AWS_ENDPOINT_URL is no URL
        raise unanswered(error, f"AWS in {settings.environment.region}") from error
    refuse_other_account(settings.environment, keys)
    return aws
