"""A repository whose second commit is to be pushed, to a double of AWS with AWS's own locks."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

import langroute_repo.appconfig.deploy
import langroute_repo.appconfig.reach
import langroute_repo.appconfig.refusal
import langroute_repo.appconfig.rollback
import langroute_repo.aws.clients
import scripts.deployments.watching
import scripts.push
from langroute.document import canonical
from langroute_repo.appconfig.follow import follow
from langroute_repo.aws.clients import AppConfig, CloudWatch
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.compiled_history import Compiled
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from tests.repository import commit, files, git, lay
from tests.simulated.account import Account, account
from tests.simulated.faults import Faulty, Script

# As the double's own strategy; its clock moves by a step at each look.
ROLLOUT = "rollout: {duration: 15m, step: 25%, growth: linear, bake: 10m}"
STEP = 5  # minutes
DE = "config/languages/de.yaml"
BASE = Path(__file__).parent.parent / "rules" / "base"
TODAY = re.compile(r"\d{4}-\d\d-\d\d by ")


class Said(NamedTuple):
    """How a verb ended, and what it said; the day of a commit is DAY."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Pusher:
    """The first commit is live; HEAD ramps a canary."""

    root: Path
    patch: pytest.MonkeyPatch
    account: Account

    def push(self, script: Script | None = None, *words: str) -> int:
        """Push the last commit through a script of faults; the exit code."""
        return self.langroute("push", "staging", "--yes", *words, script=script)

    def langroute(self, *words: str, script: Script | None = None) -> int:
        """Run a verb through a script of faults; the exit code."""
        faulty = partial(Faulty, script=script or Script())
        of = self.account
        doors = {
            "connect": lambda *_: AppConfig(faulty(of.control), faulty(of.data)),
            "connect_cloudwatch": lambda *_: CloudWatch(faulty(of.cloudwatch)),
        }
        for name, door in doors.items():
            for module in (scripts.push, langroute_repo.appconfig.reach):
                self.patch.setattr(module, name, door)
        self.patch.setattr(langroute_repo.appconfig.refusal, "connect", doors["connect"])
        return main(["--root", str(self.root), *words])

    def for_real(self, *words: str) -> int:
        """Run a verb with boto3 as it is set up here; for what ends before a call is sent."""
        return main(["--root", str(self.root), *words])

    def says(self, capsys: pytest.CaptureFixture[str], *words: str) -> Said:
        """Run a verb, undisturbed, for what it says."""
        capsys.readouterr()
        code = self.langroute(*words)
        said = capsys.readouterr()
        return Said(code, *(TODAY.sub("DAY by ", text) for text in (said.out, said.err)))

    def rollback(self, capsys: pytest.CaptureFixture[str], *words: str) -> Said:
        return self.says(capsys, "rollback", "staging", *words)

    def ramp(self, share: str, was: str = "20%") -> str:
        """Commit another share of the canary in de; the label that its version would get."""
        file = self.root / DE
        assert f"traffic: {was}" in file.read_text()
        file.write_text(file.read_text().replace(f"traffic: {was}", f"traffic: {share}"))
        commit(self.root, f"de: canary to {share}")
        return self.label()

    def other_profile(self) -> str:
        """Make a profile beside ours, with one version; its id."""
        at = {"ApplicationId": self.account.in_environment["ApplicationId"]}
        control = self.account.control
        made = control.create_configuration_profile(**at, Name="flags", LocationUri="hosted")["Id"]
        version = {"Content": b"{}", "ContentType": "application/json"}
        control.create_hosted_configuration_version(**at, ConfigurationProfileId=made, **version)
        return str(made)

    def other(self) -> str:
        """Store a version that never ran: the first document, with another share; its number."""
        raw = self.first_document().replace(b'"traffic":1000', b'"traffic":1100')
        assert raw != self.first_document()
        return self.account.store(raw, "other")

    def at_once(self, name: str) -> str:
        """Make a strategy without duration and bake; its id."""
        made = self.account.control.create_deployment_strategy(
            Name=name, DeploymentDurationInMinutes=0, GrowthFactor=100, FinalBakeTimeInMinutes=0
        )
        return str(made["Id"])

    def while_it_waits(self, happens: Callable[[], object]) -> None:
        """Let something happen at each look at a deployment, besides that time passes."""

        def sleep(_: float) -> None:
            happens()
            self.account.aws.pass_minutes(STEP)

        clock = partial(_seconds, self.account)
        quick = partial(follow, clock=clock, sleep=sleep)
        self.patch.setattr(scripts.deployments.watching, "follow", quick)

    def document(self) -> bytes:
        return canonical(compile_tree(read(Folder(self.root)), "staging"))

    def label(self) -> str:
        return f"git-{git(self.root, 'rev-parse', 'HEAD')[:12]}"

    def first(self) -> str:
        """The first 12 digits of the first commit."""
        return git(self.root, "rev-list", "--max-parents=0", "HEAD")[:12]

    def first_document(self) -> bytes:
        """What the first commit compiles to."""
        raw = Compiled(self.root).document(self.first(), "staging")
        assert raw is not None
        return raw

    def deployments(self) -> list[str]:
        """The states, oldest first."""
        pages = self.account.control.get_paginator("list_deployments")
        found = pages.paginate(**self.account.in_environment).search("Items")
        return [one["State"] for one in sorted(found, key=lambda one: int(one["DeploymentNumber"]))]

    def versions(self) -> list[str]:
        """The labels, oldest first."""
        pages = self.account.control.get_paginator("list_hosted_configuration_versions")
        found = pages.paginate(**self.account.in_profile).search("Items")
        return [one["VersionLabel"] for one in sorted(found, key=lambda one: one["VersionNumber"])]


