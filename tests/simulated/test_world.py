"""Accounts, regions and roles of the double."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ProfileNotFound

from tests.simulated.account import account
from tests.simulated.aws import INFERRED, Aws
from tests.simulated.client import client
from tests.simulated.faults import BEFORE, Call, Script, Strike
from tests.simulated.roles import Role
from tests.simulated.world import World

HERE, THERE = "111111111111", "222222222222"
FRANKFURT, IRELAND = "eu-central-1", "eu-west-1"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World({None: Role("deploy", HERE), "production": Role("deploy", THERE)})
    made.enter(monkeypatch)
    return made


def applications(region: str, **of: str) -> list[str]:
    control = boto3.session.Session(region_name=region, **of).client("appconfig")
    return [one["Name"] for one in control.list_applications()["Items"]]


def test_each_region_of_each_account_has_its_own(world: World) -> None:
    world.client("appconfig", FRANKFURT).create_application(Name="langroute")
    assert applications(FRANKFURT) == ["langroute"]
    assert applications(IRELAND) == []
    assert applications(FRANKFURT, profile_name="production") == []


@pytest.mark.usefixtures("world")
def test_a_profile_that_is_none() -> None:
    with pytest.raises(ProfileNotFound):
        boto3.session.Session(region_name=FRANKFURT, profile_name="prod")


@pytest.mark.usefixtures("world")
def test_who_one_is() -> None:
    session = boto3.session.Session(region_name=FRANKFURT, profile_name="production")
    assert session.client("sts").get_caller_identity()["Account"] == THERE


def test_the_script_strikes_the_calls_of_all(world: World) -> None:
    world.script = Script(Strike(Call("list_applications", 1), BEFORE, "throttled"))
    with pytest.raises(ClientError, match="ThrottlingException"):
        applications(FRANKFURT)


def denied(call: Callable[..., Any], **arguments: Any) -> bool:
    try:
        call(**arguments)
    except ClientError as error:
        return bool(error.response["Error"]["Code"] == "AccessDeniedException")
    return False


def allow(actions: list[str], resources: list[str], effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": actions, "Resource": resources}


class TestRoles:
    """What a statement allows, in the account that ``account()`` makes."""

    def may(self, aws: Aws, *statements: dict[str, Any]) -> Any:
        return client(aws, "appconfig", Role("deploy", aws.account, statements))

    def test_what_is_not_allowed_is_denied(self) -> None:
        control = self.may(account().aws)
        assert denied(control.list_applications)

    def test_what_names_no_resource_needs_all(self) -> None:
        aws = account().aws
        listing = ["appconfig:ListApplications"]
        assert denied(self.may(aws, allow(listing, ["arn:aws:appconfig:*"])).list_applications)
        assert not denied(self.may(aws, allow(listing, ["*"])).list_applications)

    def test_a_deployment_needs_the_right_on_all_that_it_names(self) -> None:
        one = account()
        version = one.store()
        given = {
            **one.in_environment,
            **one.in_profile,
            "ConfigurationVersion": version,
            "DeploymentStrategyId": one.quick,
        }
        of = f"application/{given['ApplicationId']}"
        needed = [
            of,
            f"{of}/environment/{given['EnvironmentId']}",
            f"{of}/configurationprofile/{given['ConfigurationProfileId']}",
            f"deploymentstrategy/{one.quick}",
        ]
        arns = [one.aws.arn("appconfig", path) for path in needed]
        start = ["appconfig:StartDeployment"]
        for left_out in arns:
            some = [arn for arn in arns if arn != left_out]
            assert denied(self.may(one.aws, allow(start, some)).start_deployment, **given)
        assert not denied(self.may(one.aws, allow(start, arns)).start_deployment, **given)

    def test_a_denial_is_stronger(self) -> None:
        one = account()
        everything = allow(["appconfig:*"], ["*"])
        never = allow(["appconfig:UpdateEnvironment"], ["*"], "Deny")
        control = self.may(one.aws, everything, never)
        assert denied(control.update_environment, **one.in_environment, Monitors=[])

    def test_a_reader_is_known_by_ids_whatever_it_asks_by(self) -> None:
        one = account()
        one.deploy(b"{}")
        ids = {**one.in_environment, **one.in_profile}
        path = (
            f"application/{ids['ApplicationId']}/environment/{ids['EnvironmentId']}"
            f"/configuration/{ids['ConfigurationProfileId']}"
        )
        read = ["appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"]
        role = Role("read", one.aws.account, [allow(read, [one.aws.arn("appconfig", path)])])
        data = client(one.aws, "appconfigdata", role)
        started = data.start_configuration_session(
            ApplicationIdentifier="langroute",
            EnvironmentIdentifier="staging",
            ConfigurationProfileIdentifier="routing",
        )
        token = started["InitialConfigurationToken"]
        assert not denied(data.get_latest_configuration, ConfigurationToken=token)
        assert denied(data.get_latest_configuration, ConfigurationToken="other")


@pytest.mark.parametrize("name", INFERRED)
def test_what_is_inferred_can_be_the_other_way(name: str) -> None:
    assert getattr(Aws(), name) != INFERRED[name]


def test_an_alarm_may_leave_alone_what_is_deployed_at_once() -> None:
    for watches, expected in ((True, "ROLLED_BACK"), (False, "COMPLETE")):
        one = account(Aws(watches_at_once=watches))
        one.monitor(one.alarm("failures", "ALARM"))
        made = one.control.create_deployment_strategy(
            Name="at-once", DeploymentDurationInMinutes=0, GrowthFactor=100
        )
        number = one.start(one.store(), made["Id"])
        one.aws.pass_minutes(2)
        assert one.state(number) == expected
