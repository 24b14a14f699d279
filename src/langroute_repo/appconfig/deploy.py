"""Brings a document to an environment: version, validation, deployment, and a look as a client.

Each step takes a lock that AppConfig offers, so that of two who act at once one gets ``Conflict``.
Each can be done again, by this run or a later one: what is there already is used again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from langroute.document import plan_hash
from langroute_repo.appconfig.live import (
    TAKEN_BACK,
    EnvironmentIds,
    content_of,
    deployment,
    may_be_of,
)
from langroute_repo.aws.clients import AppConfig, Delivered
from langroute_repo.aws.errors import AwsError, Conflict, Declined, Unclear

LONGEST_DESCRIPTION = 1024  # characters of ASCII; boto3 checks neither
PAUSES = (0.5, 2.0, 8.0)  # seconds before what got no answer is tried again
SILENCE = (1.0, 4.0, 10.0, 20.0, 40.0)  # the same, when reading is all that is left to do
LATEST = 10.0  # after which a client that is given something else is believed

AGAIN = "wait for the other, and run it again"
Made = TypeVar("Made")
Sleep = Callable[[float], None]


def once(act: Callable[[], Made], found: Callable[[], Made | None], sleep: Sleep) -> Made:
    """Make a change exactly once although answers get lost: look before trying again.

    ``found`` looks for what ``act`` makes. A conflict after an answer that was lost may be with
    ourselves; the first call's never is.
    """
    for attempt in range(len(PAUSES) + 1):
        try:
            return act()
        except Conflict:
            made = found() if attempt else None
            if made is None:
                raise
            return made
        except Unclear:
            if attempt == len(PAUSES):
                raise
            sleep(PAUSES[attempt])
            if (made := found()) is not None:
                return made
    raise AssertionError("the last attempt returns or raises")


@dataclass(frozen=True, slots=True)
class Version:
    """A hosted version, there already or about to be made: then ``number`` is empty.

    ``latest`` is the lock for making it: the profile's highest number, 0 for none.
    """

    label: str
    number: str
    latest: int


def find_version(aws: AppConfig, place: EnvironmentIds, raw: bytes, label: str) -> Version:
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
    raise AwsError(f"the version labels {label} and {candidate} stand for other content")


def store(
    aws: AppConfig,
    place: EnvironmentIds,
    raw: bytes,
    version: Version,
    description: str,
    sleep: Sleep = time.sleep,
) -> str:
    """Make the hosted version unless it is there; its number."""

    def create() -> str:
        answer = aws.act(
            "create_hosted_configuration_version",
            **place.in_profile,
            Content=raw,
            ContentType="application/json",
            Description=_ascii(description),
            VersionLabel=version.label,
            **({"LatestVersionNumber": version.latest} if version.latest else {}),
        )
        return str(answer["VersionNumber"])

    def found() -> str | None:
        return find_version(aws, place, raw, version.label).number or None

    try:
        return version.number or once(create, found, sleep)
    except Declined as error:
        # Without a version there is no lock yet, but that of the label.
        if version.latest == 0 and found():
            raise Conflict("somebody else stored this commit meanwhile", AGAIN) from error
        raise


def _ascii(description: str) -> str:
    return description.encode("ascii", "replace").decode()[:LONGEST_DESCRIPTION]


def validate(aws: AppConfig, place: EnvironmentIds, version: str) -> None:
    """Run the profile's validators; ``Refused`` says what they hold against the version."""
    aws.call("validate_configuration", **place.in_profile, ConfigurationVersion=version)


def start(
    aws: AppConfig,
    place: EnvironmentIds,
    version: str,
    strategy_id: str,
    latest: int,
    description: str,
    sleep: Sleep = time.sleep,
) -> int:
    """Start a deployment, unless one newer than ``latest`` exists; its number.

    AppConfig takes no lock of 0. So the first of all looks once more: what was started before that
    look is in the list, and after it AppConfig refuses a second one that is on its way.
    """

    def begin() -> int:
        if latest == 0 and (numbers := list(aws.items("list_deployments", **place.in_environment))):
            number = numbers[0]["DeploymentNumber"]
            raise Conflict(f"somebody else was faster with deployment {number}", AGAIN)
        answer = aws.act(
            "start_deployment",
            **place.in_environment,
            ConfigurationProfileId=place.profile,
            ConfigurationVersion=version,
            DeploymentStrategyId=strategy_id,
            Description=_ascii(description),
            **({"LatestDeploymentNumber": latest} if latest else {}),
        )
        return int(answer["DeploymentNumber"])

    def found() -> int | None:
        for item in aws.items("list_deployments", **place.in_environment):
            number = int(item["DeploymentNumber"])
            newer = number > latest and item["ConfigurationVersion"] == version
            if (
                newer
                and may_be_of(place, item)
                and deployment(aws, place, number).profile == place.profile
            ):
                return number
        return None

    return once(begin, found, sleep)


def stop(aws: AppConfig, place: EnvironmentIds, number: int, sleep: Sleep = time.sleep) -> str:
    """Stop a deployment in flight, or take back a complete one of the last 72 hours; its state."""

    def end() -> str:
        # AllowRevert also while it is in flight: it may complete before the call arrives.
        answer = aws.act(
            "stop_deployment", **place.in_environment, DeploymentNumber=number, AllowRevert=True
        )
        return str(answer.get("State") or "")

    def found() -> str | None:
        state = deployment(aws, place, number).state
        return state if state in TAKEN_BACK or state == "ROLLING_BACK" else None

    return once(end, found, sleep)


def read_back(
    aws: AppConfig, place: EnvironmentIds, raw: bytes, sleep: Sleep = time.sleep
) -> Delivered:
    """What a client gets now; waits a little when that is not yet what was deployed.

    And longer for an answer: what is complete shall not be called otherwise for one minute of it.
    """
    for pause in SILENCE:
        try:
            delivered = aws.read(*place)
        except Unclear:
            sleep(pause)
        else:
            if delivered.content == raw:
                return delivered
            if pause > LATEST:
                return delivered
            sleep(pause)
    return aws.read(*place)
