"""A deployment of AppConfig along the clock: growth, bake, and the ways back.

When each percentage comes is taken from the log of a deployment in AWS's documentation of
GetDeployment (25 % linear over 15 minutes: a step every 3 minutes, 100 % after 12, bake after 15).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

MONITORED = frozenset({"DEPLOYING", "BAKING"})
IN_FLIGHT = MONITORED | {"VALIDATING", "ROLLING_BACK"}
REVERTIBLE = timedelta(hours=72)  # [M] StopDeployment, AllowRevert


@dataclass(frozen=True, slots=True)
class Strategy:
    """How a rollout grows; duration and bake in minutes, factor in percent."""

    id: str
    name: str
    duration: int
    growth: str
    factor: float
    bake: int
    description: str = ""
    replicate: str = "NONE"

    @property
    def at_once(self) -> bool:
        """Neither duration nor bake."""
        return not self.duration and not self.bake

    def percentages(self) -> list[float]:
        """Every share of the clients on the way, the last one 100."""
        if not self.duration:
            return [100.0]
        shares = [self.factor]
        while shares[-1] < 100:
            last = shares[-1]
            grown = last * 2 if self.growth == "EXPONENTIAL" else last + self.factor
            shares.append(min(100.0, grown))
        return shares


# [R] as the emulator has them, and AWS's console shows.
PREDEFINED = (
    Strategy("AppConfig.AllAtOnce", "AppConfig.AllAtOnce", 0, "LINEAR", 100.0, 10),
    Strategy(
        "AppConfig.Linear50PercentEvery30Seconds",
        "AppConfig.Linear50PercentEvery30Seconds",
        *(1, "LINEAR", 50.0, 1),
    ),
    Strategy(
        "AppConfig.Canary10Percent20Minutes",
        "AppConfig.Canary10Percent20Minutes",
        *(20, "EXPONENTIAL", 10.0, 10),
    ),
    Strategy(
        "AppConfig.Linear20PercentEvery6Minutes",
        "AppConfig.Linear20PercentEvery6Minutes",
        *(30, "LINEAR", 20.0, 30),
    ),
)


@dataclass(frozen=True, slots=True)
class Version:
    """A hosted version."""

    number: int
    content: bytes
    type: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to a deployment at a moment; without an event only its state changes."""

    at: datetime
    state: str
    percentage: float
    event: str = ""
    by: str = "APPCONFIG"
    description: str = ""


@dataclass(slots=True)
class Deployment:
    """A deployment now; its states and events are [M].

    It holds its version, for deleting that takes nothing from the clients.
    """

    number: int
    profile: str
    version: Version
    asked_for: str  # number or label, as StartDeployment named it
    strategy: Strategy
    description: str
    started: datetime
    state: str = "DEPLOYING"
    percentage: float = 0.0
    completed: datetime | None = None
    events: list[dict[str, Any]] = field(default_factory=list)  # newest first
    ahead: list[Step] = field(default_factory=list)

    @property
    def in_flight(self) -> bool:
        return self.state in IN_FLIGHT

    def advance(self, until: datetime) -> None:
        """Take the steps that are due."""
        while self.ahead and self.ahead[0].at <= until:
            self.take(self.ahead.pop(0))

    def take(self, step: Step) -> None:
        self.state, self.percentage = step.state, step.percentage
        if step.state in ("COMPLETE", "ROLLED_BACK"):
            self.completed = step.at
        if step.event:
            event = {
                "EventType": step.event,
                "TriggeredBy": step.by,
                "Description": step.description,
                "OccurredAt": step.at,
            }
            self.events.insert(0, event)

    def roll_back(self, at: datetime, by: str, why: str, lasts: timedelta) -> None:
        """Begin the way back; the former version is served from now on."""
        self.take(Step(at, "ROLLING_BACK", self.percentage, "ROLLBACK_STARTED", by, why))
        done = Step(at + lasts, "ROLLED_BACK", 0.0, "ROLLBACK_COMPLETED")
        self.ahead = [done]

    def revert(self, at: datetime) -> None:
        self.take(Step(at, "REVERTED", 0.0, "REVERT_COMPLETED", "USER", "Deployment reverted"))

    def revertible(self, now: datetime) -> bool:
        """Whether it has been complete for less than 72 hours."""
        recent = self.completed is not None and now - self.completed < REVERTIBLE
        return self.state == "COMPLETE" and recent


def steps(strategy: Strategy, begun: datetime) -> Iterator[Step]:
    """All that a deployment goes through when nothing takes it back."""
    shares = strategy.percentages()
    gap = timedelta(minutes=strategy.duration) / (len(shares) + 1)
    for count, share in enumerate(shares, start=1):
        said = f"Configuration available to {share:.2f}% of clients"
        at = begun + count * gap
        yield Step(at, "DEPLOYING", share, "PERCENTAGE_UPDATED", description=said)
    baking = begun + timedelta(minutes=strategy.duration)
    said = "Deployment bake time started"
    yield Step(baking, "BAKING", 100.0, "BAKE_TIME_STARTED", description=said)
    done = baking + timedelta(minutes=strategy.bake)
    said = "Deployment completed"
    yield Step(done, "COMPLETE", 100.0, "DEPLOYMENT_COMPLETED", description=said)
