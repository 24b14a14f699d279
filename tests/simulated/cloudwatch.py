"""CloudWatch: alarms whose state is set by hand, and metrics that are added up as asked.

Alarms are not evaluated from metrics here, and a composite alarm does not follow its children.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from botocore.utils import parse_to_aware_datetime

from tests.simulated.aws import Alarm, Aws, Refusal, Sample
from tests.simulated.pages import page

Answer = dict[str, Any]
Dimensions = list[dict[str, str]]
Point = tuple[datetime, float]


class CloudWatch:
    """The operations of boto3's `cloudwatch` client."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def put_metric_alarm(self, AlarmName: str, ActionsEnabled: bool = True, **rest: Any) -> None:
        self._put(AlarmName, ActionsEnabled, composite=False, definition=rest)

    def put_composite_alarm(self, AlarmName: str, ActionsEnabled: bool = True, **rest: Any) -> None:
        self._put(AlarmName, ActionsEnabled, composite=True, definition=rest)

    def _put(self, name: str, enabled: bool, composite: bool, definition: Answer) -> None:
        definition.pop("Tags", None)
        before = self._aws.alarms.get(name)
        arn = self._aws.arn("cloudwatch", f"alarm:{name}")
        made = Alarm(name, arn, composite, definition, self._aws.now, enabled)
        if before is not None:  # an update keeps the state until the next evaluation
            made.state, made.reason = before.state, before.reason
        self._aws.alarms[name] = made

    def set_alarm_state(self, AlarmName: str, StateValue: str, StateReason: str) -> None:
        alarm = self._aws.alarms.get(AlarmName)
        if alarm is None:
            raise Refusal("ResourceNotFound", f"Unknown alarm {AlarmName}")
        alarm.state, alarm.reason, alarm.updated = StateValue, StateReason, self._aws.now

    def enable_alarm_actions(self, AlarmNames: list[str]) -> None:
        self._switch(AlarmNames, True)

    def disable_alarm_actions(self, AlarmNames: list[str]) -> None:
        self._switch(AlarmNames, False)

    def _switch(self, names: list[str], enabled: bool) -> None:
        for name in names:
            if name in self._aws.alarms:
                self._aws.alarms[name].enabled = enabled

    def describe_alarms(
        self,
        AlarmNames: list[str] | None = None,
        AlarmNamePrefix: str = "",
        AlarmTypes: list[str] | None = None,
        StateValue: str | None = None,
        MaxRecords: int | None = None,
        NextToken: str | None = None,
    ) -> Answer:
        """Composite alarms are among them only when AlarmTypes asks for them, as in AWS."""
        types = AlarmTypes or ["MetricAlarm"]
        items = (
            (at, {"alarm": alarm})
            for at, (name, alarm) in enumerate(sorted(self._aws.alarms.items()))
            if (AlarmNames is None or name in AlarmNames)
            and name.startswith(AlarmNamePrefix)
            and _type(alarm) in types
            and StateValue in (None, alarm.state)
        )
        size = min(MaxRecords or self._aws.page_size, self._aws.page_size)
        shown, following = page(items, size, NextToken, refused="InvalidNextToken")
        alarms = [item["alarm"] for item in shown]
        return {
            "MetricAlarms": [_described(one) for one in alarms if not one.composite],
            "CompositeAlarms": [_described(one) for one in alarms if one.composite],
            **following,
        }

    def put_metric_data(self, Namespace: str, MetricData: list[dict[str, Any]]) -> None:
        for datum in MetricData:
            metric = (Namespace, datum["MetricName"], _dimensions(datum.get("Dimensions")))
            at = parse_to_aware_datetime(datum.get("Timestamp", self._aws.now))
            self._aws.samples.append(Sample(metric, at, **_statistics(datum)))

    def get_metric_data(
        self,
        MetricDataQueries: list[dict[str, Any]],
        StartTime: datetime,
        EndTime: datetime,
        ScanBy: str = "TimestampDescending",
        MaxDatapoints: int | None = None,
        NextToken: str | None = None,
    ) -> Answer:
        start, end = parse_to_aware_datetime(StartTime), parse_to_aware_datetime(EndTime)
        if start >= end:
            raise Refusal("ValidationError", "StartTime must be before EndTime")
        points = [
            {"query": query["Id"], "point": point}
            for query in MetricDataQueries
            for point in self._points(query, start, end, ScanBy == "TimestampDescending")
        ]
        size = MaxDatapoints or self._aws.datapoints
        shown, following = page(enumerate(points), size, NextToken, refused="InvalidNextToken")
        results = [
            _result(
                query, [one["point"] for one in shown if one["query"] == query["Id"]], following
            )
            for query in MetricDataQueries
        ]
        return {"MetricDataResults": results, **following}

    def _points(
        self, query: dict[str, Any], start: datetime, end: datetime, falling: bool
    ) -> list[Point]:
        if "MetricStat" not in query:
            raise NotImplementedError(f"the double knows no expressions: {query['Expression']}")
        stat = query["MetricStat"]
        metric = stat["Metric"]
        wanted = (metric["Namespace"], metric["MetricName"], _dimensions(metric.get("Dimensions")))
        mine = [one for one in self._aws.samples if one.metric == wanted and start <= one.at < end]
        return sorted(_periods(mine, stat["Period"], stat["Stat"]), reverse=falling)


