"""Alarms and metrics of the double, as CloudWatch answers them."""

from datetime import timedelta
from typing import Any

import pytest

from tests.simulated.account import Account, account
from tests.simulated.aws import START, Aws

DIMENSIONS = [{"Name": "Language", "Value": "de"}]


def names(answer: dict[str, Any]) -> list[str]:
    return [one["AlarmName"] for one in answer["MetricAlarms"] + answer["CompositeAlarms"]]


def alarms() -> Account:
    one = account(Aws(page_size=2))
    for name in ("failures-de", "failures-en", "latency"):
        one.cloudwatch.put_metric_alarm(
            AlarmName=name, ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1
        )
    one.alarm("all", "OK")
    return one


ASKED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["failures-de", "failures-en", "latency"]),  # composite alarms only on request
    ({"AlarmTypes": ["CompositeAlarm"]}, ["all"]),
    ({"AlarmTypes": ["CompositeAlarm", "MetricAlarm"], "StateValue": "OK"}, ["all"]),
    ({"AlarmNames": ["latency", "all"]}, ["latency"]),
    ({"AlarmNamePrefix": "failures"}, ["failures-de", "failures-en"]),
]


@pytest.mark.parametrize(("asked", "expected"), ASKED)
def test_which_alarms_are_described(asked: dict[str, Any], expected: list[str]) -> None:
    pages = alarms().cloudwatch.get_paginator("describe_alarms").paginate(**asked)
    assert [name for page in pages for name in names(page)] == expected


def test_a_new_alarm_has_no_data_and_an_updated_one_keeps_its_state() -> None:
    one = alarms()
    found = one.cloudwatch.describe_alarms(AlarmNames=["latency"])["MetricAlarms"][0]
    assert found["StateValue"] == "INSUFFICIENT_DATA"
    one.cloudwatch.put_composite_alarm(AlarmName="all", AlarmRule="TRUE", ActionsEnabled=False)
    found = one.cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"][0]
    assert (found["StateValue"], found["ActionsEnabled"]) == ("OK", False)


def measured() -> Account:
    """Two minutes with data and one without between them."""
    one = account()
    data: list[dict[str, Any]] = [
        {"Timestamp": START, "Value": 0.5},
        {"Timestamp": START + timedelta(seconds=59), "Values": [0.1, 0.9], "Counts": [2, 1]},
        {
            "Timestamp": START + timedelta(seconds=120),
            "StatisticValues": {"SampleCount": 4, "Sum": 2, "Minimum": 0.5, "Maximum": 0.5},
        },
    ]
    common = {"MetricName": "Score", "Dimensions": DIMENSIONS}
    one.cloudwatch.put_metric_data(
        Namespace="Langroute", MetricData=[{**common, **datum} for datum in data]
    )
    return one


def query(statistic: str, dimensions: list[dict[str, str]] = DIMENSIONS) -> dict[str, Any]:
    metric = {"Namespace": "Langroute", "MetricName": "Score", "Dimensions": dimensions}
    return {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 60, "Stat": statistic}}


def ask(one: Account, *queries: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = one.cloudwatch.get_metric_data(
        MetricDataQueries=list(queries),
        **{"StartTime": START, "EndTime": START + timedelta(hours=1), **more},
    )
    return answer


STATISTICS = [
    ("Sum", [2.0, 1.6]),
    ("SampleCount", [4, 4]),
    ("Average", [0.5, 0.4]),
    ("Minimum", [0.5, 0.1]),
    ("Maximum", [0.5, 0.9]),
]


@pytest.mark.parametrize(("statistic", "expected"), STATISTICS)
def test_periods_with_data_newest_first(statistic: str, expected: list[float]) -> None:
    result = ask(measured(), query(statistic))["MetricDataResults"][0]
    assert result["Timestamps"] == [START + timedelta(minutes=2), START]
    assert result["Values"] == pytest.approx(expected)
    assert result["StatusCode"] == "Complete"


def test_no_data_is_no_point_and_no_zero() -> None:
    other = [*DIMENSIONS, {"Name": "Model", "Value": "m"}]
    for given in (query("Sum", other), query("Sum", [])):
        assert ask(measured(), given)["MetricDataResults"][0]["Values"] == []


def test_the_end_of_the_time_asked_for_is_not_part_of_it() -> None:
    result = ask(measured(), query("SampleCount"), EndTime=START + timedelta(minutes=2))
    assert result["MetricDataResults"][0]["Values"] == [4]


def test_many_points_come_in_pages() -> None:
    one = measured()
    first = ask(one, query("Sum"), MaxDatapoints=1, ScanBy="TimestampAscending")
    again = {"MaxDatapoints": 1, "ScanBy": "TimestampAscending", "NextToken": first["NextToken"]}
    second = ask(one, query("Sum"), **again)
    assert [answer["MetricDataResults"][0]["Values"] for answer in (first, second)] == [[1.6], [2]]
    assert "NextToken" not in second
