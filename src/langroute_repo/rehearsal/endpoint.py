"""Makes an endpoint in the likeness of one that runs, and deletes it: could it be made today?

It is made from the very configuration that the running one has, so that nothing is copied and
nothing guessed. What is not done for a kind of configuration is said, and not tried.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from langroute_repo.aws.errors import AwsError, Declined, Missing, TimedOut, Unclear
from langroute_repo.aws.sagemaker import Endpoints
from langroute_repo.tree.aws_names import LONGEST_ENDPOINT, scratch_endpoint
from langroute_repo.tree.files.model import Rehearsal
from langroute_repo.tree.values import seconds

TAG = "langroute:rehearsal"  # on what may be deleted: a name alone could be somebody else's
IN_SERVICE, GONE = "InService", ""
AFTERWARDS = 10 * 60  # seconds, of an endpoint that is in service
LOOK = 15.0  # seconds between two looks
DELETING_SECONDS = 15 * 60.0  # after which somebody is told to see to it
Clock = Callable[[], float]
Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, and what it costs as far as it is known."""

    name: str
    scratch: str
    region: str
    arn: str  # of the scratch endpoint
    configuration: str
    kind: str
    count: int
    says: Rehearsal
    captured: bool

    @property
    def limit(self) -> float:
        """Seconds that it may exist."""
        return float(seconds(self.says.longest))

    def lines(self) -> Iterator[str]:
        yield f"{self.scratch} in {self.region}, made from {self.configuration}, as {self.name} is"
        hours = self.count * (self.limit + AFTERWARDS) / 3600
        most = (
            f"{self.count} × {self.kind} for {self.says.longest} at most, and about "
            f"{AFTERWARDS // 60}m to ask and delete it: {hours:.2f} hours"
        )
        if self.says.price is None:
            yield f"  {most} of an instance; SageMaker's list has the price in {self.region}"
        else:
            amount, currency = self.says.price.split(" ")
            yield f"  {most}, at {self.says.price} each: {hours * float(amount):.2f} {currency}"
        if self.captured:
            yield "  its configuration captures data: the golden events are captured as well"


def planned(door: Endpoints, name: str, region: str, says: Rehearsal) -> Plan:
    """``Declined`` says in a sentence what is not rehearsed; ``Missing`` that it does not exist."""
    running = door.call("describe_endpoint", EndpointName=name)
    if running["EndpointStatus"] != IN_SERVICE:
        raise Declined(f"{name} is {running['EndpointStatus']}, and not in service", "try it later")
    configuration = str(running["EndpointConfigName"])
    found = door.call("describe_endpoint_config", EndpointConfigName=configuration)
    variants = found["ProductionVariants"]
    if why := _beyond(found, variants):
        raise Declined(f"{name} is not rehearsed: {configuration} {why}", HOW)
    (variant,) = variants
    scratch, count = scratch_endpoint(name), int(variant["InitialInstanceCount"])
    _refuse(name, scratch, count, variant, says)
    return Plan(
        name,
        scratch,
        region,
        str(running["EndpointArn"]) + scratch.removeprefix(name),
        configuration,
        str(variant["InstanceType"]),
        count,
        says,
        bool((found.get("DataCaptureConfig") or {}).get("EnableCapture")),
    )


HOW = "take rehearsal out of the model's file, or give its endpoint a configuration of its own"


def _beyond(found: dict[str, Any], variants: list[dict[str, Any]]) -> str:
    """What of a configuration is not done here; empty where all of it is."""
    if found.get("AsyncInferenceConfig"):
        return "answers asynchronously, and golden queries wait for an answer"
    if found.get("ShadowProductionVariants"):
        return "has shadow variants, which would be paid for and are not asked"
    if len(variants) != 1:
        return f"has {len(variants)} variants, of which a request reaches one by chance"
    (variant,) = variants
    if variant.get("ServerlessConfig"):
        return "is serverless, which starts no instance until it is asked"
    if not variant.get("ModelName"):
        return "has inference components, which are made apart from their endpoint"
    if "InstanceType" not in variant or "InitialInstanceCount" not in variant:
        return "does not say which instances it starts, and how many"
    if variant.get("CapacityReservationConfig"):
        return "takes its instances from a reservation, which production may need"
    return ""


