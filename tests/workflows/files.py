"""The workflows as plain data: keys and values as they are written, so that `on` stays a word."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from langroute_repo.tree.plan import plan
from scripts.generated.workflows import workflows
from tests.sample import ACME, environments

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / ".github" / "workflows"
Data = dict[str, Any]
PLAN = plan(ACME)


TEXTS = {
    Path(path).stem: text
    for path, text in workflows(PROJECT, PLAN, environments())
    if text is not None
}


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
    """A workflow as the sample company has it, whatever plan and rollouts this checkout has."""
    return TEXTS[name]


def workflow(name: str) -> Data:
    found: Data = yaml.load(text(name), yaml.BaseLoader)
    return found


# What two people's approvals are looked at by is a generated file, with a test of its own.
NAMES = sorted(name for name in TEXTS if name != "approval")
JOBS = {
    f"{name}/{key}": Job(name, key, data)
    for name in NAMES
    for key, data in workflow(name)["jobs"].items()
}


def settings(name: str) -> Any:
    """A file of the sample's settings of its repository."""
    return json.loads((ACME / ".github" / "settings" / f"{name}.json").read_text("utf-8"))
