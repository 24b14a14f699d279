"""A guard that is off, or is not there, is none; and a language that none is for is named."""

from collections.abc import Callable
from typing import Any

import pytest

from langroute_repo.appconfig.alarms import Alarm
from langroute_repo.appconfig.guarded import refuse_switched_off, unwatched
from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.aws.clients import CloudWatch
from langroute_repo.aws.errors import Refused
from langroute_repo.tree.files.environment import EnvironmentFile
from tests.appconfig.double import Double
from tests.appconfig.test_access import HERE

PLACE = EnvironmentIds("app1", "env1", "prof1")
GUARD = "langroute-production-failures"
BARE = HERE.model_copy(update={"infra": None})


def alarm(name: str = GUARD, acts: bool = True, *children: str) -> Alarm:
    return Alarm(name, "OK", "", children, acts)


def refused(environment: EnvironmentFile, *alarms: Alarm) -> Refused | None:
    try:
        refuse_switched_off(environment, PLACE, alarms)
    except Refused as error:
        return error
    return None


@pytest.mark.parametrize("there", [(), (alarm("of-somebody-else"),)])
def test_without_the_monitor_of_the_stack_nothing_is_pushed(there: tuple[Alarm, ...]) -> None:
    error = refused(HERE, *there)
    assert error is not None
    assert error.message == (
        f"production does not monitor {GUARD}, so nothing would take a bad change back"
    )
    assert error.hint == (
        "monitor it again: aws appconfig update-environment --region eu-central-1 "
        "--application-id app1 --environment-id env1 --monitors "
        f"AlarmArn=arn:aws:cloudwatch:eu-central-1:123456789012:alarm:{GUARD},"
        "AlarmRoleArn=arn:aws:iam::123456789012:role/langroute-production-monitor"
    )


@pytest.mark.parametrize("environment", [HERE, BARE])
def test_an_alarm_whose_actions_are_off_guards_nothing(environment: EnvironmentFile) -> None:
    assert refused(environment, alarm()) is None
    error = refused(environment, alarm(), alarm("own", False))
    assert error is not None
    assert error.message == "own is OK, but its actions are off, so AppConfig looks away"
    assert error.hint == (
        "switch them on again: aws cloudwatch enable-alarm-actions --region eu-central-1 "
        "--alarm-names own"
    )


def test_without_a_stack_no_monitor_is_promised() -> None:
    assert refused(BARE) is None


def of(rules: dict[str, str]) -> CloudWatch:
    def describe_alarms(AlarmNames: list[str], **_: object) -> dict[str, Any]:
        alike = {"StateValue": "OK", "ActionsEnabled": True}
        known = ({"AlarmName": one, "AlarmRule": rules[one]} | alike for one in AlarmNames)
        return {"CompositeAlarms": list(known), "MetricAlarms": []}

    answer: Callable[..., dict[str, Any]] = describe_alarms
    return CloudWatch(Double(describe_alarms=answer))


def test_a_language_that_came_after_the_stack_is_named() -> None:
    one = alarm(GUARD, True, f"{GUARD}-de", f"{GUARD}-en")
    assert unwatched(of({}), HERE, [one], ["de", "en", "pt-BR"]) == ["pt-BR"]
    assert unwatched(of({}), BARE, [one], ["de", "en", "pt-BR"]) == []


def test_languages_in_groups_are_found() -> None:
    groups = {f"{GUARD}-1": f'ALARM("{GUARD}-de")', f"{GUARD}-2": f'ALARM("{GUARD}-en")'}
    assert unwatched(of(groups), HERE, [alarm(GUARD, True, *groups)], ["de", "en", "fr"]) == ["fr"]
