"""Deployments of the double along its clock, and the ways back."""

from datetime import timedelta

import pytest

from tests.simulated.account import Account, account
from tests.simulated.aws import START, Aws
from tests.simulated.test_appconfig import refused


def test_the_log_of_the_deployment_in_the_documentation() -> None:
    """25 % linear over 15 minutes, as in the example of GetDeployment, with a bake of 10."""
    one = account()
    number = one.start(one.store(), one.quick)
    one.aws.pass_minutes(30)
    log = [
        ((event["OccurredAt"] - START) / timedelta(minutes=1), event["Description"])
        for event in one.seen(number)["EventLog"]
    ]
    assert log == [
        (25, "Deployment completed"),
        (15, "Deployment bake time started"),
        (12, "Configuration available to 100.00% of clients"),
        (9, "Configuration available to 75.00% of clients"),
        (6, "Configuration available to 50.00% of clients"),
        (3, "Configuration available to 25.00% of clients"),
        (0, "Deployment started"),
    ]


GROWTH = [
    ("LINEAR", 40, [40, 80, 100]),
    ("EXPONENTIAL", 10, [10, 20, 40, 80, 100]),
    ("LINEAR", 100, [100]),
]


@pytest.mark.parametrize(("growth", "factor", "expected"), GROWTH)
def test_how_a_rollout_grows(growth: str, factor: int, expected: list[float]) -> None:
    one = account()
    strategy = one.control.create_deployment_strategy(
        Name="s", DeploymentDurationInMinutes=60, GrowthFactor=factor, GrowthType=growth
    )
    number = one.start(one.store(), strategy["Id"])
    seen = []
    while one.state(number) == "DEPLOYING":
        seen.append(one.seen(number)["PercentageComplete"])
        one.aws.pass_minutes(1)
    assert sorted(set(seen)) == [0, *expected]


def test_a_bake_of_nothing_is_over_at_once() -> None:
    one = account()
    strategy = one.control.create_deployment_strategy(
        Name="s", DeploymentDurationInMinutes=0, GrowthFactor=100
    )
    number = one.start(one.store(), strategy["Id"])
    assert one.state(number) == "DEPLOYING"
    one.aws.pass_seconds(1)
    assert one.state(number) == "COMPLETE"


# minutes since the start, the alarm, whether its actions are enabled, and the state it leads to
ALARMS = [
    (4, "ALARM", True, "ROLLED_BACK"),
    (4, "INSUFFICIENT_DATA", True, "ROLLED_BACK"),
    (16, "ALARM", True, "ROLLED_BACK"),
    (16, "INSUFFICIENT_DATA", True, "ROLLED_BACK"),
    (4, "ALARM", False, "COMPLETE"),
    (4, "OK", True, "COMPLETE"),
    (30, "ALARM", True, "COMPLETE"),
]


@pytest.mark.parametrize(("minutes", "state", "enabled", "expected"), ALARMS)
def test_an_alarm_takes_back_what_is_in_flight(
    minutes: int, state: str, enabled: bool, expected: str
) -> None:
    one = account()
    one.deploy(b"former")
    one.monitor(one.alarm("failures", "OK"))
    number = one.start(one.store(b"new"), one.quick)
    one.aws.pass_minutes(minutes)
    if not enabled:
        one.cloudwatch.disable_alarm_actions(AlarmNames=["failures"])
    one.set_alarm("failures", state)
    one.aws.pass_minutes(60)
    assert one.state(number) == expected
    assert one.delivered() == (b"former" if expected == "ROLLED_BACK" else b"new")


def test_a_rollback_names_the_alarm_and_takes_its_time() -> None:
    one = account()
    one.monitor(one.alarm("failures", "ALARM"))
    number = one.start(one.store(), one.quick)
    one.aws.pass_seconds(30)
    assert one.state(number) == "ROLLING_BACK"
    assert refused(lambda: one.start("1")) == ("ConflictException", 409)
    assert _log(one, number)[0] == (
        "ROLLBACK_STARTED",
        "CLOUDWATCH_ALARM",
        "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:failures",
    )
    one.aws.pass_seconds(30)
    assert one.state(number) == "ROLLED_BACK"
    assert one.control.get_environment(**one.in_environment)["State"] == "ROLLED_BACK"


def test_an_alarm_that_is_not_monitored_takes_nothing_back() -> None:
    one = account()
    one.monitor(one.alarm("watched", "OK"))
    one.alarm("other", "ALARM")
    number = one.start(one.store(), one.quick)
    one.aws.pass_minutes(30)
    assert one.state(number) == "COMPLETE"


# minutes since the start of 15 + 10 minutes, whether AllowRevert is given, and what it leads to
HOURS_72 = 72 * 60
STOPS = [
    (4, False, "ROLLED_BACK"),
    (4, True, "ROLLED_BACK"),
    (16, False, "ROLLED_BACK"),
    (16, True, "ROLLED_BACK"),
    (25, False, None),
    (25, True, "REVERTED"),
    (25 + HOURS_72 - 1, True, "REVERTED"),
    (25 + HOURS_72, True, None),
]


@pytest.mark.parametrize(("minutes", "allowed", "expected"), STOPS)
def test_what_stopping_does(minutes: int, allowed: bool, expected: str | None) -> None:
    one = account()
    one.deploy(b"former")
    number = one.start(one.store(b"new"), one.quick)
    one.aws.pass_minutes(minutes)
    if expected is None:
        act = one.stop
        assert refused(lambda: act(number, AllowRevert=allowed)) == ("BadRequestException", 400)
    else:
        one.stop(number, AllowRevert=allowed)
    one.aws.pass_minutes(1)
    assert one.state(number) == (expected or "COMPLETE")
    assert one.delivered() == (b"former" if expected else b"new")


def test_what_was_taken_back_cannot_be_stopped_again() -> None:
    one = account()
    number = one.start(one.store())
    one.stop(number)
    one.aws.pass_minutes(1)
    assert refused(lambda: one.stop(number, AllowRevert=True)) == ("BadRequestException", 400)


def test_validators_may_refuse_after_the_start() -> None:
    schema = {"Type": "JSON_SCHEMA", "Content": '{"type": "object"}'}
    aws = Aws(refuses_at_start=False, validating=timedelta(minutes=1))
    one = account(aws, [schema])
    number = one.start(one.store(b"[]"))
    assert one.state(number) == "VALIDATING"
    aws.pass_minutes(1)
    assert one.state(number) == "ROLLED_BACK"
    assert _log(one, number)[1] == ("ROLLBACK_STARTED", "APPCONFIG", "[] is not of type 'object'")


def test_a_rollout_may_be_validating_first() -> None:
    one = account(Aws(validating=timedelta(minutes=1)))
    number = one.start(one.store(), one.quick)
    seen = [one.state(number)]
    for minutes in (1, 15, 10):
        one.aws.pass_minutes(minutes)
        seen.append(one.state(number))
    assert seen == ["VALIDATING", "DEPLOYING", "BAKING", "COMPLETE"]


def test_the_waiter_of_boto3_sees_the_end() -> None:
    one = account()
    number = one.deploy(b"{}")
    wait = one.control.get_waiter("deployment_complete").wait
    wait(**one.in_environment, DeploymentNumber=number)


def _log(one: Account, number: int) -> list[tuple[str, str, str]]:
    return [
        (event["EventType"], event["TriggeredBy"], event["Description"])
        for event in one.seen(number)["EventLog"]
    ]
