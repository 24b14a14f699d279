"""The hooks are local, and are the steps of `./langroute test`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.test import STEPS
from tests.repository import git
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
def test_every_hook_runs_its_step_and_fails_with_it(
    hooks: list[dict[str, Any]], tmp_path: Path
) -> None:
    """On a repository with a file of each kind, whose steps take no time: one of them fails."""
    root = tmp_path / "repository"
    for name in ("pyproject.toml", "config/freeze.yaml", ".github/CODEOWNERS"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    shutil.copy(REPOSITORY / ".pre-commit-config.yaml", root)
    (root / "langroute").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/ran\ntest $3 != types\n')
    (root / "langroute").chmod(0o755)
    git(root, "init", "-q")
    git(root, "add", "-A")

    command = [sys.executable, "-P", "-m", "pre_commit", "run", "--all-files", "--color=never"]
    ended = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 1
    shown = re.findall(
        r"^(\S.*?)\.+(?:\(.*\))?(Passed|Failed|Skipped)$", ended.stdout, re.MULTILINE
    )
    wanted = [(hook["name"], "Failed" if hook["id"] == "types" else "Passed") for hook in hooks]
    assert shown == wanted, ended.stdout + ended.stderr
    ran = (tmp_path / "ran").read_text("utf-8").splitlines()
    assert ran == [f"test --only {hook['id']}" for hook in hooks]


def test_ci_runs_the_same_command() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "./langroute test" in script.read_text("utf-8").splitlines()
