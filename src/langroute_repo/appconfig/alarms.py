"""The alarms that guard an environment: AppConfig takes a deployment back when one fires."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.aws.clients import AppConfig, CloudWatch

OK, FIRING = "OK", "ALARM"
OFF = "but its actions are off, so AppConfig looks away"
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


def firing(cloudwatch: CloudWatch, alarms: Sequence[Alarm]) -> list[Alarm]:
    """The alarms at the bottom that make these fire: a composite's children, and theirs."""
    found: list[Alarm] = []
    for alarm in alarms:
        if alarm.state == FIRING:
            found += firing(cloudwatch, described(cloudwatch, alarm.children)) or [alarm]
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
