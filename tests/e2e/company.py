"""What people of the sample company do, in a clone of the repository and in AWS."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from langroute.document import canonical
from langroute_repo.appconfig.live import IN_FLIGHT, EnvironmentIds, Live, find, look
from langroute_repo.aws.clients import connect
from langroute_repo.tree.aws_names import guard_name_of
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from scripts.__main__ import main
from scripts.tour.local_aws import LocalAws
from scripts.tour.story import LOWERED, Story, choose
from tests.e2e.hosting import Hosting
from tests.e2e.ruleset import Ruleset
from tests.repository import commit
from tests.sample import environments

REPOSITORY = "acme/langroute"
IDENTITY = "acme@1234567/langroute@7654321"  # as config/environments has the numbers
ENVIRONMENTS = tuple(environments())
PUSHED = dict.fromkeys(ENVIRONMENTS, "success")  # how the jobs of a whole push end


def last_day(tree: Tree) -> str:
    """A day on which the evidence is fresh, whenever the tests run: the one after its window."""
    found = (tree.evidence(model, tag) for model, tag in tree.evidence_paths)
    end = max(date.fromisoformat(one.window.last) for one in found if one)
    return (end + timedelta(days=1)).isoformat()


@dataclass
class Company:
    """The repository on GitHub, somebody's clone of it, and AWS where a test has it."""

    hosting: Hosting
    running: LocalAws | None = None

    @property
    def aws(self) -> LocalAws:
        assert self.running is not None
        return self.running

    @property
    def folder(self) -> Path:
        return self.hosting.colleague

    @property
    def tree(self) -> Tree:
        return read(Folder(self.folder))

    @cached_property
    def story(self) -> Story:
        """A language, a mistake and a good change in it."""
        return choose(self.tree, "production")

    @property
    def owner(self) -> str:
        """The team that approves changes of the story's language."""
        (team,) = Ruleset(self.folder).owners(self.story.path)
        return team

    def langroute(self, *words: str) -> None:
        """Run a verb in the clone; it succeeds."""
        assert main(["--root", str(self.folder), *words]) == 0, words

    def move_threshold(self, steps: int) -> str:
        """Commit a good change of the story's language, as `set` writes it; its title.

        Tests move it by different steps: what one had taken back is refused to the next.
        """
        value = self.story.before + steps * (self.story.before - self.story.value) / LOWERED
        self.langroute("set", self.story.tag, "primary.threshold", str(value))
        return self.commit(f"{self.story.tag}: move the threshold by {steps} steps")

    def paste_threshold(self) -> str:
        """Commit the mistake of the story: another language's threshold; its title."""
        (self.folder / self.story.path).write_bytes(self.story.pasted)
        return self.commit(f"{self.story.tag}: lower the threshold")

    def approved(self, number: int) -> int:
        """Have a pull request checked, and approved by the language's owner; its number."""
        checked = self.hosting.review(number)
        assert checked.conclusion == "success", str(checked)
        self.hosting.approve(number, self.owner)
        return number

    def commit(self, message: str) -> str:
        commit(self.folder, message)
        return message

    def environment(self, name: str) -> EnvironmentFile:
        model = self.tree.environments[name].model
        assert model is not None
        return model

    def live(self, name: str) -> Live:
        """What an environment runs."""
        aws = connect(self.environment(name))
        found = look(aws, find(aws, self.environment(name))).live
        assert found is not None
        return found

    def wanted(self, name: str) -> bytes:
        """What the clone's files compile to."""
        return canonical(compile_tree(self.tree, name))

    def settle(self) -> None:
        """Have each environment run the first commit, whatever the last test has left there."""
        for name in ENVIRONMENTS:
            alarm = guard_name_of(self.environment(name), self.story.tag)
            cloudwatch = self.aws.client("cloudwatch", self.environment(name).region)
            cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="OK", StateReason="over")
            self._deploy(name)

    def _deploy(self, name: str) -> None:
        """A new version each time: going back to an old one would be a rollback."""
        control = self.aws.client("appconfig", self.environment(name).region)
        place = find(connect(self.environment(name)), self.environment(name))
        version = control.create_hosted_configuration_version(
            **place.in_profile,
            Content=self.wanted(name),
            ContentType="application/json",
            VersionLabel=f"git-{self.hosting.main[:12]}",
        )["VersionNumber"]
        _stop_what_flies(control, place)
        control.start_deployment(
            **place.in_environment,
            ConfigurationProfileId=place.profile,
            ConfigurationVersion=str(version),
            DeploymentStrategyId=_at_once(control, self.environment(name).stack),
        )
        assert self.live(name).content == self.wanted(name)


def _stop_what_flies(control: Any, place: EnvironmentIds) -> None:
    """A test that broke off may have left a deployment behind."""
    for one in control.list_deployments(**place.in_environment)["Items"]:
        if one["State"] in IN_FLIGHT:
            control.stop_deployment(
                **place.in_environment, DeploymentNumber=one["DeploymentNumber"], AllowRevert=True
            )


def _at_once(control: Any, stack: str) -> str:
    """The strategy of a stack that has neither duration nor bake."""
    found = control.list_deployment_strategies()["Items"]
    return next(
        str(one["Id"])
        for one in found
        if one["Name"].startswith(stack) and not one["DeploymentDurationInMinutes"]
    )
