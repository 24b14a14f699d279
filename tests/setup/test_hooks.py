"""The hooks are local, are the steps of `./langroute test`, and pass on this repository."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.test import STEPS
from tests.setup.checkout import REPOSITORY


@pytest.fixture(scope="module")
def hooks() -> list[dict[str, Any]]:
    """Of every repository that .pre-commit-config.yaml names."""
    config = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [entry["repo"] for entry in config["repos"]] == ["local"]
    found: list[dict[str, Any]] = config["repos"][0]["hooks"]
    return found


def test_every_quick_step_is_a_hook(hooks: list[dict[str, Any]]) -> None:
    quick = [step.name for step in STEPS if not step.streamed]
    assert [hook["id"] for hook in hooks] == quick
    assert [hook["entry"] for hook in hooks] == [
        f"./langroute test --only {name}" for name in quick
    ]


def test_nothing_is_installed_for_a_hook(hooks: list[dict[str, Any]]) -> None:
    assert {hook["language"] for hook in hooks} == {"system"}


@pytest.mark.slow
@pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="hooks need a git checkout")
def test_all_hooks_pass_on_this_repository(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "pre_commit", "run", "--all-files", "--color=never"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path)}
    ended = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("Passed") == len(STEPS) - 1  # none skipped for want of files


def test_ci_runs_the_same_command() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").splitlines()[-1] == "exec ./langroute test"
