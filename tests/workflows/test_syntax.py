"""The files under .github fit the schemas that GitHub's own editors use, and dependabot waits."""

import subprocess
import sys

import pytest
import yaml

from tests.workflows.files import FOLDER, PROJECT

DEPENDABOT = PROJECT / ".github" / "dependabot.yml"


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", sorted(FOLDER.iterdir())),
        ("vendor.dependabot", [DEPENDABOT]),
    ],
)
def test_the_files_fit_their_schema(schema: str, files: list[object]) -> None:
    command = [sys.executable, "-P", "-m", "check_jsonschema", "--builtin-schema", schema]
    ended = subprocess.run(
        [*command, *map(str, files)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_update_waits_before_it_is_proposed() -> None:
    updates = yaml.safe_load(DEPENDABOT.read_text("utf-8"))["updates"]
    assert [one["package-ecosystem"] for one in updates] == ["github-actions", "pip"]
    assert all(one["cooldown"]["default-days"] >= 7 for one in updates)
