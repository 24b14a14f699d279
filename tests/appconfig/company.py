"""A small company for the tests: a git repository with the smallest valid tree, and its AWS."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langroute.appconfig.client import AppConfig, connect
from langroute.appconfig.follow import follow
from langroute.appconfig.live import COMPLETE, Place, find
from langroute.document import canonical
from langroute.tree.compile import compile_tree
from langroute.tree.files.environment import EnvironmentFile
from langroute.tree.git import git
from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from scripts.__main__ import main
from scripts.local_aws import LocalAws


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

    def push(self, *words: str) -> int:
        return main(["--root", str(self.root), "push", *words])

    def document(self, environment: str) -> bytes:
        return canonical(compile_tree(read(Folder(self.root)), environment))

    def environment(self, name: str) -> EnvironmentFile:
        model = read(Folder(self.root)).environments[name].model
        assert model is not None
        return model

    def look(self, name: str) -> tuple[AppConfig, Place]:
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
        version = self.control.create_hosted_configuration_version(
            **place.in_profile, Content=content, ContentType="text/plain", VersionLabel="by-hand"
        )
        strategy = self.control.create_deployment_strategy(
            Name="slow",
            DeploymentDurationInMinutes=1440,
            GrowthFactor=10,
            FinalBakeTimeInMinutes=1440,
            ReplicateTo="NONE",
        )
        started = self.control.start_deployment(
            **place.in_environment,
            ConfigurationProfileId=place.profile,
            ConfigurationVersion=str(version["VersionNumber"]),
            DeploymentStrategyId=strategy["Id"],
        )
        return int(started["DeploymentNumber"])

    def start_at_once(self, name: str, content: bytes) -> int:
        """Deploy something by hand to everybody at once; its number."""
        connected, place = self.look(name)
        version = self.control.create_hosted_configuration_version(
            **place.in_profile, Content=content, ContentType="text/plain", VersionLabel="by-hand"
        )
        strategy = self.control.create_deployment_strategy(
            Name="at once", DeploymentDurationInMinutes=0, GrowthFactor=100, ReplicateTo="NONE"
        )
        started = self.control.start_deployment(
            **place.in_environment,
            ConfigurationProfileId=place.profile,
            ConfigurationVersion=str(version["VersionNumber"]),
            DeploymentStrategyId=strategy["Id"],
        )
        number = int(started["DeploymentNumber"])
        assert list(follow(connected, place, number))[-1].state == COMPLETE
        return number

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
