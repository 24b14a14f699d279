"""What the workflows may do, and on whose word: nothing that a local runner would hold them to."""

import re

import pytest

from tests.workflows.files import (
    FOLDER,
    JOBS,
    NAMES,
    PLAN,
    Job,
    settings,
    text,
    workflow,
)

# To hold what is live against what was shown.
LOOKS = {"contents": "read", "id-token": "write", "pull-requests": "read", "actions": "read"}
# Of every job, all that it may do. What is more than here is more than anybody agreed to.
GRANTS: dict[str, dict[str, str]] = {
    "check/review": {"contents": "read"},
    "check/gate": {},
    "cache/cache": {"contents": "read"},
    "tests/scope": {"contents": "read"},
    "tests/suite": {"contents": "read"},
    "tests/spark": {"contents": "read"},
    "tests/gate": {},
    "comment/comment": {"contents": "read", "actions": "read", "pull-requests": "write"},
    "push/shown": LOOKS,
    "push/tell": {"contents": "read", "pull-requests": "write"},
    "push/golden-staging": {"contents": "read", "id-token": "write"},
    "push/golden-production": {"contents": "read", "id-token": "write"},
    "golden/golden": {"contents": "read", "id-token": "write", "issues": "write"},
    "golden-change/golden": {"contents": "read", "id-token": "write", "pull-requests": "read"},
    "rehearsal/document": {"contents": "read", "id-token": "write", "issues": "write"},
    "rehearsal/endpoints": {"contents": "read", "id-token": "write", "issues": "write"},
    "rehearsal/clear": {"contents": "read", "id-token": "write"},
    "push/staging": {"contents": "read", "id-token": "write"},
    "push/approval": {},
    "push/production": LOOKS,
    "push/revert": {"contents": "write", "id-token": "write", "pull-requests": "write"},
    "drift/drift": {"contents": "read", "id-token": "write", "issues": "write"},
    "rollback/rollback": {"contents": "write", "id-token": "write", "pull-requests": "write"},
    "site/site": {"contents": "read"},
    "evidence/evidence": {"contents": "write", "id-token": "write", "pull-requests": "write"},
    "ramp/ramp": {
        "contents": "write",
        "id-token": "write",
        "issues": "write",
        "pull-requests": "write",
    },
}
TRIGGERS = {
    "check": {"pull_request", "merge_group"},
    "tests": {"pull_request", "merge_group"},
    "comment": {"workflow_run"},
    "push": {"push", "workflow_dispatch"},
    "cache": {"push", "workflow_dispatch"},
    "site": {"push", "workflow_dispatch"},
    "golden": {"schedule", "workflow_dispatch"},
    "golden-change": {"workflow_dispatch"},
    "rehearsal": {"schedule", "workflow_dispatch"},
    "drift": {"schedule", "workflow_run", "workflow_dispatch"},
    "rollback": {"workflow_dispatch"},
    "evidence": {"schedule", "workflow_dispatch"},
    "ramp": {"schedule", "workflow_dispatch"},
}
OF_PULL_REQUESTS = [name for name in NAMES if "pull_request" in workflow(name)["on"]]
PINS = {
    "actions/cache": "27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5",
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "aws-actions/configure-aws-credentials": "e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3",
}

every_workflow = pytest.mark.parametrize("name", NAMES)
every_job = pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)


def test_each_workflow_starts_on_these_events_alone() -> None:
    assert {name: set(workflow(name)["on"]) for name in NAMES} == TRIGGERS
    assert {path.suffix for path in FOLDER.iterdir()} == {".yml"}


def test_each_job_may_do_this_and_nothing_else() -> None:
    assert {job.where: job.data["permissions"] for job in JOBS.values()} == GRANTS
    assert {name: workflow(name)["permissions"] for name in NAMES} == {name: {} for name in NAMES}


@every_workflow
def test_every_right_has_its_reason_beside_it(name: str) -> None:
    grants = re.findall(r"^ +[a-z-]+: (?:read|write)\b(.*)$", text(name), re.MULTILINE)
    assert len(grants) == sum(
        len(GRANTS[where]) for where in GRANTS if where.startswith(f"{name}/")
    )
    assert all(re.fullmatch(r" # to \S.+", reason) for reason in grants)


@pytest.mark.parametrize("name", OF_PULL_REQUESTS)
def test_code_of_a_pull_request_runs_near_nothing_worth_taking(name: str) -> None:
    for word in ("secrets", "vars.", "environment:", "id-token", ": write"):
        assert word not in text(name)
    assert "github.token" not in text(name)


@pytest.mark.parametrize("name", OF_PULL_REQUESTS)
def test_what_is_required_runs_for_every_pull_request_into_main_and_for_no_other(name: str) -> None:
    """A check is a commit's: one into another branch would count for main as well."""
    for event, filters in workflow(name)["on"].items():
        assert filters["branches"] == ["main"], event
        assert set(filters) <= {"branches", "types"}, event


