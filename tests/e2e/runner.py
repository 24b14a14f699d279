"""Runs a workflow on this machine: `act`, without Docker, and bound to nothing.

It has no cache and no artifacts of its own. Files of a run are kept in a folder, which a failed
test names.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.workflow import Workflow

ACT = Path(sys.executable).parent / "act"
SECONDS = 120  # of a run; the longest takes about 20
STOPPING_SECONDS = 10
Json = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """What GitHub tells a run: the event's name and payload, and the commit to check out."""

    name: str
    payload: Json
    ref: str
    sha: str


@dataclass(frozen=True)
class Run:
    """How a run ended, by job, and what it said."""

    id: int
    event: Event
    jobs: Mapping[str, str]
    annotations: tuple[str, ...]
    summary: str
    log: str
    folder: Path

    @property
    def conclusion(self) -> str:
        passed = {"success", "skipped"}
        return "success" if passed.issuperset(self.jobs.values()) else "failure"

    @property
    def artifacts(self) -> Path:
        return self.folder / "artifacts"

    def __str__(self) -> str:
        return f"{self.folder}: {dict(self.jobs)}\n{self.log}"


def run(
    workflow: Workflow,
    text: str,
    event: Event,
    folder: Path,
    environ: Mapping[str, str],
    told: Mapping[str, str],
) -> Run:
    """Run the ``text`` that stands for a workflow, in a new folder named by the run's number.

    ``environ`` is what programs find on the machine, ``told`` what GitHub sets for the run.
    """
    folder.mkdir(parents=True)
    told = {**told, "GITHUB_REF": event.ref, "SHA_REF": event.sha, "GITHUB_RUN_ID": folder.name}
    (folder / "env").write_text("".join(f"{name}={one}\n" for name, one in told.items()), "utf-8")
    (folder / "workflow.yml").write_text(text, "utf-8")
    (folder / "event.json").write_text(json.dumps(event.payload), "utf-8")
    command = [str(ACT), event.name, *_options(workflow, folder)]
    ended = _call(command, folder, dict(environ) | {"E2E_RUNS": str(folder.parent)})
    return _read(ended, int(folder.name), event, folder)


def _options(workflow: Workflow, folder: Path) -> Iterator[str]:
    yield from ("-C", str(folder), "-W", "workflow.yml", "-e", "event.json", "--json")
    yield from ("-P", "ubuntu-latest=-self-hosted", "--no-cache-server", "--no-skip-checkout")
    yield from ("--action-cache-path", str(folder / "cache"), "--defaultbranch", "main")
    yield from ("--env-file", str(folder / "env"))
    for action, stand_in in workflow.stand_ins():
        yield from ("--local-repository", f"{action}={stand_in}")


def _call(command: list[str], folder: Path, environ: Mapping[str, str]) -> str:
    """What it wrote; it is ended with all that it started when it takes too long."""
    with (
        (folder / "out.jsonl").open("w+b") as out,
        subprocess.Popen(
            command,
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        try:
            process.wait(SECONDS)
        except BaseException:
            _stop(process)
            raise
    return (folder / "out.jsonl").read_text("utf-8", errors="replace")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Told to end, act ends its steps; whatever is left after that goes with its session."""
    process.terminate()
    try:
        process.wait(STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _read(output: str, number: int, event: Event, folder: Path) -> Run:
    lines = list(_lines(output))
    return Run(
        id=number,
        event=event,
        jobs=_results(lines),
        annotations=tuple(_annotation(one) for one in lines if one.get("kvPairs") is not None),
        summary="".join(one["content"] for one in lines if one.get("command") == "summary"),
        log="".join(_told(one) for one in lines),
        folder=folder,
    )


def _lines(output: str) -> Iterator[Json]:
    """What is no JSON is act's own error."""
    for line in output.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            yield {"raw_output": True, "msg": f"{line}\n"}


def _results(lines: list[Json]) -> dict[str, str]:
    """The result of each job; of a matrix that of the worst."""
    results: dict[str, str] = {}
    for line in lines:
        if "jobResult" in line and results.get(line["jobID"]) != "failure":
            results[line["jobID"]] = line["jobResult"]
    return results


def _annotation(line: Json) -> str:
    place = line["kvPairs"]
    return f"{place.get('file', '')}:{place.get('line', '')}: {line['command']}: {line['arg']}"


def _told(line: Json) -> str:
    """A line of the log, as people look at it: what steps wrote, and how steps and jobs ended."""
    if line.get("raw_output"):
        return str(line["msg"])
    if "jobResult" in line or line.get("stepResult", "success") != "success":
        return f"[{line['job']}] {line['msg']}\n"
    return f"{line['raw']}" if "raw" in line else ""
