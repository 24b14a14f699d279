"""What the ruleset requires exists, runs always, and fails unless all before it has succeeded."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from langroute_repo.company.ownership import COMPANYS
from tests.repository import commit, git
from tests.workflows.files import JOBS, Job, settings

GATES = {job.data["name"]: job for job in JOBS.values() if job.id == "gate"}


def bash(script: str, folder: Path, **environment: str) -> int:
    """Run a step's script as a runner does; its exit code."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    shell = {"PATH": os.environ["PATH"], "GITHUB_OUTPUT": str(folder / "outputs"), **environment}
    return subprocess.run(
        command, cwd=folder, env=shell, check=False, capture_output=True
    ).returncode


def test_the_ruleset_requires_the_gates_and_takes_them_from_nobody_else() -> None:
    (rule,) = (
        one for one in settings("ruleset")["rules"] if one["type"] == "required_status_checks"
    )
    required = rule["parameters"]["required_status_checks"]
    assert [one["context"] for one in required] == list(GATES)
    # GitHub Actions; another app, or anybody with a token, could report a check of this name.
    assert {one["integration_id"] for one in required} == {15368}
    shown = [job.data.get("name", job.id) for job in JOBS.values()]
    assert all(shown.count(name) == 1 for name in GATES)


@pytest.mark.parametrize("gate", GATES.values(), ids=GATES)
def test_a_gate_runs_always_and_after_all_other_jobs(gate: Job) -> None:
    others = [job.id for job in JOBS.values() if job.workflow == gate.workflow and job != gate]
    assert (gate.data["if"], gate.data["needs"]) == ("always()", others)


@pytest.mark.parametrize(
    ("results", "passes"),
    [
        ("success success", True),
        ("success failure", False),
        ("failure success", False),
        ("success skipped", False),
        ("cancelled success", False),
        ("", False),
    ],
)
def test_the_check_passes_when_all_jobs_have_succeeded(
    tmp_path: Path, results: str, passes: bool
) -> None:
    (script,) = GATES["check"].scripts()
    assert (bash(script, tmp_path, RESULTS=results) == 0) is passes


@pytest.mark.parametrize(
    ("scope", "results", "passes"),
    [
        ("success true", "success success", True),
        ("success false", "skipped skipped", True),
        ("success true", "skipped skipped", False),
        ("success true", "success skipped", False),
        ("success true", "failure success", False),
        ("success true", "success failure", False),
        ("success true", "cancelled success", False),
        ("failure ", "skipped skipped", False),
        ("success ", "skipped skipped", False),
    ],
)
def test_the_tests_may_be_left_out_on_purpose_alone(
    tmp_path: Path, scope: str, results: str, passes: bool
) -> None:
    (script,) = GATES["tests"].scripts()
    assert (bash(script, tmp_path, SCOPE=scope, RESULTS=results) == 0) is passes


@pytest.mark.parametrize(
    ("path", "machinery"),
    [
        ("config/languages/de.yaml", "false"),
        ("config/evidence/relevance-words-v1/de.json", "false"),
        ("infra/production.template.json", "false"),
        (".github/CODEOWNERS", "false"),
        (".github/workflows/push.yml", "true"),
        ("config/environments/production.yaml", "false"),
        ("schemas/model.schema.json", "false"),
        ("README.md", "false"),
        ("examples/acme/config/policy.yaml", "true"),
        ("scripts/push.py", "true"),
        ("docs/README.md", "true"),
    ],
)
def test_they_run_for_all_but_the_companys_own(tmp_path: Path, path: str, machinery: str) -> None:
    (script,) = JOBS["tests/scope"].scripts()
    git(tmp_path, "init", "-q", "-b", "main")
    base = commit(tmp_path, "before")
    changed = tmp_path / path
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text("x")
    commit(tmp_path, "after")
    assert bash(script, tmp_path, AGAINST=base) == 0
    assert (tmp_path / "outputs").read_text() == f"machinery={machinery}\n"


def test_what_they_leave_out_is_what_a_company_calls_its_own() -> None:
    (script,) = JOBS["tests/scope"].scripts()
    left_out = re.findall(r"':\(exclude\)([^']+)'", script)
    assert left_out == [path.rstrip("/") for path in COMPANYS]


def test_the_tests_run_when_nobody_can_say_what_has_changed(tmp_path: Path) -> None:
    (script,) = JOBS["tests/scope"].scripts()
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "the only one")
    assert bash(script, tmp_path, AGAINST="origin/gone") == 0
    assert (tmp_path / "outputs").read_text() == "machinery=true\n"
