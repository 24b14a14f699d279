"""What a push is about to do: all that is known before something is changed, and the doing."""

from collections.abc import Callable
from dataclasses import dataclass

from langroute.document import plan_hash
from langroute_repo.appconfig.alarms import Alarm, guards
from langroute_repo.appconfig.deploy import Version, find_version, start, store, validate
from langroute_repo.appconfig.live import (
    COMPLETE,
    Deployment,
    EnvironmentIds,
    State,
    content_of,
    find,
    look,
)
from langroute_repo.appconfig.pace import Pace, pace
from langroute_repo.appconfig.whose import owner_untold
from langroute_repo.aws.clients import AppConfig, CloudWatch
from langroute_repo.aws.errors import AwsError, Full
from langroute_repo.tree.files.environment import EnvironmentFile

# What a description says besides the commit, before the reason that was given.
OLDER, UNPROMOTED = "older on purpose: ", "not promoted on purpose: "
UNASKED = "without golden queries on purpose: "
KEPT = 5  # of the newest complete deployments, whose versions somebody may want to go back to


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be live: the exact bytes, what their version is called, and why."""

    environment: EnvironmentFile
    raw: bytes
    label: str
    description: str

    @property
    def name(self) -> str:
        return self.environment.environment


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is, and what would be made of it."""

    wanted: Wanted
    aws: AppConfig
    place: EnvironmentIds
    before: State
    version: Version
    pace: Pace
    alarms: tuple[Alarm, ...]
    owner_untold: str = ""  # why it is not known whose the application is
    unseen: AwsError | None = None  # why the alarms are not known

    @property
    def done(self) -> bool:
        """Whether this is what is live, and nothing is on its way to replace it."""
        flight, live = self.before.flight, self.before.live
        replaced = flight is not None and flight.profile == self.place.profile
        return live is not None and live.content == self.wanted.raw and not replaced

    def flies(self) -> Deployment | None:
        """A deployment on its way that brings exactly these bytes, started by a push before."""
        flight = self.before.flight
        if flight is None or flight.profile != self.place.profile:
            return None
        brings = content_of(self.aws, self.place, flight.version)
        return flight if brings == self.wanted.raw else None


def on_purpose(description: str) -> str:
    """What a deployment's description says to have been allowed, with the reasons; or nothing."""
    known = (OLDER, UNPROMOTED, UNASKED)
    starts = [at for one in known if (at := description.find(f"; {one}")) >= 0]
    return description[min(starts) + 2 :] if starts else ""


def prepare(aws: AppConfig, cloudwatch: CloudWatch, wanted: Wanted) -> Plan:
    """Look at everything; nothing is changed."""
    place = find(aws, wanted.environment)
    untold = owner_untold(aws, wanted.environment, place)
    before = look(aws, place)
    live = before.live.content if before.live else None
    alarms, unseen = _guards(aws, cloudwatch, place)
    return Plan(
        wanted=wanted,
        aws=aws,
        place=place,
        before=before,
        version=find_version(aws, place, wanted.raw, wanted.label),
        pace=pace(aws, wanted.environment, live, wanted.raw),
        alarms=alarms,
        owner_untold=untold,
        unseen=unseen,
    )


def _guards(
    aws: AppConfig, cloudwatch: CloudWatch, place: EnvironmentIds
) -> tuple[tuple[Alarm, ...], AwsError | None]:
    try:
        return tuple(guards(aws, cloudwatch, place)), None
    except AwsError as error:
        return (), error


def begin(plan: Plan, tell: Callable[[str], None]) -> int:
    """Store, validate and start; the number of the deployment.

    Killed after any of its steps, it is run again and goes on with what is there.
    """
    flight = plan.flies()
    if flight is not None:
        tell(f"deployment {flight.number} brings this already")
        return flight.number
    wanted = plan.wanted
    description = f"plan_hash {plan_hash(wanted.raw)} commit {wanted.description}"
    tell(f"storing {plan.version.label} …")
    try:
        version = store(plan.aws, plan.place, wanted.raw, plan.version, description)
    except Full as error:
        raise Full(error.message, _making_room(plan) or error.hint) from error
    tell(f"validating version {version} …")
    validate(plan.aws, plan.place, version)
    latest = plan.before.latest
    number = start(plan.aws, plan.place, version, plan.pace.strategy_id, latest, description)
    tell(f"started deployment {number} of version {version}")
    return number


def _making_room(plan: Plan) -> str:
    """The command that deletes the oldest version that nobody needs; nothing where all are."""
    complete = [one for one in plan.before.known if one["State"] == COMPLETE]
    used = {one["ConfigurationVersion"] for one in complete[:KEPT]}
    known = list(plan.aws.items("list_hosted_configuration_versions", **plan.place.in_profile))
    newest = max((one["VersionNumber"] for one in known), default=0)  # it is the next one's lock
    unused = [
        int(one["VersionNumber"])
        for one in known
        if not used & {str(one["VersionNumber"]), one.get("VersionLabel")}
        and one["VersionNumber"] != newest
    ]
    if not unused:
        return ""
    place = plan.place
    return (
        "whoever may delete versions makes room: aws appconfig "
        f"delete-hosted-configuration-version --region {plan.wanted.environment.region} "
        f"--application-id {place.application} --configuration-profile-id {place.profile} "
        f"--version-number {min(unused)}"
    )
