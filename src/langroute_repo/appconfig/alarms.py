"""The alarms that guard an environment: AppConfig takes a deployment back when one fires."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.aws.clients import AppConfig, CloudWatch

OK, FIRING = "OK", "ALARM"
OFF = "but its actions are off, so AppConfig looks away"
TAKES_BACK = frozenset(
    {FIRING, "INSUFFICIENT_DATA"}
)  # a deployment, unless its actions are disabled
GONE = "GONE"  # our word: the environment names an alarm that CloudWatch does not have
NAMES_A_CALL = 100  # of DescribeAlarms
CHILD = re.compile(r"""ALARM\(\s*["']?([^"')]+?)["']?\s*\)""")


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm with its state in CloudWatch's words: OK, ALARM, INSUFFICIENT_DATA; or GONE.

    One whose actions are off (``acts``) is there and says its state, and AppConfig looks away.
    """

    name: str
    state: str
    reason: str
    children: tuple[str, ...] = ()  # of a composite alarm, by its rule
    acts: bool = True

    @property
    def stand(self) -> str:
        """How it stands, without the reason."""
        return f"{self.name} is {self.state}{'' if self.acts else f', {OFF}'}"

    def __str__(self) -> str:
        reason = f" ({self.reason})" if self.reason and self.state != OK else ""
        return f"{self.stand}{reason}"


def guards(aws: AppConfig, cloudwatch: CloudWatch, place: EnvironmentIds) -> list[Alarm]:
    """The alarms that the environment monitors; none when nothing would take a deployment back."""
    monitors = aws.call("get_environment", **place.in_environment).get("Monitors") or []
    return described(cloudwatch, [one["AlarmArn"].partition(":alarm:")[2] for one in monitors])


class Sightings:
    """Looks at what guards an environment, and remembers which alarms were seen not to be OK.

    By the time that a deployment is taken back the alarm that did it may have recovered.
    """

    def __init__(self, aws: AppConfig, cloudwatch: CloudWatch, place: EnvironmentIds) -> None:
        self._doors = (aws, cloudwatch, place)
        self._bad: dict[str, Alarm] = {}
        self.top: list[Alarm] = []  # as of the last look

    def look(self) -> list[Alarm]:
        """The alarms that guard it now."""
        self.top = alarms = guards(*self._doors)
        if any(one.state in TAKES_BACK for one in alarms):
            self._bad |= {one.name: one for one in firing(self._doors[1], alarms)}
        return alarms

    @property
    def bad(self) -> list[Alarm]:
        """Those at the bottom, each as it was seen last when it was not OK."""
        return list(self._bad.values())


def firing(cloudwatch: CloudWatch, alarms: Sequence[Alarm]) -> list[Alarm]:
    """The alarms at the bottom that make these fire: a composite's children, and theirs.

    One without data makes no composite alarm fire; as a monitor it takes a deployment back itself.
    """
    found: list[Alarm] = []
    for alarm in alarms:
        if alarm.state == FIRING:
            children = described(cloudwatch, alarm.children)
            found += firing(cloudwatch, [one for one in children if one.state == FIRING]) or [alarm]
        elif alarm.state in TAKES_BACK:
            found.append(alarm)
    return found


def described(cloudwatch: CloudWatch, names: Sequence[str]) -> list[Alarm]:
    """The alarms of these names as they are now, in this order."""
    known: dict[str, Alarm] = {}
    for start in range(0, len(names), NAMES_A_CALL):
        batch = list(names[start : start + NAMES_A_CALL])
        known |= {one.name: one for one in _described(cloudwatch, batch)}
    return [known.get(name, Alarm(name, GONE, "deleted, or in another account")) for name in names]


def _described(cloudwatch: CloudWatch, names: list[str]) -> Iterator[Alarm]:
    kinds = ["CompositeAlarm", "MetricAlarm"]
    page: dict[str, str] = {}
    while True:
        answer = cloudwatch.call("describe_alarms", AlarmNames=names, AlarmTypes=kinds, **page)
        for one in (*answer.get("CompositeAlarms", ()), *answer.get("MetricAlarms", ())):
            children = tuple(CHILD.findall(one.get("AlarmRule") or ""))
            state, reason = one["StateValue"], one.get("StateReason") or ""
            yield Alarm(one["AlarmName"], state, reason, children, one["ActionsEnabled"])
        if not answer.get("NextToken"):
            return
        page = {"NextToken": answer["NextToken"]}