def _periods(samples: Iterable[Sample], seconds: int, statistic: str) -> Iterator[Point]:
    """One point for each period in which something was reported; none is no point, and no zero."""
    periods: dict[datetime, list[Sample]] = defaultdict(list)
    for sample in samples:
        since = sample.at.timestamp() // seconds * seconds
        periods[datetime.fromtimestamp(since, sample.at.tzinfo)].append(sample)
    for begun, held in periods.items():
        yield begun, _value(held, statistic)


def _value(samples: list[Sample], statistic: str) -> float:
    count, total = sum(one.count for one in samples), sum(one.sum for one in samples)
    if statistic == "Minimum":
        return min(one.minimum for one in samples)
    if statistic == "Maximum":
        return max(one.maximum for one in samples)
    if statistic not in ("Sum", "SampleCount", "Average"):
        raise NotImplementedError(f"the double knows no {statistic}")
    return {"Sum": total, "SampleCount": count, "Average": total / count}[statistic]


def _result(query: dict[str, Any], points: list[Point], following: dict[str, str]) -> Answer:
    return {
        "Id": query["Id"],
        "Label": query.get("Label") or query["MetricStat"]["Metric"]["MetricName"],
        "Timestamps": [at for at, _ in points],
        "Values": [value for _, value in points],
        "StatusCode": "PartialData" if following else "Complete",
    }


def _statistics(datum: dict[str, Any]) -> dict[str, float]:
    if "StatisticValues" in datum:
        given = datum["StatisticValues"]
        names = {"count": "SampleCount", "sum": "Sum", "minimum": "Minimum", "maximum": "Maximum"}
        return {ours: given[theirs] for ours, theirs in names.items()}
    values = datum.get("Values", [datum.get("Value")])
    counts = datum.get("Counts", [1.0] * len(values))
    return {
        "count": sum(counts),
        "sum": sum(value * count for value, count in zip(values, counts, strict=True)),
        "minimum": min(values),
        "maximum": max(values),
    }


def _dimensions(given: Dimensions | None) -> frozenset[tuple[str, str]]:
    """CloudWatch adds nothing up over dimensions: another set of them is another metric."""
    return frozenset((one["Name"], one["Value"]) for one in given or [])


def _type(alarm: Alarm) -> str:
    return "CompositeAlarm" if alarm.composite else "MetricAlarm"


def _described(alarm: Alarm) -> Answer:
    return {
        **alarm.definition,
        "AlarmName": alarm.name,
        "AlarmArn": alarm.arn,
        "ActionsEnabled": alarm.enabled,
        "StateValue": alarm.state,
        "StateReason": alarm.reason,
        "StateUpdatedTimestamp": alarm.updated,
    }
