"""An account of the double that is ready for a push: the names of the smallest valid tree."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.simulated.aws import Aws
from tests.simulated.client import client

Ids = dict[str, str]


@dataclass(frozen=True)
class Account:
    """Clients, and the ids of one environment and its profile. ``quick`` is 25 % in 15 minutes."""

    aws: Aws
    control: Any
    in_environment: Ids
    in_profile: Ids
    quick: str

    @cached_property
    def data(self) -> Any:
        return client(self.aws, "appconfigdata")

    @cached_property
    def cloudwatch(self) -> Any:
        return client(self.aws, "cloudwatch")

    def store(self, content: bytes = b"{}", label: str = "", **more: Any) -> str:
        """Make a hosted version; its number."""
        named = {"VersionLabel": label} if label else {}
        made = self.control.create_hosted_configuration_version(
            **self.in_profile, Content=content, ContentType="application/json", **named, **more
        )
        return str(made["VersionNumber"])

    def start(self, version: str, strategy: str = "AppConfig.AllAtOnce", **more: Any) -> int:
        """Start a deployment; its number."""
        profile = {"ConfigurationProfileId": self.in_profile["ConfigurationProfileId"]}
        started = self.control.start_deployment(
            **self.in_environment,
            **{**profile, **more},
            ConfigurationVersion=version,
            DeploymentStrategyId=strategy,
        )
        return int(started["DeploymentNumber"])

    def deploy(self, content: bytes, label: str = "") -> int:
        """Bring content to the end of its bake; the number of its deployment."""
        number = self.start(self.store(content, label))
        self.aws.pass_minutes(11)
        return number

    def seen(self, number: int) -> dict[str, Any]:
        answer: dict[str, Any] = self.control.get_deployment(
            **self.in_environment, DeploymentNumber=number
        )
        return answer

    def state(self, number: int) -> str:
        return str(self.seen(number)["State"])

    def stop(self, number: int, **more: Any) -> None:
        self.control.stop_deployment(**self.in_environment, DeploymentNumber=number, **more)

    def session(self, **more: int) -> str:
        """The first token of a new client."""
        answer = self.data.start_configuration_session(
            ApplicationIdentifier=self.in_environment["ApplicationId"],
            EnvironmentIdentifier=self.in_environment["EnvironmentId"],
            ConfigurationProfileIdentifier=self.in_profile["ConfigurationProfileId"],
            **more,
        )
        return str(answer["InitialConfigurationToken"])

    def ask(self, token: str) -> tuple[bytes, str, str]:
        """What a client is given: content, label, and the token for the next time."""
        answer = self.data.get_latest_configuration(ConfigurationToken=token)
        following = answer["NextPollConfigurationToken"]
        return answer["Configuration"].read(), answer.get("VersionLabel", ""), following

    def delivered(self) -> bytes:
        """What a client gets that starts now."""
        return self.ask(self.session())[0]

    def alarm(self, name: str, state: str, rule: str = "FALSE") -> str:
        """Make an alarm in a state; its ARN."""
        self.cloudwatch.put_composite_alarm(AlarmName=name, AlarmRule=rule)
        self.set_alarm(name, state)
        return self.aws.arn("cloudwatch", f"alarm:{name}")

    def set_alarm(self, name: str, state: str) -> None:
        self.cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="a test")

    def monitor(self, *arns: str) -> None:
        monitors = [{"AlarmArn": arn} for arn in arns]
        self.control.update_environment(**self.in_environment, Monitors=monitors)


def account(aws: Aws | None = None, validators: list[Ids] | None = None) -> Account:
    """A new account with application, environment, profile and a strategy of its own."""
    aws = aws or Aws()
    control = client(aws, "appconfig")
    application = control.create_application(Name="langroute")["Id"]
    of = {"ApplicationId": application}
    environment = control.create_environment(**of, Name="staging")["Id"]
    profile = control.create_configuration_profile(
        **of, Name="routing", LocationUri="hosted", Validators=validators or []
    )["Id"]
    quick = control.create_deployment_strategy(
        Name="quick",
        DeploymentDurationInMinutes=15,
        GrowthFactor=25,
        FinalBakeTimeInMinutes=10,
    )["Id"]
    return Account(
        aws=aws,
        control=control,
        in_environment={**of, "EnvironmentId": environment},
        in_profile={**of, "ConfigurationProfileId": profile},
        quick=quick,
    )
