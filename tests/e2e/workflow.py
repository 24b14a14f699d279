"""A workflow file as the local runner takes it, and what of it only GitHub carries out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

ACTIONS = Path(__file__).parent / "actions"
TOKEN = "${{ github.token }}"
QUEUE = re.compile(r"^ +queue: max\b.*\n", re.MULTILINE)
WAIT = re.compile(r" --wait \d+")
USES = re.compile(r"\buses: *([\w.-]+/[\w.-]+)@(\S+)")
INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


@dataclass(frozen=True)
class Job:
    """What GitHub gives a job: rights of its token, and the environment that it works in."""

    id: str
    permissions: Mapping[str, str]
    environment: str


@dataclass(frozen=True)
class Workflow:
    """The text of a file in .github/workflows."""

    text: str

    @cached_property
    def name(self) -> str:
        return str(self._read["name"])

    @cached_property
    def _read(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load(self.text)
        return found

    @property
    def shown(self) -> dict[str, str]:
        """The names under which GitHub shows the jobs."""
        return {id_: job.get("name", id_) for id_, job in self._read["jobs"].items()}

    def jobs(self, inputs: Mapping[str, str]) -> list[Job]:
        """The jobs; ``inputs`` are those of a dispatch, which may name the environment."""
        granted = self._read.get("permissions", {})
        return [
            Job(
                id=name,
                permissions=job.get("permissions", granted),
                environment=INPUT.sub(lambda one: inputs[one[1]], job.get("environment", "")),
            )
            for name, job in self._read["jobs"].items()
        ]

    def local(self, token_of: Callable[[str], str]) -> str:
        """A copy for the runner, which refuses `queue`, and knows one token for all jobs.

        Nothing is waited for either: here a comment is there or will never be.
        """
        text = self.text
        for start, end, name in reversed(self._spans()):
            text = text[:start] + text[start:end].replace(TOKEN, token_of(name)) + text[end:]
        return WAIT.sub("", QUEUE.sub("", text))

    def _spans(self) -> list[tuple[int, int, str]]:
        """Where each job stands in the text."""
        document = yaml.compose(self.text, yaml.SafeLoader)
        assert isinstance(document, yaml.MappingNode)
        jobs = next(value for key, value in document.value if key.value == "jobs")
        return [(one.start_mark.index, one.end_mark.index, key.value) for key, one in jobs.value]

    def stand_ins(self) -> list[tuple[str, Path]]:
        """Each action with its commit, and the folder that stands in for it: nothing is fetched."""
        found = sorted(set(USES.findall(self.text)))
        folders = [ACTIONS / name.partition("/")[2] for name, _ in found]
        missing = [str(folder) for folder in folders if not (folder / "action.yml").is_file()]
        assert not missing, f"no stand-in: {missing}"
        return [
            (f"{name}@{ref}", folder) for (name, ref), folder in zip(found, folders, strict=True)
        ]
