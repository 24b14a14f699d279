"""The part of the tour in which one language fails in production, and its alarm goes off."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from langroute.appconfig.client import connect
from langroute.appconfig.live import find, look
from langroute.tree.files.environment import EnvironmentFile
from scripts.local_aws import LocalAws

BETWEEN = 0.1  # seconds between looks for the deployment
FAILURES = 50  # events


def guard(aws: LocalAws, environment: EnvironmentFile, tag: str) -> None:
    """Let an alarm on the failures of one language guard an environment, as the stack does."""
    name = f"langroute-{environment.environment}-failures-{tag}"
    cloudwatch = aws.client("cloudwatch", environment.region)
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="Langroute",
        MetricName="Failures",
        Dimensions=_dimensions(environment, tag),
        Statistic="Average",
        Period=60,
        EvaluationPeriods=1,
        Threshold=0.05,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
    )
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="nothing failed yet")
    arn = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["AlarmArn"]
    place = find(connect(environment), environment)
    aws.client("appconfig", environment.region).update_environment(
        **place.in_environment, Monitors=[{"AlarmArn": arn}]
    )


@contextmanager
def failing(aws: LocalAws, environment: EnvironmentFile, tag: str) -> Iterator[None]:
    """Within it, all events of a language fail from the moment a deployment is on its way."""
    over = threading.Event()
    fails = threading.Thread(target=_fail, args=[aws, environment, tag, over], daemon=True)
    fails.start()
    try:
        yield
    finally:
        over.set()
        fails.join()


def _fail(aws: LocalAws, environment: EnvironmentFile, tag: str, over: threading.Event) -> None:
    door = connect(environment)
    place = find(door, environment)
    while not over.wait(BETWEEN):
        if look(door, place).flight is not None:
            break
    else:
        return
    aws.client("cloudwatch", environment.region).put_metric_data(
        Namespace="Langroute",
        MetricData=[
            {
                "MetricName": "Failures",
                "Dimensions": _dimensions(environment, tag),
                "Values": [1.0],
                "Counts": [float(FAILURES)],
            }
        ],
    )


def _dimensions(environment: EnvironmentFile, tag: str) -> list[dict[str, str]]:
    return [
        {"Name": "Environment", "Value": environment.environment},
        {"Name": "Language", "Value": tag},
    ]
