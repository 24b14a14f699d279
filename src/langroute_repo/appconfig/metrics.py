"""Reads what readers measured of each promise of a push, from CloudWatch.

Readers write 0 or 1 for each event, so that a sum is a count and the number of samples is of how
many. Metrics of a minute arrive in the next one or two, and not all at once: up to the very moment
too few requests of one model are there, which looks like a change of traffic. With the last two
minutes left out, late metrics make a verdict later and never another one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple, Protocol

from langroute_repo.appconfig.promise import Measured, Promise
from langroute_repo.aws.errors import AwsError

NAMESPACE = "Langroute"
MINUTE = timedelta(minutes=1)
# Of one GetMetricData; it may be asked 50 times a second.
MOST_QUERIES = 500
ANSWERED = {"Complete", "PartialData"}  # PartialData: the next page has the rest


def _count(minutes: Iterable[float]) -> int:
    return round(sum(minutes))


class CloudWatch(Protocol):
    """A door to CloudWatch: one call, by its name in boto3."""

    def call(self, operation: str, **arguments: object) -> dict[str, Any]: ...


class _Statistic(NamedTuple):
    """What one field of ``Measured`` is in CloudWatch, and how its minutes become one number."""

    metric: str
    name: str
    together: Callable[[Iterable[float]], float]


STATISTICS = {
    "requests": _Statistic("Requests", "Sum", _count),
    "failures": _Statistic("Failures", "Sum", _count),
    "decided": _Statistic("Relevant", "SampleCount", _count),
    "relevant": _Statistic("Relevant", "Sum", _count),
    "scores": _Statistic("Score", "SampleCount", _count),
    "lowest": _Statistic("Score", "Minimum", min),
    "highest": _Statistic("Score", "Maximum", max),
}


class _Query(NamedTuple):
    """One statistic of one promise."""

    promise: Promise
    field: str


def measure(
    cloudwatch: CloudWatch,
    environment: str,
    promises: Sequence[Promise],
    since: datetime,
    until: datetime,
) -> dict[Promise, Measured]:
    """What was measured of each promise in the minutes that lie wholly between two times.

    None before the bake: until 100 % the old and the new document answer under the same dimensions,
    and what they count cannot be told apart. None after the next deployment has started, for the
    same reason. The caller also leaves out the ``settling`` time of config/policy.yaml: when the
    bake has begun, for readers ask once a minute, and before now, for metrics are late. Times carry
    their zone. What has no data is None; that CloudWatch cannot be read is an ``AwsError``.
    """
    start, end = whole_minutes(since, until)
    queries = [_Query(promise, field) for promise in promises for field in STATISTICS]
    minutes: dict[_Query, list[float]] = defaultdict(list)
    if start < end:
        for first in range(0, len(queries), MOST_QUERIES):
            batch = queries[first : first + MOST_QUERIES]
            for query, values in _values(cloudwatch, environment, batch, start, end):
                minutes[query] += values
    return {promise: _measured(promise, minutes) for promise in promises}


def whole_minutes(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The first and the last end of the minutes that lie wholly between; none where they cross."""
    start, end = _minute(since), _minute(until)
    return (start + MINUTE if start < since else start), end


def _minute(time: datetime) -> datetime:
    """The minute that a time lies in: CloudWatch would round down the first one by itself."""
    return time.astimezone(UTC).replace(second=0, microsecond=0)


def _values(
    cloudwatch: CloudWatch,
    environment: str,
    queries: Sequence[_Query],
    start: datetime,
    end: datetime,
) -> Iterator[tuple[_Query, list[float]]]:
    """A value for each minute that has data; a page more of them may follow for any query."""
    asked = [_asked(f"q{index}", query, environment) for index, query in enumerate(queries)]
    arguments = {"MetricDataQueries": asked, "StartTime": start, "EndTime": end}
    answer = cloudwatch.call("get_metric_data", **arguments)
    yield from _page(answer, queries)
    while token := answer.get("NextToken"):
        answer = cloudwatch.call("get_metric_data", **arguments, NextToken=token)
        yield from _page(answer, queries)


def _asked(name: str, query: _Query, environment: str) -> dict[str, Any]:
    statistic, promise = STATISTICS[query.field], query.promise
    dimensions = {
        "Environment": environment,
        "Language": promise.language,
        "Model": promise.model,
        "Role": promise.role,
    }
    metric = {
        "Namespace": NAMESPACE,
        "MetricName": statistic.metric,
        "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
    }
    stat = {"Metric": metric, "Period": 60, "Stat": statistic.name}
    return {"Id": name, "MetricStat": stat}


def _page(
    answer: Mapping[str, Any], queries: Sequence[_Query]
) -> Iterator[tuple[_Query, list[float]]]:
    for result in answer["MetricDataResults"]:
        query = queries[int(result["Id"][1:])]
        if result.get("StatusCode", "Complete") not in ANSWERED:
            said = chain(answer.get("Messages") or (), result.get("Messages") or ())
            reasons = [result["StatusCode"], *(one["Value"] for one in said if one.get("Value"))]
            raise AwsError(
                f"CloudWatch does not give {STATISTICS[query.field].metric} of {query.promise}: "
                f"{', '.join(reasons)}",
                "use a role that allows cloudwatch:GetMetricData, or try again in a minute",
            )
        yield query, result.get("Values") or []


def _measured(promise: Promise, minutes: Mapping[_Query, list[float]]) -> Measured:
    known = {
        field: statistic.together(values)
        for field, statistic in STATISTICS.items()
        if (values := minutes.get(_Query(promise, field)))
    }
    return Measured(**known)  # type: ignore[arg-type] # counts are whole, ends are not
