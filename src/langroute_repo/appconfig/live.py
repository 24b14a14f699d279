"""What AppConfig runs: names turned into ids, what is live, and what is on its way.

What is live is the newest deployment that is COMPLETE, of this profile: one that was rolled back
or reverted is newer and not live, and other profiles share the environment's numbers.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Literal, NamedTuple, get_args

from langroute.document import plan_hash
from langroute_repo.aws.clients import AppConfig
from langroute_repo.aws.errors import AwsError, Missing
from langroute_repo.tree.files.environment import EnvironmentFile

COMPLETE = "COMPLETE"
BAKING = "BAKING"
TAKEN_BACK = frozenset({"ROLLED_BACK", "REVERTED"})
FlightState = Literal["DEPLOYING", "VALIDATING", "BAKING", "ROLLING_BACK"]
IN_FLIGHT: dict[str, FlightState] = {state: state for state in get_args(FlightState)}


class EnvironmentIds(NamedTuple):
    """The ids of an environment and of the profile in it."""

    application: str
    environment: str
    profile: str

    @property
    def in_environment(self) -> dict[str, str]:
        return {"ApplicationId": self.application, "EnvironmentId": self.environment}

    @property
    def in_profile(self) -> dict[str, str]:
        return {"ApplicationId": self.application, "ConfigurationProfileId": self.profile}


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment as AppConfig shows it now. ``percentage`` counts from 0 to 100.

    All times are AppConfig's own, ``now`` too, so that the clock of this machine does not matter.
    """

    number: int
    state: str
    percentage: float
    profile: str
    version: str
    label: str
    description: str
    started: datetime | None
    completed: datetime | None
    lasts: timedelta  # rollout and bake
    now: datetime
    events: tuple[dict[str, Any], ...]  # newest first

    @property
    def in_flight(self) -> bool:
        return self.state in IN_FLIGHT

    @property
    def name(self) -> str:
        """How people call what it brings: by its label, which holds the commit."""
        return self.label or f"version {self.version}"

    @property
    def baking_since(self) -> datetime | None:
        """When the last client could be given it, and the alarms alone decide."""
        return self._event("BAKE_TIME_STARTED").get("OccurredAt")

    @property
    def taken_back_by(self) -> str:
        """Who or what took it back, in AppConfig's words; empty when nobody did."""
        event = self._event("ROLLBACK_STARTED") or self._event("REVERT_COMPLETED")
        return str(event.get("Description") or event.get("TriggeredBy") or "")

    @property
    def taken_back_at(self) -> datetime | None:
        """When that was done, as far as its events say it."""
        event = self._event("ROLLBACK_COMPLETED") or self._event("REVERT_COMPLETED")
        return event.get("OccurredAt")

    @property
    def left(self) -> timedelta:
        """The time until rollout and bake are over, if nothing goes wrong."""
        if self.started is None:
            return self.lasts
        return max(timedelta(), self.started + self.lasts - self.now)

    def _event(self, kind: str) -> dict[str, Any]:
        return next((one for one in self.events if one.get("EventType") == kind), {})


@dataclass(frozen=True, slots=True)
class Live:
    """What clients get. ``content`` is None when the version was deleted since."""

    deployment: Deployment
    content: bytes | None

    @property
    def plan_hash(self) -> str:
        return plan_hash(self.content) if self.content is not None else ""

    def __str__(self) -> str:
        since = self.deployment.completed
        when = f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
        return f"{self.deployment.name} (deployment {self.deployment.number}){when}"


@dataclass(frozen=True, slots=True)
class State:
    """An environment at one moment.

    ``known`` are all its deployments as AppConfig lists them, of every profile, newest first.
    """

    live: Live | None
    flight: Deployment | None
    known: tuple[dict[str, Any], ...]

    @property
    def latest(self) -> int:
        """The lock for the next deployment: the highest number, 0 for none."""
        return int(self.known[0]["DeploymentNumber"]) if self.known else 0


def find(aws: AppConfig, environment: EnvironmentFile) -> EnvironmentIds:
    """The ids behind the names of config/environments; ``Missing`` says which is not there."""
    names = environment.appconfig
    application = names.id or _id(aws, "application", names.application, environment, {})
    within = {"ApplicationId": application}
    return EnvironmentIds(
        application,
        _id(aws, "environment", names.environment, environment, within),
        _id(aws, "profile", names.profile, environment, within),
    )


LISTS = {
    "application": "list_applications",
    "environment": "list_environments",
    "profile": "list_configuration_profiles",
}