@pytest.mark.parametrize("name", OF_PULL_REQUESTS)
def test_it_runs_again_when_the_base_changes(name: str) -> None:
    wanted = {"opened", "synchronize", "reopened", "edited"}
    assert wanted <= set(workflow(name)["on"]["pull_request"]["types"])


def test_only_main_is_pushed() -> None:
    assert workflow("push")["on"]["push"] == {"branches": ["main"]}
    jobs = (
        "push/shown",
        "push/staging",
        "push/production",
        "push/golden-staging",
        "push/golden-production",
        "golden/golden",
        "golden-change/golden",
        "rehearsal/document",
        "rehearsal/endpoints",
        "rehearsal/clear",
        "drift/drift",
        "rollback/rollback",
        "cache/cache",
    )
    for name in jobs:
        assert "github.ref == 'refs/heads/main'" in JOBS[name].data["if"]


@every_workflow
def test_every_action_is_one_of_ours_at_its_commit(name: str) -> None:
    for action, pin in re.findall(r"uses: ([^@\s]+)@(.*)", text(name)):
        assert pin == PINS[action]
    assert "uses: ." not in text(name)


def test_actions_that_nobody_uses_are_not_allowed() -> None:
    allowed = settings("actions")["actions/permissions/selected-actions"]["patterns_allowed"]
    used = {step["uses"].partition("@")[0] for job in JOBS.values() for step in job.steps
            if "uses" in step}  # fmt: skip
    assert [pattern.removesuffix("@*") for pattern in allowed] == sorted(used) == sorted(PINS)


@every_job
def test_no_expression_becomes_part_of_a_script(job: Job) -> None:
    assert not [script for script in job.scripts() if "${{" in script]


@every_job
def test_no_token_stays_behind_in_the_checkout(job: Job) -> None:
    for step in job.uses("actions/checkout"):
        assert step["with"].get("persist-credentials") == "false"
        assert set(step["with"]) <= {"persist-credentials", "fetch-depth"}  # no ref, no other place


@every_job
def test_a_token_is_given_to_the_steps_that_need_it_and_to_no_other(job: Job) -> None:
    assert "GITHUB_TOKEN" not in job.data.get("env", {})
    assert "env" not in workflow(job.workflow)


@every_job
def test_who_deploys_waits_for_the_environment_and_who_looks_does_not(job: Job) -> None:
    """The deploying role trusts the environment's subject, the looking one main's.

    So does the one that asks, and trusts as well whom the reviewers of golden let ask for a change.
    """
    for step in job.uses("aws-actions/configure-aws-credentials"):
        role = step["with"]["role-to-assume"]
        named = "environment" in job.data
        waits = "deploy-role" in role or job.workflow == "golden-change"
        assert named == (waits and PLAN.offer.environments)


def test_the_comment_runs_after_the_check_and_on_no_code_of_its() -> None:
    started = workflow("comment")["on"]["workflow_run"]
    assert started == {"workflows": [workflow("check")["name"]], "types": ["completed"]}
    (download,) = JOBS["comment/comment"].uses("actions/download-artifact")
    assert download["with"]["path"].startswith("${{ runner.temp }}/")
    assert download["with"]["run-id"] == "${{ github.event.workflow_run.id }}"


def test_one_finding_of_zizmor_is_accepted_where_a_workflow_follows_another() -> None:
    lines = {
        name: [line for line in text(name).splitlines() if "zizmor:" in line] for name in NAMES
    }
    accepted = {name: found for name, found in lines.items() if found}
    assert list(accepted) == ["comment", "drift"]
    for (line,) in accepted.values():
        assert re.search(r"workflow_run: # zizmor: ignore\[dangerous-triggers\] \S+", line)


def test_drift_follows_a_push_which_runs_on_main_alone_and_takes_nothing_of_it() -> None:
    assert workflow("drift")["on"]["workflow_run"] == {
        "workflows": [workflow("push")["name"]],
        "types": ["completed"],
        "branches": ["main"],
    }
    assert not JOBS["drift/drift"].uses("actions/download-artifact")
    assert "github.event" not in text("drift")


@every_job
def test_who_may_write_or_take_a_role_restores_nothing_that_another_run_stored(job: Job) -> None:
    if job.uses("actions/cache"):
        assert job.data["permissions"] == {"contents": "read"}


def test_no_fork_is_given_what_an_earlier_commit_of_it_has_stored() -> None:
    """It shows nowhere in the files that are approved, and makes their check say anything."""
    (step,) = JOBS["check/review"].uses("actions/cache")
    assert step["if"] == (
        "github.event_name != 'pull_request' "
        "|| github.event.pull_request.head.repo.full_name == github.repository"
    )


def test_what_is_stored_is_the_environment_of_exactly_these_packages() -> None:
    stored = [step["with"] for job in JOBS.values() for step in job.uses("actions/cache")]
    key = "venv-${{ runner.os }}-${{ runner.arch }}-${{ hashFiles('requirements.txt') }}"
    assert stored == [{"path": ".venv", "key": key}] * 2
    assert workflow("cache")["on"]["push"]["paths"] == ["requirements.txt"]
