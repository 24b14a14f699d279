"""A double of AWS in memory, with a clock that moves only when it is told to.

It keeps to AWS where the embedded AWS of the demo does not: locks, labels, validators, pages,
alarms without data, the states between. It was never compared with AWS itself. How each behaviour
is known stands beside it: [M] the service models inside botocore, [D] AWS's documentation, [R] seen
on the emulator, [I] only inferred. What is inferred is a field of ``Aws`` that a test sets both
ways, and listed in ``INFERRED``.

One ``Aws`` is one region of one account. Several of them, and who may do what in which, are a
``tests.simulated.world.World``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.simulated.rollout import MONITORED, PREDEFINED, Deployment, Strategy, Version

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
ACCOUNT = "123456789012"
FIRING = frozenset({"ALARM", "INSUFFICIENT_DATA"})  # [D] both take a deployment back
# Fields of Aws that say what is only inferred, and the value besides the default.
INFERRED: dict[str, object] = {
    "validating": timedelta(minutes=5),
    "refuses_at_start": False,
    "watches_at_once": False,
    "label_conflicts": False,
    "deletes_while_creating": True,
}


class Refusal(Exception):
    """A service refuses a call: the code of an error of its model, and more members."""

    def __init__(self, code: str, message: str, **members: object) -> None:
        super().__init__(message)
        self.code = code
        self.members = members


@dataclass(slots=True)
class Profile:
    """A configuration profile and the versions it hosts."""

    id: str
    application: str
    name: str
    location: str
    description: str
    validators: list[dict[str, str]]
    versions: dict[int, Version] = field(default_factory=dict)
    newest: int = 0


@dataclass(slots=True)
class Environment:
    """An environment, the alarms it monitors, and its deployments, oldest first."""

    id: str
    application: str
    name: str
    description: str
    monitors: list[dict[str, str]]
    deployments: list[Deployment] = field(default_factory=list)

    @property
    def flight(self) -> Deployment | None:
        return next((one for one in self.deployments if one.in_flight), None)

    def serving(self, profile: str, draw: int) -> Deployment | None:
        """What a client that drew a number from 0 to 99 is given."""
        mine = [one for one in reversed(self.deployments) if one.profile == profile]
        for one in mine:
            early = one.state in MONITORED and draw < one.percentage
            if early or one.state == "COMPLETE":
                return one
        return None


@dataclass(slots=True)
class Application:
    """An application with its environments and profiles, in the order of their making."""

    id: str
    name: str
    description: str
    environments: dict[str, Environment] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)


@dataclass(slots=True)
class Alarm:
    """An alarm of CloudWatch; a new one has no data yet."""

    name: str
    arn: str
    composite: bool
    definition: dict[str, Any]
    updated: datetime
    enabled: bool = True
    state: str = "INSUFFICIENT_DATA"
    reason: str = "Unchecked: Initial alarm creation"


@dataclass(slots=True)
class Endpoint:
    """An endpoint of SageMaker: what it is on its way to, and when it is there."""

    name: str
    configuration: str
    status: str
    then: str = ""  # gone where it is Deleting
    at: datetime | None = None
    reason: str = ""
    made: datetime = START
    tags: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sample:
    """Values of one metric at one moment, as the set that CloudWatch keeps of them."""

    metric: tuple[str, str, frozenset[tuple[str, str]]]  # namespace, name, dimensions
    at: datetime
    count: float
    sum: float
    minimum: float
    maximum: float


@dataclass(slots=True)
class Session:
    """A client of appconfigdata: what it reads, what it has, when it may ask again."""

    environment: Environment
    profile: str
    draw: int
    interval: timedelta
    has: Deployment | None = None
    earliest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One use of a session."""

    session: Session
    issued: datetime


@dataclass
class Aws:
    """All that an account has in one region. The first fields are for a test to choose.

    ``page_size`` is the most that a page of any list holds, ``datapoints`` the most of a page of
    metrics [M: both have tokens]. ``validating`` is how long a deployment is VALIDATING before it
    grows: the state exists [M], whether a rollout passes through it is [I], and none does by
    default. ``refuses_at_start``: what the validators refuse is not started; false, it is started
    and then taken back [I]. ``watches_at_once``: an alarm that fires takes back what has neither
    duration nor bake as well [I]. ``label_conflicts``: a version label in use is a conflict; false,
    a bad request [I]. ``functions`` are the Lambdas by ARN; one refuses by raising, and what it
    returns is ignored [D].
    """

    region: str = "eu-central-1"
    account: str = ACCOUNT
    page_size: int = 2
    datapoints: int = 500
    largest: int = 2048 * 1024
    most_versions: int = 10_000  # of a profile; there is a quota [M], not how many
    validating: timedelta = timedelta(0)
    rolling_back: timedelta = timedelta(minutes=1)
    refuses_at_start: bool = True
    watches_at_once: bool = True
    label_conflicts: bool = True
    # [I] AWS's reference of DeleteEndpoint does not say in which states it may be called.
    deletes_while_creating: bool = False
    protects: bool = True  # an environment that was read recently from being deleted [D]
    functions: Mapping[str, Callable[[dict[str, Any]], object]] = field(default_factory=dict)

    now: datetime = START
    applications: dict[str, Application] = field(default_factory=dict)
    strategies: dict[str, Strategy] = field(
        default_factory=lambda: {one.id: one for one in PREDEFINED}
    )
    alarms: dict[str, Alarm] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    endpoint_fails: str = ""  # why the next one cannot be made
    endpoint_configs: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    sessions: int = 0
    issued: int = 0
    made: int = 0

    def pass_minutes(self, minutes: float) -> None:
        self.pass_seconds(minutes * 60)

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass: alarms that fire now take back what is in flight, the rest goes on."""
        until = self.now + timedelta(seconds=seconds)
        for environment in self._environments():
            flight = environment.flight
            if flight is not None:
                self._watch(environment, flight)
                flight.advance(until)
        self.now = until

    def new_id(self) -> str:
        """An id of the form that AppConfig gives."""
        self.made += 1
        return f"a{self.made:06x}"

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    def _environments(self) -> Iterator[Environment]:
        for application in self.applications.values():
            yield from application.environments.values()

    def _watch(self, environment: Environment, flight: Deployment) -> None:
        """[D] Of the monitored alarms those count whose actions are not disabled."""
        if flight.strategy.at_once and not self.watches_at_once:
            return
        watched = {monitor["AlarmArn"] for monitor in environment.monitors}
        for alarm in self.alarms.values():
            fires = alarm.state in FIRING and alarm.enabled and alarm.arn in watched
            if fires and flight.state in MONITORED:
                flight.roll_back(self.now, "CLOUDWATCH_ALARM", alarm.arn, self.rolling_back)
