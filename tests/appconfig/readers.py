"""What readers send to CloudWatch, in the double of AWS."""

from tests.simulated.account import Account


def measure(account: Account, relevant: float, low: float = 0.1, high: float = 0.9) -> None:
    """What the readers of de count in a minute: 2,000 answers of the primary."""
    dimensions = {
        "Environment": "staging",
        "Language": "de",
        "Model": "words",
        "Role": "primary",
    }
    samples = {
        "Requests": (2000.0, 2000.0, 1.0, 1.0),
        "Relevant": (2000.0, 2000 * relevant, 0.0, 1.0),
        "Score": (2000.0, 2000 * (low + high) / 2, low, high),
    }
    for minute in range(5):
        account.cloudwatch.put_metric_data(
            Namespace="Langroute",
            MetricData=[
                {
                    "MetricName": name,
                    "Dimensions": [
                        {"Name": key, "Value": value} for key, value in dimensions.items()
                    ],
                    "Timestamp": account.aws.now.timestamp() + 60 * minute,
                    "StatisticValues": {
                        "SampleCount": count,
                        "Sum": total,
                        "Minimum": least,
                        "Maximum": most,
                    },
                }
                for name, (count, total, least, most) in samples.items()
            ],
        )
