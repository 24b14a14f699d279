"""Every command of a step is one that its verb takes, whatever the expressions around it give."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.__main__ import VERBS, _import, _verb_parser
from tests.workflows.files import JOBS, Job

# What steps are given; of a name that is not here a step gets a word that begins like an option.
GIVEN = {
    "HEAD": "a" * 40,
    "NUMBER": "17",
    "AGAINST": "origin/main",
    "BASE": "c" * 40,
    "ENVIRONMENT": "production",
    "PLAN": "b" * 64,
    "LIVE": "d" * 64,
    "TARGET": "e" * 64,
    "LOG": "s3://acme-predictions/latest/",
}
NASTY = "-x $(touch nasty) `touch nasty` ; touch nasty"
RECORD = '#!/bin/bash\nprintf "%s\\0" "$@" >> "$RECORDED"\nprintf "\\n\\0" >> "$RECORDED"\n'
WITH_COMMANDS = {
    name: job for name, job in JOBS.items() if any("./langroute" in one for one in job.scripts())
}


def commands(folder: Path, job: Job, **given: str) -> list[list[str]]:
    """What each `./langroute` of a job's steps is called with."""
    recorded = folder / "recorded"
    recorded.touch()
    stand_in = folder / "langroute"
    stand_in.write_text(RECORD)
    stand_in.chmod(0o755)
    python = folder / ".venv" / "bin" / "python"  # as ./langroute leaves it; installs nothing here
    python.parent.mkdir(parents=True)
    python.symlink_to(shutil.which("true", path=os.defpath) or "true")
    for step in job.steps:
        if "run" in step:
            names = {*step.get("env", {}), *job.data.get("env", {})}
            values = {name: given.get(name, NASTY) for name in names}
            shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            subprocess.run(shell, cwd=folder, env=_runner(folder, recorded) | values, check=True)
    calls = recorded.read_text().split("\n\0")
    return [call.split("\0")[:-1] for call in calls if call]


def _runner(folder: Path, recorded: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "GITHUB_OUTPUT": str(folder / "outputs"),
        "RUNNER_TEMP": str(folder),
        "JAVA_HOME_17_X64": "/opt/java",
        "RECORDED": str(recorded),
    }


def understood(words: list[str]) -> None:
    """Parse a command as the verb does; what it does not take ends the test."""
    name, *rest = words
    assert name in VERBS
    arguments = _verb_parser(name, _import(name)).parse_args(rest)
    if name == "step":
        understood(arguments.words)


@pytest.mark.parametrize("job", WITH_COMMANDS.values(), ids=WITH_COMMANDS)
def test_the_verbs_take_what_the_steps_say(job: Job, tmp_path: Path) -> None:
    called = commands(tmp_path, job, **GIVEN)
    assert len(called) == sum(len(re.findall(r"\./langroute", one)) for one in job.scripts())
    for words in called:
        understood(words)


@pytest.mark.parametrize("job", WITH_COMMANDS.values(), ids=WITH_COMMANDS)
def test_nothing_that_somebody_typed_runs(job: Job, tmp_path: Path) -> None:
    commands(tmp_path, job)
    assert not (tmp_path / "nasty").exists()


@pytest.mark.parametrize("to", ["", "17", "git-3f2a9c81b0d4"])
def test_what_is_typed_for_a_rollback_stays_one_word_each(tmp_path: Path, to: str) -> None:
    given = {"ENVIRONMENT": "production", "TO": to, "REASON": NASTY}
    *_, (step, verb, name, *options) = commands(tmp_path, JOBS["rollback/rollback"], **given)
    assert [step, verb, name] == ["step", "rollback", "production"]
    wanted = [f"--to={to}"] if to else []
    assert options == [*wanted, f"--reason={NASTY}", "--yes", "--pull-request"]


@pytest.mark.parametrize("detach", ["", "yes"])
@pytest.mark.parametrize("live", ["", "b" * 64, "none"])
def test_what_was_looked_at_is_expected(tmp_path: Path, live: str, detach: str) -> None:
    given = {"ENVIRONMENT": "production", "PLAN": "c" * 64, "TARGET": "d" * 64, "LIVE": live}
    more = {"DETACH": detach, "GOLDEN": detach}
    *_, look, push = commands(tmp_path, JOBS["push/production"], **given, **more)
    assert look[:5] == ["step", "--outputs", "shown", "production", "--require"]
    assert look[5:] == (["--accept", live, "d" * 64] if live else [])
    assert push[:6] == ["step", "--green", "started", "push", "production", "--yes"]
    # An empty one, of a step that found nothing, is refused and not left out.
    expected = ["--expect-plan-hash", "c" * 64, "--expect-live-hash", live]
    asked = ["--detach", "--golden", f"{tmp_path}/golden.json"] if detach else []
    assert push[8:] == [*expected, *asked]