def _refuse(name: str, scratch: str, count: int, variant: dict[str, Any], says: Rehearsal) -> None:
    if len(scratch) > LONGEST_ENDPOINT:
        raise Declined(
            f"{scratch} has {len(scratch)} characters, and an endpoint's name {LONGEST_ENDPOINT}",
            "give the endpoint a shorter name",
        )
    scaled = int((variant.get("ManagedInstanceScaling") or {}).get("MaxInstanceCount") or count)
    if max(count, scaled) > says.instances:
        raise Declined(
            f"the configuration of {name} starts {max(count, scaled)} instances, and its model's "
            f"file allows {says.instances}",
            f"write rehearsal: {{instances: {max(count, scaled)}}}, or a smaller configuration",
        )


def there(door: Endpoints, plan: Plan, now: datetime, dead: bool) -> str:
    """The status of what an earlier run left behind, empty for nothing.

    ``Declined`` where it is not ours, or may be at work still; ``dead``: it is known not to be.
    """
    try:
        found = door.call("describe_endpoint", EndpointName=plan.scratch)
    except Missing:
        return GONE
    tags = door.call("list_tags", ResourceArn=plan.arn)["Tags"]
    if not any(one["Key"] == TAG for one in tags):
        raise Declined(
            f"{plan.scratch} exists and is none of ours: it has no tag {TAG}",
            "nothing of it is touched; give it another name, or the model's endpoint",
        )
    over = timedelta(seconds=plan.limit + DELETING_SECONDS)
    if not dead and now - found["CreationTime"] < over:
        raise Declined(
            f"{plan.scratch} is being rehearsed, it seems: made {found['CreationTime']:%H:%M} UTC",
            "wait for the other; if it is dead, --clear --yes deletes what it left",
        )
    return str(found["EndpointStatus"])


def status_of(door: Endpoints, name: str) -> str:
    try:
        return str(door.call("describe_endpoint", EndpointName=name)["EndpointStatus"])
    except Missing:
        return GONE


def make(door: Endpoints, plan: Plan) -> None:
    door.act(
        "create_endpoint",
        EndpointName=plan.scratch,
        EndpointConfigName=plan.configuration,
        Tags=[{"Key": TAG, "Value": plan.name}],
    )


def wait(
    door: Endpoints, plan: Plan, clock: Clock = time.monotonic, sleep: Sleep = time.sleep
) -> None:
    """Until it is in service; ``TimedOut`` after the plan's limit, and a reason where it fails."""
    end = clock() + plan.limit
    while True:
        try:
            seen = door.call("describe_endpoint", EndpointName=plan.scratch)
        except Unclear:
            seen = {"EndpointStatus": "not seen"}
        status = seen["EndpointStatus"]
        if status == IN_SERVICE:
            return
        if status == "Failed":
            why = seen.get("FailureReason") or "no reason is said"
            raise AwsError(
                f"{plan.scratch} cannot be made: {why}",
                f"{plan.name} could not be made anew today either; it goes on answering meanwhile",
            )
        if clock() >= end:
            raise TimedOut(f"{plan.scratch} is still {status} after {plan.says.longest}")
        sleep(LOOK)


def delete(
    door: Endpoints,
    plan: Plan,
    clock: Clock = time.monotonic,
    sleep: Sleep = time.sleep,
) -> None:
    """Until it is gone: it costs as long as it is there, and SageMaker may refuse at first.

    One that was never seen is gone only at the second look: it may be made by a call whose answer
    was lost.
    """
    end, last, seen = clock() + DELETING_SECONDS, "not seen", False
    by_hand = f"aws sagemaker delete-endpoint --region {plan.region} --endpoint-name {plan.scratch}"
    while True:
        try:
            last = status_of(door, plan.scratch)
            if last == GONE and seen:
                return
            seen = True
            if last not in (GONE, "Deleting"):
                door.act("delete_endpoint", EndpointName=plan.scratch)
        except (Declined, Unclear, Missing):
            pass  # while it is being made, or without an answer: looked at again
        except AwsError as error:
            why = f"{plan.scratch} is not deleted, AND COSTS until it is: {error.message}"
            raise type(error)(why, by_hand) from error
        if clock() >= end:
            why = f"{plan.scratch} is still {last or 'not seen'}, AND COSTS until it is deleted"
            raise TimedOut(why, by_hand)
        sleep(LOOK)