def _id(
    aws: AppConfig, kind: str, name: str, environment: EnvironmentFile, within: dict[str, str]
) -> str:
    found = [str(one["Id"]) for one in aws.items(LISTS[kind], **within) if one["Name"] == name]
    if len(found) == 1:
        return found[0]
    if found:  # a name need not be unique, and the first listed need not be ours
        raise AwsError(
            f"AppConfig in {environment.region} has {len(found)} {kind}s {name!r}: "
            f"{', '.join(sorted(found))}",
            _choosing(kind, environment),
        )
    raise Missing(
        f"AppConfig in {environment.region} has no {kind} {name!r}",
        f"it is named in config/environments/{environment.environment}.yaml (appconfig.{kind}): "
        f"correct it, {_creating(environment)}, or use the credentials of the account that has it",
    )


def _choosing(kind: str, environment: EnvironmentFile) -> str:
    if kind != "application":
        return "delete the one that nothing reads, or give it another name"
    path = f"config/environments/{environment.environment}.yaml"
    return f"write the one that is meant as id: in appconfig of {path}; infra deploy prints it"


def _creating(environment: EnvironmentFile) -> str:
    stack = f"build it: ./langroute infra deploy {environment.environment} --yes"
    return stack if environment.infra else "create it there"


def look(aws: AppConfig, place: EnvironmentIds) -> State:
    """What is live and what is on its way, in one look."""
    known = sorted(
        aws.items("list_deployments", **place.in_environment),
        key=lambda item: int(item["DeploymentNumber"]),
        reverse=True,
    )
    flying = [item["DeploymentNumber"] for item in known if item["State"] in IN_FLIGHT]
    return State(
        live=_live(aws, place, known),
        flight=deployment(aws, place, flying[0]) if flying else None,
        known=tuple(known),
    )


def _live(aws: AppConfig, place: EnvironmentIds, newest_first: list[dict[str, Any]]) -> Live | None:
    for item in newest_first:
        if item["State"] == COMPLETE and may_be_of(place, item):
            found = deployment(aws, place, item["DeploymentNumber"])
            # By its own answer: not every list says of which profile it is.
            if found.profile == place.profile and found.state == COMPLETE:
                return Live(found, content_of(aws, place, found.version))
    return None


def may_be_of(place: EnvironmentIds, item: dict[str, Any]) -> bool:
    """Whether a deployment in a list may be of this profile: some lists do not say."""
    return str(item.get("ConfigurationProfileId") or place.profile) == place.profile


def newest(aws: AppConfig, place: EnvironmentIds, state: State) -> Deployment | None:
    """The newest deployment of this profile, whatever became of it."""
    for item in state.known:
        if may_be_of(place, item):
            found = deployment(aws, place, item["DeploymentNumber"])
            if found.profile == place.profile:
                return found
    return None


def deployment(aws: AppConfig, place: EnvironmentIds, number: int) -> Deployment:
    """One deployment of the environment, whatever its profile."""
    answer = aws.call("get_deployment", **place.in_environment, DeploymentNumber=number)
    return Deployment(
        number=answer["DeploymentNumber"],
        state=answer["State"],
        percentage=answer.get("PercentageComplete") or 0.0,
        profile=answer["ConfigurationProfileId"],
        version=answer["ConfigurationVersion"],
        label=answer.get("VersionLabel") or "",
        description=answer.get("Description") or "",
        started=answer.get("StartedAt"),
        completed=answer.get("CompletedAt"),
        lasts=timedelta(
            minutes=answer.get("DeploymentDurationInMinutes", 0)
            + answer.get("FinalBakeTimeInMinutes", 0)
        ),
        now=_answered_at(answer),
        events=tuple(answer.get("EventLog") or ()),
    )


def _answered_at(answer: dict[str, Any]) -> datetime:
    """When AWS answered, by its own clock; by ours where a stand-in does not say it."""
    date = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    return parsedate_to_datetime(date) if date else datetime.now(UTC)


def content_of(aws: AppConfig, place: EnvironmentIds, version: str) -> bytes | None:
    """The bytes of a hosted version, or None when there is no such version (any more)."""
    number = int(version) if version.isdecimal() else _numbered(aws, place, version)
    if number is None:
        return None
    arguments = {**place.in_profile, "VersionNumber": number}
    try:
        content: bytes = aws.call("get_hosted_configuration_version", **arguments)["Content"]
    except Missing:
        return None
    return content


def _numbered(aws: AppConfig, place: EnvironmentIds, label: str) -> int | None:
    """The number of a version that was deployed by its label, as the console can."""
    for item in aws.items("list_hosted_configuration_versions", **place.in_profile):
        if item.get("VersionLabel") == label:
            return int(item["VersionNumber"])
    return None


def is_newer(version: str, than: str) -> bool:
    """Whether a hosted version was made after another; configurations kept elsewhere have words."""
    return version.isdecimal() and than.isdecimal() and int(version) > int(than)
