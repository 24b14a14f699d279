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

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / ".github" / "workflows"
Data = dict[str, Any]


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
    return (FOLDER / f"{name}.yml").read_text("utf-8")


def workflow(name: str) -> Data:
    found: Data = yaml.load(text(name), yaml.BaseLoader)
    return found


PLAN = plan(PROJECT)
# What two people's approvals are looked at by is a generated file, with a test of its own.
NAMES = sorted(path.stem for path in FOLDER.iterdir() if path.stem != "approval")
JOBS = {
    f"{name}/{key}": Job(name, key, data)
    for name in NAMES
    for key, data in workflow(name)["jobs"].items()
}


def settings(name: str) -> Any:
    """A file of the repository's settings."""
    return json.loads((PROJECT / ".github" / "settings" / f"{name}.json").read_text("utf-8"))


def environments() -> dict[str, EnvironmentFile]:
    """The environments of config/, in the order of promotion."""
    tree = read(Folder(PROJECT))
    models = {name: model for name, _, model in valid(tree.environments)}
    return {name: models[name] for name in promotion_order(tree)}
