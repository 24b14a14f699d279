"""Where documents are rehearsed: an application that the stack makes and no reader reads.

The environment in it is made for one rehearsal, so that what a client reads cannot be what an
earlier one left. Environment and version have one name, which says when they were made: what a run
that died left behind is known by it.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Any, NamedTuple, TypeVar

from langroute_repo.appconfig.deploy import stop
from langroute_repo.appconfig.live import IN_FLIGHT, EnvironmentIds
from langroute_repo.appconfig.strategy import at_once_name
from langroute_repo.aws.clients import AppConfig
from langroute_repo.aws.errors import AwsError, Conflict, Missing, Unclear
from langroute_repo.tree.aws_names import scratch_application
from langroute_repo.tree.files.environment import EnvironmentFile

NAME = re.compile(r"rehearsal-(\d{8}T\d{6}Z)-[0-9a-f]{6}")
INSTANT = "%Y%m%dT%H%M%SZ"
OVER = timedelta(hours=1)  # after which no rehearsal is still at work
PAUSES = (1.0, 4.0, 10.0, 20.0, 40.0)  # seconds; a deployment that is stopped rolls back first
Sleep = Callable[[float], None]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Stage:
    """The ids of application, profile and strategy, with the door to them open."""

    aws: AppConfig
    application: str
    profile: str
    strategy: str

    @property
    def in_application(self) -> dict[str, str]:
        return {"ApplicationId": self.application}

    def place(self, environment: str) -> EnvironmentIds:
        return EnvironmentIds(self.application, environment, self.profile)


class Held(NamedTuple):
    """A thing in AppConfig with the name of a rehearsal, and how it is deleted."""

    name: str
    delete: "Callable[[Stage, Any, Sleep], None]"
    id: Any


def stage(aws: AppConfig, environment: EnvironmentFile) -> Stage:
    """``Missing`` says what the stack would make."""

    def found(operation: str, kind: str, name: str, **within: str) -> str:
        ids = [str(one["Id"]) for one in aws.items(operation, **within) if one["Name"] == name]
        if len(ids) == 1:
            return ids[0]
        raise Missing(
            f"AppConfig in {environment.region} has {len(ids) or 'no'} {kind} {name!r}",
            f"write rehearsal: true in config/environments/{environment.environment}.yaml, then "
            f"./langroute infra deploy {environment.environment} --yes",
        )

    application = found("list_applications", "application", scratch_application(environment))
    name, within = environment.appconfig.profile, {"ApplicationId": application}
    profile = found("list_configuration_profiles", "profile", name, **within)
    strategy = found("list_deployment_strategies", "strategy", at_once_name(environment))
    return Stage(aws, application, profile, strategy)


def new_name(now: datetime) -> str:
    return f"rehearsal-{now.strftime(INSTANT)}-{token_hex(3)}"


def leftovers(stage: Stage, now: datetime) -> Iterator[str]:
    """Names that runs left behind which have died; of one that may be at work none."""
    for name in sorted({one.name for one in _held(stage)}):
        if now - _begun(name) > OVER:
            yield name


def _begun(name: str) -> datetime:
    found = NAME.fullmatch(name)
    assert found is not None
    return datetime.strptime(found[1], INSTANT).replace(tzinfo=UTC)


def _held(stage: Stage) -> list[Held]:
    """What has the name of a rehearsal: what somebody else made is not ours to delete.

    Environments first, for versions that one of them serves are in use; names are not unique.
    """
    within = stage.place("").in_profile
    environments = stage.aws.items("list_environments", **stage.in_application)
    versions = stage.aws.items("list_hosted_configuration_versions", **within)
    found = [Held(one["Name"], _delete_environment, one["Id"]) for one in environments]
    for one in versions:
        label = one.get("VersionLabel") or ""
        found.append(Held(label, _delete_version, one["VersionNumber"]))
    return [one for one in found if _said(one.name)]


def _said(name: str) -> bool:
    try:
        return NAME.fullmatch(name) is not None and bool(_begun(name))
    except ValueError:
        return False


def clear(stage: Stage, name: str, sleep: Sleep = time.sleep) -> None:
    """Delete all of a rehearsal; what cannot be deleted does not keep the rest.

    Looked up by its name: an answer that was lost may have made it.
    """
    failures: list[AwsError] = []
    for one in _tried(lambda: _held(stage), sleep):
        if one.name == name:
            failures += _collected(partial(one.delete, stage, one.id, sleep))
    if failures:
        raise failures[0]


def _collected(act: Callable[[], None]) -> list[AwsError]:
    try:
        act()
    except AwsError as error:
        return [error]
    return []


def _delete_environment(stage: Stage, environment: Any, sleep: Sleep) -> None:
    place = stage.place(environment)
    deployments = partial(stage.aws.items, "list_deployments", **place.in_environment)
    for one in _tried(lambda: list(deployments()), sleep):
        if one["State"] in IN_FLIGHT and one["State"] != "ROLLING_BACK":
            _tried(partial(stop, stage.aws, place, one["DeploymentNumber"], sleep), sleep)
    # It was read a moment ago, which would protect it; here the reader was this run.
    protected = {"DeletionProtectionCheck": "BYPASS"}
    _gone(stage, "delete_environment", sleep, **place.in_environment, **protected)


def _delete_version(stage: Stage, number: Any, sleep: Sleep) -> None:
    within = stage.place("").in_profile
    _gone(stage, "delete_hosted_configuration_version", sleep, **within, VersionNumber=number)


def _gone(stage: Stage, operation: str, sleep: Sleep, **arguments: object) -> None:
    def delete() -> None:
        try:
            stage.aws.act(operation, **arguments)
        except Missing:
            return  # by the call before, whose answer was lost

    _tried(delete, sleep)


def _tried(act: Callable[[], Made], sleep: Sleep) -> Made:
    """Again where no answer came, or what was stopped is still on its way back."""
    for pause in PAUSES:
        try:
            return act()
        except (Conflict, Unclear):
            sleep(pause)
    return act()
