"""What CloudWatch makes of lines in the embedded metric format, in the double of AWS."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from tests.simulated.account import Account

Datum = dict[str, Any]

# Written from the specification and the API reference; of its own members only those used here.
NUMBERS: Datum = {
    "anyOf": [
        {"type": "number"},
        {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 100},
    ]
}
NAME: Datum = {"type": "string", "minLength": 1, "maxLength": 255}
DIRECTIVE: Datum = {
    "type": "object",
    "required": ["Namespace", "Dimensions", "Metrics"],
    "additionalProperties": False,
    "properties": {
        "Namespace": {"const": "Langroute"},
        "Dimensions": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "array", "maxItems": 9, "uniqueItems": True, "items": NAME},
        },
        "Metrics": {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {
                "type": "object",
                "required": ["Name"],
                "additionalProperties": False,
                "properties": {"Name": NAME, "Unit": {"enum": ["Count", "None"]}},
            },
        },
    },
}
DIMENSION: Datum = {
    "type": "string",
    "maxLength": 1024,
    "pattern": r"^[ -~]*[!-~][ -~]*$",
}
SCHEMA: Datum = {
    "type": "object",
    "required": ["_aws"],
    "properties": {
        "_aws": {
            "type": "object",
            "required": ["Timestamp", "CloudWatchMetrics"],
            "additionalProperties": False,
            "properties": {
                # Milliseconds of this century, where seconds or microseconds would not lie.
                "Timestamp": {
                    "type": "integer",
                    "minimum": 946_684_800_000,
                    "maximum": 4_102_444_800_000,
                },
                "CloudWatchMetrics": {"type": "array", "minItems": 1, "items": DIRECTIVE},
            },
        },
        **dict.fromkeys(("Environment", "Language", "Model", "Role", "Reason"), DIMENSION),
    },
    "additionalProperties": NUMBERS,
}
LONGEST = 256 * 1024  # bytes


def documents(text: str) -> list[Datum]:
    """The lines as documents; each line is one, with nothing beside it."""
    assert not text or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def data(text: str) -> Iterator[Datum]:
    """Each metric under each set of dimensions, as PutMetricData would be given it."""
    for document in documents(text):
        stamp = datetime.fromtimestamp(document["_aws"]["Timestamp"] / 1000, UTC)
        for directive in document["_aws"]["CloudWatchMetrics"]:
            for keys in directive["Dimensions"]:
                dimensions = [{"Name": key, "Value": document[key]} for key in keys]
                for metric in directive["Metrics"]:
                    values = document[metric["Name"]]
                    yield {
                        "MetricName": metric["Name"],
                        "Dimensions": dimensions,
                        "Timestamp": stamp,
                        "Values": values if isinstance(values, list) else [values],
                    }


def deliver(account: Account, text: str) -> None:
    """Let CloudWatch have the lines."""
    account.cloudwatch.put_metric_data(Namespace="Langroute", MetricData=list(data(text)))


class Door:
    """CloudWatch as `measure` asks it."""

    def __init__(self, account: Account) -> None:
        self._client = account.cloudwatch

    def call(self, operation: str, **arguments: object) -> Any:
        return getattr(self._client, operation)(**arguments)


def alarming(account: Account, alarm: Datum, start: datetime, periods: int) -> bool:
    """Whether an alarm of a template fires in the periods from a time on, evaluated as AWS does.

    A period without data is as the alarm says, here always not breaching.
    """
    assert alarm["TreatMissingData"] == "notBreaching"
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    metric = {name: alarm[name] for name in ("Namespace", "MetricName", "Dimensions")}
    stat = {"Metric": metric, "Period": alarm["Period"], "Stat": alarm["Statistic"]}
    answer = account.cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": "q", "MetricStat": stat}],
        StartTime=start,
        EndTime=datetime.fromtimestamp(start.timestamp() + alarm["Period"] * periods, UTC),
    )["MetricDataResults"][0]
    over = [
        at
        for at, value in zip(answer["Timestamps"], answer["Values"], strict=True)
        if value > alarm["Threshold"]
    ]
    return any(_among(over, at, alarm) >= alarm["DatapointsToAlarm"] for at in over)


def _among(times: Iterable[datetime], last: datetime, alarm: Datum) -> int:
    window = alarm["EvaluationPeriods"] * alarm["Period"]
    return sum(0 <= (last - time).total_seconds() < window for time in times)


def querying(text: str, alarm: Datum, start: datetime, periods: int) -> bool:
    """The same of an alarm on a query of Metrics Insights, over lines in the format.

    A query takes the metrics with exactly the dimensions of its schema.
    """
    assert (alarm["TreatMissingData"], alarm["EvaluationPeriods"]) == ("notBreaching", 1)
    (query,) = alarm["Metrics"]
    found = re.fullmatch(
        r'SELECT (SUM|MAX)\((\w+)\) FROM SCHEMA\("Langroute", ([\w, ]+)\) '
        r"WHERE Environment = '(\w+)'",
        query["Expression"],
    )
    assert found
    total = sum if found[1] == "SUM" else max
    values: dict[float, list[float]] = {}
    for datum in data(text):
        named = {one["Name"]: one["Value"] for one in datum["Dimensions"]}
        if (datum["MetricName"], list(named)) == (found[2], found[3].split(", ")):
            at = (datum["Timestamp"] - start).total_seconds() // query["Period"]
            if named["Environment"] == found[4] and 0 <= at < periods:
                values.setdefault(at, []).extend(datum["Values"])
    return any(total(one) > alarm["Threshold"] for one in values.values())
