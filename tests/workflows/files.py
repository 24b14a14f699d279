"""The workflows as plain data: keys and values as they are written, so that `on` stays a word."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.plan import plan
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import valid
from scripts.generated.workflows import fitted
from tests.sample import ACME

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / ".github" / "workflows"
Data = dict[str, Any]
PLAN = plan(ACME)


@dataclass(frozen=True)
class Job:
    """One job; ``where`` is how a failing test names it."""

    workflow: str
    id: str
    data: Data

    @property
    def where(self) -> str:
        return f"{self.workflow}/{self.id}"

    @property
    def steps(self) -> list[Data]:
        return list(self.data["steps"])

    def scripts(self) -> Iterator[str]:
        yield from (step["run"] for step in self.steps if "run" in step)

    def uses(self, action: str) -> list[Data]:
        """The steps that use an action."""
        return [step for step in self.steps if step.get("uses", "").startswith(f"{action}@")]


def text(name: str) -> str:
    """A workflow as the sample company's plan has it, whatever that of this checkout is."""
    path = f"{name}.yml"
    return fitted(path, (FOLDER / path).read_text("utf-8"), PLAN)


def workflow(name: str) -> Data:
    found: Data = yaml.load(text(name), yaml.BaseLoader)
    return found


# What two people's approvals are looked at by is a generated file, with a test of its own.
NAMES = sorted(path.stem for path in FOLDER.iterdir() if path.stem != "approval")
JOBS = {
    f"{name}/{key}": Job(name, key, data)
    for name in NAMES
    for key, data in workflow(name)["jobs"].items()
}


def settings(name: str) -> Any:
    """A file of the sample's settings of its repository."""
    return json.loads((ACME / ".github" / "settings" / f"{name}.json").read_text("utf-8"))


def environments() -> dict[str, EnvironmentFile]:
    """The sample's environments, in the order of promotion."""
    tree = read(Folder(ACME))
    models = {name: model for name, _, model in valid(tree.environments)}
    return {name: models[name] for name in promotion_order(tree)}
