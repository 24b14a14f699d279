"""What CloudWatch is asked for, and what its answers become."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest

from langroute_repo.appconfig.metrics import MOST_QUERIES, STATISTICS, measure
from langroute_repo.appconfig.promise import Measured, Promise
from langroute_repo.aws.errors import AwsError
from scripts.tour.local_aws import LocalAws

PRIMARY = Promise("de", "primary", "words", 2410, 9000, 0.001)
CANARY = Promise("de", "canary", "embedding", 2500, 1000, 0.001)
SINCE = datetime(2026, 11, 9, 3, 0, 0, tzinfo=UTC)
UNTIL = SINCE + timedelta(minutes=10)
Values = dict[tuple[str, str, str], list[float]]


@cache
def shape_of(kind: str) -> Any:
    from botocore.session import get_session

    operation = get_session().get_service_model("cloudwatch").operation_model("GetMetricData")
    return getattr(operation, f"{kind}_shape")


def fits(kind: str, value: dict[str, Any]) -> None:
    """Hold a request or an answer against the service model that botocore has."""
    from botocore.validate import ParamValidator

    report = ParamValidator().validate(value, shape_of(kind))
    assert not report.has_errors(), report.generate_report()


class Double:
    """CloudWatch with given values by model, metric and statistic, and a page for each of them."""

    def __init__(self, values: Values, page: int = 10**6, status: str = "Complete") -> None:
        self.asked: list[dict[str, Any]] = []
        self._values, self._page, self._status = values, page, status

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        assert operation == "get_metric_data"
        fits("input", arguments)
        self.asked.append(arguments)
        rows = list(self._rows(arguments))
        first = int(arguments.get("NextToken", 0))
        shown = rows[first : first + self._page]
        answer: dict[str, Any] = {"MetricDataResults": shown, "Messages": []}
        if first + self._page < len(rows):
            answer["NextToken"] = str(first + self._page)
        fits("output", answer)
        return answer

    def _rows(self, arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """A result for each value, as when a page ends within a metric; an empty one for none."""
        for query in arguments["MetricDataQueries"]:
            metric = query["MetricStat"]["Metric"]
            model = {one["Name"]: one["Value"] for one in metric["Dimensions"]}["Model"]
            found = self._values.get((model, metric["MetricName"], query["MetricStat"]["Stat"]))
            for values in ([value] for value in found) if found else ([],):
                yield {
                    "Id": query["Id"],
                    "Label": metric["MetricName"],
                    "Timestamps": [arguments["StartTime"]] * len(values),
                    "Values": values,
                    "StatusCode": self._status,
                }


VALUES: Values = {
    ("words", "Requests", "Sum"): [500.0, 0.0, 504.0],
    ("words", "Failures", "Sum"): [4.0, 0.0],
    ("words", "Relevant", "SampleCount"): [500.0, 500.0],
    ("words", "Relevant", "Sum"): [120.0, 121.0],
    ("words", "Score", "SampleCount"): [500.0, 500.0],
    ("words", "Score", "Minimum"): [0.125, 0.0625],
    ("words", "Score", "Maximum"): [0.75, 0.5],
}
WORDS = Measured(1004, 4, 1000, 241, 1000, 0.0625, 0.75)


@pytest.mark.parametrize("page", [1, 3, 1000])
def test_minutes_become_one_number_each_however_they_are_paged(page: int) -> None:
    double = Double(VALUES, page)
    found = measure(double, "production", [PRIMARY, CANARY], SINCE, UNTIL)
    assert found == {PRIMARY: WORDS, CANARY: Measured()}


def test_no_requests_are_not_no_data() -> None:
    double = Double({("words", "Requests", "Sum"): [0.0]})
    assert measure(double, "production", [PRIMARY], SINCE, UNTIL) == {PRIMARY: Measured(requests=0)}


def test_each_metric_is_asked_for_with_all_dimensions_by_the_minute() -> None:
    double = Double({})
    measure(double, "production", [PRIMARY], SINCE, UNTIL)
    queries = [query["MetricStat"] for query in double.asked[0]["MetricDataQueries"]]
    assert [(query["Metric"]["MetricName"], query["Stat"]) for query in queries] == [
        ("Requests", "Sum"),
        ("Failures", "Sum"),
        ("Relevant", "SampleCount"),
        ("Relevant", "Sum"),
        ("Score", "SampleCount"),
        ("Score", "Minimum"),
        ("Score", "Maximum"),
    ]
    assert {query["Metric"]["Namespace"] for query in queries} == {"Langroute"}
    assert {query["Period"] for query in queries} == {60}
    assert queries[0]["Metric"]["Dimensions"] == [
        {"Name": "Environment", "Value": "production"},
        {"Name": "Language", "Value": "de"},
        {"Name": "Model", "Value": "words"},
        {"Name": "Role", "Value": "primary"},
    ]


@pytest.mark.parametrize(
    ("since", "until", "start", "end"),
    [
        ("03:00:00", "03:10:00", "03:00", "03:10"),
        ("03:00:01", "03:10:59", "03:01", "03:10"),
        ("02:59:30", "03:09:59.999999", "03:00", "03:09"),
    ],
)
def test_only_whole_minutes_count(since: str, until: str, start: str, end: str) -> None:
    double = Double({})
    times = [datetime.fromisoformat(f"2026-11-09T{time}+00:00") for time in (since, until)]
    measure(double, "production", [PRIMARY], *times)
    assert [double.asked[0][key].strftime("%H:%M:%S.%f") for key in ("StartTime", "EndTime")] == [
        f"{start}:00.000000",
        f"{end}:00.000000",
    ]


def test_other_zones_are_the_same_minutes() -> None:
    double, zone = Double({}), timezone(timedelta(hours=5, minutes=30))
    measure(double, "production", [PRIMARY], SINCE.astimezone(zone), UNTIL.astimezone(zone))
    assert (double.asked[0]["StartTime"], double.asked[0]["EndTime"]) == (SINCE, UNTIL)


@pytest.mark.parametrize("later", [-600, 0, 59])
def test_without_a_whole_minute_nothing_is_asked(later: int) -> None:
    double = Double(VALUES)
    since = SINCE + timedelta(seconds=1)
    found = measure(double, "production", [PRIMARY], since, SINCE + timedelta(seconds=later))
    assert (found, double.asked) == ({PRIMARY: Measured()}, [])


def test_many_promises_are_asked_for_in_several_calls() -> None:
    promises = [
        Promise(f"x-{number}", "primary", f"model-{number}", None, 10_000, 0.001)
        for number in range(100)
    ]
    double = Double({(one.model, "Requests", "Sum"): [float(one.model[6:])] for one in promises})
    found = measure(double, "production", promises, SINCE, UNTIL)
    assert [measured.requests for measured in found.values()] == list(range(100))
    sizes = [len(arguments["MetricDataQueries"]) for arguments in double.asked]
    assert sizes == [MOST_QUERIES, len(promises) * len(STATISTICS) - MOST_QUERIES]


@pytest.mark.parametrize("status", ["Forbidden", "InternalError"])
def test_what_cannot_be_read_is_not_no_data(status: str) -> None:
    with pytest.raises(AwsError) as raised:
        measure(Double({}, status=status), "production", [PRIMARY], SINCE, UNTIL)
    assert raised.value.message == (
        f"CloudWatch does not give Requests of de primary words: {status}"
    )


def test_half_a_page_is_data() -> None:
    double = Double(VALUES, status="PartialData")
    assert measure(double, "production", [PRIMARY], SINCE, UNTIL) == {PRIMARY: WORDS}


class Door:
    """The door to a real client."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def call(self, operation: str, **arguments: object) -> dict[str, Any]:
        answer: dict[str, Any] = getattr(self._client, operation)(**arguments)
        return answer


