"""What people of the sample company do, in a clone of the repository and in AWS."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from langroute.appconfig.client import connect
from langroute.appconfig.live import Live, find, look
from langroute.document import canonical
from langroute.infra.names import stack_name
from langroute.tree.compile import compile_tree
from langroute.tree.files.environment import EnvironmentFile
from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from langroute.tree.tree import Tree
from scripts.__main__ import main
from scripts.local_aws import LocalAws
from scripts.story import LOWERED, Story, choose
from tests.e2e.hosting import Hosting
from tests.e2e.ruleset import Ruleset
from tests.repository import commit, git

REPOSITORY = "acme/langroute"
IDENTITY = "acme@1234567/langroute@7654321"  # as config/environments has the numbers
ENVIRONMENTS = ("staging", "production")


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

    def settle(self, seed: Path) -> None:
        """Bring both environments back to the first commit, for whoever comes next."""
        for name in ENVIRONMENTS:
            self._calm(name)
        git(self.folder, "checkout", "-q", "--detach", git(seed, "rev-parse", "HEAD"))
        git(self.folder, "fetch", "-q", "origin")
        for name in ENVIRONMENTS:
            self.langroute("push", name, "--yes", "--allow-older", "the next test")

    def _calm(self, name: str) -> None:
        """What fired is over."""
        self.aws.client("cloudwatch", self.environment(name).region).set_alarm_state(
            AlarmName=f"{stack_name(name)}-failures-{self.story.tag}",
            StateValue="OK",
            StateReason="over",
        )
