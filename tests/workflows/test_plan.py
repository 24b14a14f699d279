"""What `generate` makes of the workflows for each plan, and the check of two people's approvals."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from langroute_repo.tree.plan import Plan
from scripts import PROJECT
from scripts.__main__ import main
from scripts.generated.workflows import APPROVAL, fitted, workflows
from scripts.terminal.failure import Failure
from tests.sample import ACME, lay_checkout
from tests.workflows.test_rights import PINS

FREE = Plan("free", "private")
TEAM = Plan("team", "private")
TWO = Plan("team", "private", ("@ada", "@bert"))
FILES = sorted((PROJECT / ".github/workflows").glob("*.yml"))
FOLDERS = (".github/", "examples/acme/", "src/", "validators/")
OWN = PROJECT / "scripts/generated/approval.yml"

every_file = pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)


def read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return found


@every_file
def test_without_environments_no_job_names_one_and_all_else_stays(file: Path) -> None:
    text = fitted(file.name, file.read_text(), TEAM)
    without, named = read(fitted(file.name, text, FREE)), read(text)
    for job in named["jobs"].values():
        job.pop("environment", None)
    assert without == named


@every_file
def test_with_environments_the_same_jobs_name_them_again(file: Path) -> None:
    text = fitted(file.name, file.read_text(), TEAM)
    assert fitted(file.name, fitted(file.name, text, FREE), TEAM) == text


def test_the_deployments_are_what_names_environments() -> None:
    jobs = {
        f"{file.stem}/{name}": job["environment"]
        for file in FILES
        for name, job in read(fitted(file.name, file.read_text(), TEAM))["jobs"].items()
        if "environment" in job
    }
    assert (
        jobs.items()
        >= {
            "push/staging": "staging",
            "push/production": "production",
            "rollback/rollback": "${{ inputs.environment }}",
        }.items()
    )


def test_an_environment_over_several_lines_is_told() -> None:
    text = "jobs:\n  push:\n    environment:\n      name: production\n"
    with pytest.raises(Failure, match=r"push\.yml:3: an environment over several lines"):
        fitted("push.yml", text, FREE)


def test_an_editor_finds_the_schema_of_the_plan() -> None:
    file = ACME / ".github/settings/plan.yaml"
    first = file.read_text().partition("\n")[0]
    schema = first.removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / schema).resolve() == ACME / "schemas/plan.schema.json"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the sample company: what `generate` makes files of and compares them with."""
    lay_checkout(tmp_path, lambda path: path.startswith(FOLDERS))
    monkeypatch.setattr("scripts.generate.PROJECT", tmp_path)
    return tmp_path


def test_generate_says_what_does_not_fit_the_plan_and_makes_it_fit(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = project / ".github/settings/plan.yaml"
    text = plan.read_text()
    plan.write_text("plan: free\nvisibility: private\n")
    stale = [
        "infra/production.template.json",
        "infra/staging.template.json",
        ".github/workflows/golden-change.yml",
        ".github/workflows/push.yml",
        ".github/workflows/rollback.yml",
    ]
    fresh = {path: (project / path).read_text() for path in stale}
    assert main(["--root", str(project), "generate", "--check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[: len(stale)] == [f"{path} is stale" for path in stale]
    assert main(["--root", str(project), "generate"]) == 0
    assert main(["--root", str(project), "generate", "--check"]) == 0
    found = [*re.findall("^    environment: .*", (project / stale[2]).read_text(), re.MULTILINE)]
    assert found == []
    plan.write_text(text)
    assert main(["--root", str(project), "generate"]) == 0
    for path in stale:
        assert (project / path).read_text() == fresh[path]


def test_two_people_get_the_check_of_their_approvals_and_others_none(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, owners = project / ".github/settings/plan.yaml", project / ".github/CODEOWNERS"
    plan.write_text(
        'plan: team\nvisibility: private\napprovers: ["@ada", "@bert"]\nalone_after: 24h\n'
    )
    assert main(["--root", str(project), "generate"]) == 0
    assert (project / APPROVAL).read_bytes() == OWN.read_bytes()
    unowned = [line.strip() for line in owners.read_text().splitlines() if "@" not in line]
    assert unowned[-2:] == ["/config/languages/", "/config/evidence/"]
    assert "/.github/" in owners.read_text().splitlines()[-1]
    plan.write_text("plan: team\nvisibility: private\n")
    capsys.readouterr()
    assert main(["--root", str(project), "generate"]) == 0
    assert f"removed {APPROVAL}" in capsys.readouterr().err
    assert owners.read_bytes() == (ACME / ".github/CODEOWNERS").read_bytes()


@pytest.mark.parametrize(
    ("plan", "made"),
    [
        (TEAM, False),
        (TWO, True),
        (Plan("team", "private", ("@ada",)), False),
        # Nothing could require it.
        (Plan("free", "private", ("@ada", "@bert")), False),
        (Plan("free", "public", ("@ada", "@bert")), True),
    ],
)
def test_the_check_is_there_where_the_ruleset_requires_it(plan: Plan, made: bool) -> None:
    assert (dict(workflows(PROJECT, plan, {}))[APPROVAL] is not None) == made


def test_the_check_of_approvals_only_reads() -> None:
    told = read(OWN.read_text())
    (job,) = told["jobs"].values()
    assert list(told["jobs"]) == ["approval"]  # as the ruleset names it
    assert told["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "pull-requests": "read"}
    (checkout,) = (step for step in job["steps"] if "uses" in step)
    assert checkout["with"] == {"persist-credentials": "false"}
    assert f"actions/checkout@{PINS['actions/checkout']}" in OWN.read_text()
    assert not any("${{" in step.get("run", "") for step in job["steps"])


def test_the_check_of_approvals_fits_its_schema() -> None:
    command = [sys.executable, "-P", "-m", "check_jsonschema"]
    ended = subprocess.run(
        [*command, "--builtin-schema", "vendor.github-workflows", str(OWN)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_its_step_is_a_verb_that_knows_its_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert './langroute approval "$NUMBER" --head "$HEAD"' in OWN.read_text()
    for name in ("GITHUB_REPOSITORY", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--root", str(tmp_path), "approval", "17", "--head", "a" * 40]) == 2
    assert "does not name two approvers" in capsys.readouterr().err