def emit(client: Any, time: datetime, role: str, metric: str, values: dict[float, int]) -> None:
    """What a reader writes in a minute: each value with how often it came."""
    model = {"primary": "words", "canary": "embedding"}[role]
    dimensions = {"Environment": "production", "Language": "de", "Model": model, "Role": role}
    datum = {
        "MetricName": metric,
        "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
        "Timestamp": time,
        "Values": list(values),
        "Counts": [float(count) for count in values.values()],
    }
    client.put_metric_data(Namespace="Langroute", MetricData=[datum])


@pytest.mark.slow
def test_through_the_embedded_aws(aws: LocalAws) -> None:
    """It ignores pages and quotas, and shows at once what AWS shows later."""
    client = aws.client("cloudwatch", "eu-central-1")
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    since, until = now - timedelta(minutes=20), now - timedelta(minutes=10)
    for minutes in (-1, 0, 3, 9, 10):  # the first and the last lie outside
        time = since + timedelta(minutes=minutes, seconds=20)
        emit(client, time, "primary", "Requests", {1.0: 20})
        emit(client, time, "primary", "Failures", {0.0: 19, 1.0: 1})
        emit(client, time, "primary", "Relevant", {0.0: 15, 1.0: 4})
        emit(client, time, "primary", "Score", {0.125 + minutes / 100: 10, 0.75: 9})
        emit(client, time, "canary", "Requests", {1.0: 2})
    assert measure(Door(client), "production", [PRIMARY, CANARY], since, until) == {
        PRIMARY: Measured(60, 3, 57, 12, 57, 0.125, 0.75),
        CANARY: Measured(requests=6),
    }
    assert measure(Door(client), "staging", [PRIMARY], since, until) == {PRIMARY: Measured()}
