"""The part of an alarm that says which rate of a language's events is too high, for how long."""

from langroute_repo.appconfig.metrics import NAMESPACE
from langroute_repo.infra.resources import Data
from langroute_repo.infra.settings import Settings
from langroute_repo.tree.values import basis_points, breaching, seconds


def rate(settings: Settings, tag: str, metric: str) -> Data:
    """Of a metric that is 1 or 0 for each event, by the limits of the environment's file.

    A language without events in a period breaks no limit; and a new alarm that waited for data
    would roll back the first deployment.
    """
    alarm = settings.environment.alarm
    count, periods = breaching(alarm.breaching)
    return {
        "Namespace": NAMESPACE,
        "MetricName": metric,
        "Dimensions": [
            {"Name": "Environment", "Value": settings.name},
            {"Name": "Language", "Value": tag},
        ],
        "Statistic": "Average",
        "Period": seconds(alarm.period),
        "EvaluationPeriods": periods,
        "DatapointsToAlarm": count,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": basis_points(alarm.failures) / 10_000,
        "TreatMissingData": "notBreaching",
    }
