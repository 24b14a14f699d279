"""A small company for the tests: a git repository with the smallest valid tree, and its AWS."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langroute.document import canonical
from langroute_repo.appconfig.follow import follow
from langroute_repo.appconfig.live import COMPLETE, Deployment, EnvironmentIds, find
from langroute_repo.aws.clients import AppConfig, connect
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.git import git
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from scripts.tour.local_aws import LocalAws


@dataclass(frozen=True)
class Company:
    """A repository with the smallest valid tree, and its names in AppConfig."""

    root: Path
    aws: LocalAws
    application: str

    def write(self, path: str, old: str, new: str) -> None:
        """Change a file of the working tree."""
        file = self.root / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    def commit(self, subject: str = "A change") -> str:
        """Commit everything; the label that its version gets."""
        git(self.root, "add", "-A")
        git(self.root, "commit", "-qm", subject)
        return self.label()

    def ramp(self) -> str:
        """Commit a change of the canary's share; its label."""
        self.write("config/languages/de.yaml", "traffic: 10%", "traffic: 20%")
        return self.commit("de: canary to 20%")

    def langroute(self, *words: str) -> int:
        """Run a verb; its exit code."""
        return main(["--root", str(self.root), *words])

    def push(self, *words: str) -> int:
        return self.langroute("push", *words)

    def document(self, environment: str) -> bytes:
        return canonical(compile_tree(read(Folder(self.root)), environment))

    def environment(self, name: str) -> EnvironmentFile:
        model = read(Folder(self.root)).environments[name].model
        assert model is not None
        return model

    def look(self, name: str) -> tuple[AppConfig, EnvironmentIds]:
        connected = connect(self.environment(name))
        return connected, find(connected, self.environment(name))

    @property
    def control(self) -> Any:
        return self.aws.client("appconfig", "eu-central-1")

    def deployments(self, name: str) -> list[tuple[int, str]]:
        """Number and state of each, oldest first."""
        connected, place = self.look(name)
        items = connected.items("list_deployments", **place.in_environment)
        return sorted((item["DeploymentNumber"], item["State"]) for item in items)

    def label(self) -> str:
        """What a version of the last commit is called."""
        return f"git-{git(self.root, 'rev-parse', 'HEAD').decode()[:12]}"

    def delivered(self, name: str) -> bytes:
        """What a client of an environment is given."""
        connected, place = self.look(name)
        return connected.read(*place).content

    def start_slowly(self, name: str, content: bytes) -> int:
        """Start a deployment that outlasts a test, as somebody may in the console; its number."""
        _, place = self.look(name)
        return self._start(place, content, self._strategy("slow", duration=1440, bake=1440))

    def start_at_once(self, name: str, content: bytes) -> int:
        """Deploy something by hand to everybody at once; its number."""
        connected, place = self.look(name)
        number = self._start(place, content, self._strategy("at once", duration=0, bake=0))
        assert list(follow(connected, place, number))[-1].state == COMPLETE
        return number

    def _start(self, place: EnvironmentIds, content: bytes, strategy: str) -> int:
        version = self.control.create_hosted_configuration_version(
            **place.in_profile, Content=content, ContentType="text/plain", VersionLabel="by-hand"
        )
        started = self.control.start_deployment(
            **place.in_environment,
            ConfigurationProfileId=place.profile,
            ConfigurationVersion=str(version["VersionNumber"]),
            DeploymentStrategyId=strategy,
        )
        return int(started["DeploymentNumber"])

    def _strategy(self, name: str, duration: int, bake: int) -> str:
        made = self.control.create_deployment_strategy(
            Name=name,
            DeploymentDurationInMinutes=duration,
            GrowthFactor=10 if duration else 100,
            FinalBakeTimeInMinutes=bake,
            ReplicateTo="NONE",
        )
        return str(made["Id"])

    def stop(self, name: str, number: int) -> None:
        """Stop a deployment, or revert it when it is complete."""
        _, place = self.look(name)
        self.control.stop_deployment(
            **place.in_environment, DeploymentNumber=number, AllowRevert=True
        )

    def versions(self) -> list[str]:
        """The labels of the profile's versions, oldest first."""
        connected, place = self.look("staging")
        items = list(connected.items("list_hosted_configuration_versions", **place.in_profile))
        return [item["VersionLabel"] for item in items]

    def guard(self, name: str) -> str:
        """Let an alarm, which is OK, guard an environment; its ARN."""
        cloudwatch = self.aws.client("cloudwatch", "eu-central-1")
        cloudwatch.put_metric_alarm(
            AlarmName=self.application,
            Namespace="Test",
            MetricName="Failures",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )
        described = cloudwatch.describe_alarms(AlarmNames=[self.application])
        arn = str(described["MetricAlarms"][0]["AlarmArn"])
        _, place = self.look(name)
        self.control.update_environment(**place.in_environment, Monitors=[{"AlarmArn": arn}])
        self.set_alarm("OK")
        return arn

    def set_alarm(self, state: str) -> None:
        self.aws.client("cloudwatch", "eu-central-1").set_alarm_state(
            AlarmName=self.application, StateValue=state, StateReason="a test"
        )

    def follow_with_a_failure(self) -> Callable[..., Iterator[Deployment]]:
        """``follow``, with the guarding alarm firing once the deployment is under way."""

        def failing(*arguments: Any) -> Iterator[Deployment]:
            self.set_alarm("ALARM")
            yield from follow(*arguments)

        return failing
