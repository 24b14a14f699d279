"""Brings a document to an environment: version, validation, deployment, and a look as a client.

Each step takes a lock that AppConfig offers, so that of two who act at once one gets ``Conflict``,
and each can be done again: a version that is there already is used again.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from langroute.appconfig.client import AppConfig, AppConfigError, Delivered, Missing
from langroute.appconfig.live import Deployment, Place, content_of, deployment
from langroute.document import plan_hash
from langroute.tree.models import EnvironmentFile, Rollout
from langroute.tree.text import basis_points, seconds

LONGEST_DESCRIPTION = 1024  # characters of ASCII; boto3 checks neither
# What AppConfig needs besides the rollout itself: validators (15 s each), a rollback, its own pace.
GRACE_SECONDS = 15 * 60
SLOWEST_LOOK = 10.0
QUICKEST_LOOK = 0.25


class TimedOut(AppConfigError):
    """A deployment took longer than its rollout and bake allow; it goes on without us."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A rollout in AppConfig's units: minutes, and percent at each step."""

    duration: int
    growth: str
    factor: float
    bake: int

    def matches(self, item: dict[str, Any]) -> bool:
        return self == Strategy(
            item.get("DeploymentDurationInMinutes", 0),
            item.get("GrowthType", "LINEAR"),
            item.get("GrowthFactor", 0.0),
            item.get("FinalBakeTimeInMinutes", 0),
        )


def strategy(environment: EnvironmentFile) -> Strategy:
    """The environment's rollout as AppConfig counts it."""
    rollout = environment.rollout
    return Strategy(
        _minutes(environment, "duration", rollout.duration),
        rollout.growth.upper(),
        basis_points(rollout.step) / 100,
        _minutes(environment, "bake", rollout.bake),
    )


def _minutes(environment: EnvironmentFile, key: str, duration: str) -> int:
    minutes, rest = divmod(seconds(duration), 60)
    if rest:
        raise AppConfigError(
            f"rollout.{key} {duration} is not in whole minutes, as AppConfig counts",
            f"round it in config/environments/{environment.environment}.yaml",
        )
    return minutes


def find_strategy(aws: AppConfig, environment: EnvironmentFile) -> str:
    """The id of a deployment strategy that does exactly what the reviewed rollout says.

    Found by what it does and not by a name, under which somebody could have changed it.
    """
    wanted = strategy(environment)
    for item in aws.items("list_deployment_strategies"):
        if wanted.matches(item):
            return str(item["Id"])
    raise Missing(
        f"AppConfig in {environment.region} has no deployment strategy with the rollout of "
        f"config/environments/{environment.environment}.yaml",
        f"create it: aws appconfig create-deployment-strategy --region {environment.region} "
        f"--name langroute-{environment.environment} --replicate-to NONE "
        f"--deployment-duration-in-minutes {wanted.duration} --growth-type {wanted.growth} "
        f"--growth-factor {wanted.factor:g} --final-bake-time-in-minutes {wanted.bake}",
    )


def described(rollout: Rollout) -> str:
    """A rollout in words."""
    return f"{rollout.step} {rollout.growth} over {rollout.duration}, then {rollout.bake} of bake"


@dataclass(frozen=True, slots=True)
class Version:
    """A hosted version, there already or about to be made: then ``number`` is empty.

    ``latest`` is the lock for making it: the profile's highest number, 0 for none.
    """

    label: str
    number: str
    latest: int


def find_version(aws: AppConfig, place: Place, raw: bytes, label: str) -> Version:
    """The version with exactly these bytes under this label, or the one to make.

    Labels are unique in a profile. Where the label stands for other bytes (the same commit for
    another environment of a shared profile), the plan hash makes it unique.
    """
    known = list(aws.items("list_hosted_configuration_versions", **place.in_profile))
    numbers = {item.get("VersionLabel"): item["VersionNumber"] for item in known}
    latest = max((item["VersionNumber"] for item in known), default=0)
    for candidate in (label, f"{label}-{plan_hash(raw)[:8]}"):
        if candidate not in numbers:
            return Version(candidate, "", latest)
        number = str(numbers[candidate])
        if content_of(aws, place, number) == raw:
            return Version(candidate, number, latest)
    raise AppConfigError(f"the version labels {label} and {candidate} stand for other content")


def store(aws: AppConfig, place: Place, raw: bytes, version: Version, description: str) -> str:
    """Make the hosted version unless it is there; its number."""
    if version.number:
        return version.number
    lock = {"LatestVersionNumber": version.latest} if version.latest else {}
    answer = aws.call(
        "create_hosted_configuration_version",
        **place.in_profile,
        Content=raw,
        ContentType="application/json",
        Description=_ascii(description),
        VersionLabel=version.label,
        **lock,
    )
    return str(answer["VersionNumber"])


def _ascii(description: str) -> str:
    return description.encode("ascii", "replace").decode()[:LONGEST_DESCRIPTION]


def validate(aws: AppConfig, place: Place, version: str) -> None:
    """Run the profile's validators; ``Refused`` says what they hold against the version."""
    aws.call("validate_configuration", **place.in_profile, ConfigurationVersion=version)


def start(
    aws: AppConfig, place: Place, version: str, strategy_id: str, latest: int, description: str
) -> int:
    """Start a deployment, unless one newer than ``latest`` exists; its number."""
    lock = {"LatestDeploymentNumber": latest} if latest else {}
    answer = aws.call(
        "start_deployment",
        **place.in_environment,
        ConfigurationProfileId=place.profile,
        ConfigurationVersion=version,
        DeploymentStrategyId=strategy_id,
        Description=_ascii(description),
        **lock,
    )
    return int(answer["DeploymentNumber"])


def follow(
    aws: AppConfig,
    place: Place,
    number: int,
    wanted: Strategy,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Deployment]:
    """Look at a deployment again and again, until it is neither rolling out nor baking.

    Looks become rarer with time, so that a rollout of seconds is seen moving and one of hours
    costs little.
    """
    limit = (wanted.duration + wanted.bake) * 60 + GRACE_SECONDS
    begun = clock()
    while True:
        seen = deployment(aws, place, number)
        yield seen
        if not seen.in_flight:
            return
        passed = clock() - begun
        if passed > limit:
            raise TimedOut(f"deployment {number} is still {seen.state} after {passed / 60:.0f} min")
        sleep(min(SLOWEST_LOOK, max(QUICKEST_LOOK, passed / 20)))


def read_back(
    aws: AppConfig, place: Place, raw: bytes, sleep: Callable[[float], None] = time.sleep
) -> Delivered:
    """What a client gets now; waits a little when that is not yet what was deployed."""
    for pause in (1.0, 4.0, 10.0):
        delivered = aws.read(*place)
        if delivered.content == raw:
            return delivered
        sleep(pause)
    return aws.read(*place)


def rolled_back_by(seen: Deployment) -> str:
    """Who or what took a deployment back, in AppConfig's words."""
    for event in seen.events:
        if event.get("EventType") == "ROLLBACK_STARTED":
            return str(event.get("Description") or event.get("TriggeredBy") or "")
    return ""