def _seconds(account: Account) -> float:
    return account.aws.now.timestamp()


def pusher(root: Path, patch: pytest.MonkeyPatch) -> Pusher:
    """The pusher of a copy of the smallest tree in a folder that is not there yet."""
    held, document, label = _begun()
    lay(held, root)
    patch.setattr(langroute_repo.appconfig.deploy, "PAUSES", (0.0, 0.0, 0.0))
    patch.setattr(langroute_repo.appconfig.deploy, "SILENCE", (0.0, 0.0, 0.0))
    patch.setattr(langroute_repo.appconfig.rollback, "PAUSES", (0.0, 0.0, 0.0))
    patch.setattr(langroute_repo.aws.clients, "PAUSES", (0.0, 0.0, 0.0))
    one = Pusher(root, patch, account())
    one.while_it_waits(lambda: None)
    one.account.deploy(document, label)
    return one


@cache
def _begun() -> tuple[dict[str, bytes], bytes, str]:
    """The repository, which is made once; what its first commit compiles to, and its label."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "company"
        shutil.copytree(BASE, root)
        staging = root / "config/environments/staging.yaml"
        lines = staging.read_text().splitlines()
        lines = [ROLLOUT if line.startswith("rollout:") else line for line in lines]
        staging.write_text("\n".join(lines) + "\n")
        git(root, "-c", "init.defaultBranch=main", "init", "-q")
        label = f"git-{commit(root, 'The first')}"
        document = canonical(compile_tree(read(Folder(root)), "staging"))
        file = root / DE
        file.write_text(file.read_text().replace("traffic: 10%", "traffic: 20%"))
        commit(root, "de: canary to 20%")
        return files(root), document, label


def in_line(*commits: str) -> str:
    """What a rollback says at its end, when these commits are to be reverted."""
    number = "1 commit" if len(commits) == 1 else f"{len(commits)} commits"
    return (
        f"to bring the repository back in line, revert {number} (tried in a clone):\n"
        f"  git revert --no-edit {' '.join(commits)}\n"
    )
