"""Deployments queue, wait for people, and are given the time that they take."""

import re
from pathlib import Path

import pytest
import yaml

from langroute_repo.tree.files.environment import EnvironmentFile, Golden
from scripts.generated.deployments import (
    LONGEST_JOB,
    SPARE_SECONDS,
    labelled,
    misfits,
    needed,
    timed,
)
from tests.sample import environments
from tests.workflows.files import JOBS, PLAN, PROJECT, Job, settings, text, workflow

ENVIRONMENTS = environments()
LAST = list(ENVIRONMENTS)[-1]
UNSHOWN = f"{LAST}-unshown"

every_environment = pytest.mark.parametrize("name", ENVIRONMENTS)
every_job = pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)


@every_job
def test_every_job_ends(job: Job) -> None:
    assert 0 < int(job.data["timeout-minutes"]) <= LONGEST_JOB


@pytest.mark.parametrize(("live", "target"), [("", ""), ("l", ""), ("", "t"), ("l", "t")])
def test_what_nobody_was_shown_goes_on_or_is_refused(live: str, target: str) -> None:
    """By one hash without the other nothing comes, and the run says so."""
    (*_, refusal) = (step["if"] for step in JOBS["push/tell"].steps if "if" in step)
    goes_on = JOBS[f"push/{LAST}"].data["if"]
    known = {
        "needs.shown.outputs.shown": "no",
        "needs.shown.outputs.reviewers": "no",
        "needs.staging.result": "success",
        "needs.approval.result": "skipped",
        "github.ref": "refs/heads/main",
        "inputs.live": live,
        "inputs.target": target,
    }
    answers = []
    for told in (refusal, goes_on):
        for name, value in known.items():
            told = told.replace(name, repr(value))
        words = told.replace("!cancelled()", "True").replace("&&", "and").replace("||", "or")
        answers.append(eval(words))
    assert answers == [not (live and target), bool(live and target)]


@every_environment
def test_a_push_is_watched_to_the_end_of_its_bake(name: str) -> None:
    assert int(JOBS[f"push/{name}"].data["timeout-minutes"]) * 60 >= needed(ENVIRONMENTS[name])


def test_the_workflows_fit_the_sample() -> None:
    assert list(misfits(PROJECT, ENVIRONMENTS)) == []


def test_an_environment_that_no_workflow_names_is_told() -> None:
    order = "staging, production, in this order; config/environments has staging, live, production"
    staging, production = ENVIRONMENTS.values()
    more = {"staging": staging, "live": production, "production": production}
    assert list(misfits(PROJECT, more)) == [
        f".github/workflows/{name}.yml has {order}"
        for name in ("push", "drift", "golden", "golden-change", "rehearsal", "rollback")
    ]


def slowed(duration: str) -> dict[str, EnvironmentFile]:
    """The sample's environments with another rollout of the last one."""
    production = ENVIRONMENTS[LAST]
    slow = production.rollout.model_copy(update={"duration": duration})
    return ENVIRONMENTS | {LAST: production.model_copy(update={"rollout": slow})}


def test_a_quick_rollout_that_takes_longer_is_waited_for_as_well() -> None:
    """Quick it may be with the readers, and bake for longer than the usual one."""
    production = ENVIRONMENTS[LAST]
    quick = production.rollout.model_copy(update={"duration": "1m", "bake": "200m"})
    longer = ENVIRONMENTS | {LAST: production.model_copy(update={"quick": quick})}
    jobs = yaml.load(timed(text("push"), longer), yaml.BaseLoader)["jobs"]
    assert int(jobs[LAST]["timeout-minutes"]) == 1 + 200 + 15 + 10 + 5 + 4  # in steps of five


@pytest.mark.parametrize("minutes", [0, 41, 45, 46, 280])
def test_a_job_is_given_the_time_that_its_rollout_takes(minutes: int) -> None:
    environments = slowed(f"{minutes}m")
    for name, waits in (("push", environments[LAST]), ("rollback", environments[LAST])):
        jobs = yaml.load(timed(text(name), environments), yaml.BaseLoader)["jobs"]
        job = jobs[LAST if name == "push" else name]
        spare = int(job["timeout-minutes"]) * 60 - needed(waits)
        assert 0 <= spare - SPARE_SECONDS < 300
    assert timed(timed(text("push"), environments), ENVIRONMENTS) == text("push")


def test_a_rollout_that_outlasts_every_job_is_told() -> None:
    slow = slowed("310m")
    assert list(misfits(PROJECT, slow)) == [
        ".github/workflows/push.yml cannot wait for production: its rollout, bake, grace and "
        "set-up may take 365 minutes, and GitHub's jobs 360"
    ]
    assert "timeout-minutes: 360 # rollout" in timed(text("push"), slow)


def test_who_has_no_environment_or_no_workflow_yet(tmp_path: Path) -> None:
    assert list(misfits(PROJECT, {})) == []
    assert list(misfits(tmp_path, {"staging": ENVIRONMENTS["staging"]})) == [
        f".github/workflows/{name}.yml has nothing, in this order; config/environments has staging"
        for name in ("push", "drift", "golden", "golden-change", "rehearsal", "rollback")
    ]


def test_a_rollback_has_the_time_that_a_push_has() -> None:
    longest = max(needed(environment) for environment in ENVIRONMENTS.values())
    assert int(JOBS["rollback/rollback"].data["timeout-minutes"]) * 60 >= longest


@every_environment
def test_pushes_queue_one_behind_the_other(name: str) -> None:
    assert JOBS[f"push/{name}"].data["concurrency"] == {
        "group": f"push-{name}",
        "cancel-in-progress": "false",
        "queue": "max",
    }


def test_a_rollback_does_not_wait_for_the_push_that_it_stops() -> None:
    group = JOBS["rollback/rollback"].data["concurrency"]["group"]
    assert group == "rollback-${{ inputs.environment }}"


@every_job
def test_nothing_that_changes_the_world_is_cancelled_for_a_newer_one(job: Job) -> None:
    if "write" in job.data["permissions"].values():
        concurrency = job.data.get("concurrency") or workflow(job.workflow).get("concurrency")
        assert concurrency is None or concurrency["cancel-in-progress"] == "false"


def test_the_environments_are_those_of_the_files_in_their_order() -> None:
    names = list(ENVIRONMENTS)
    pushed = [job.id for job in JOBS.values() if job.workflow == "push" and job.id in names]
    assert pushed == names
    assert list(settings("environments")) == [*names, UNSHOWN, "golden"]
    for verb in ("drift", "golden"):
        assert re.findall(rf"{verb} (\S+) --issue", text(verb)) == names
    for what in ("document (\\S+) --yes --issue", "endpoints (\\S+) --yes --issue",
                 "endpoints (\\S+) --clear --yes"):  # fmt: skip
        assert re.findall(f"rehearse {what}", text("rehearsal")) == names
    for started in ("rollback", "golden-change"):
        inputs = workflow(started)["on"]["workflow_dispatch"]["inputs"]
        assert inputs["environment"]["options"] == names


@every_environment
def test_an_environment_is_pushed_after_the_one_that_its_file_names(name: str) -> None:
    job = JOBS[f"push/{name}"].data
    after = ENVIRONMENTS[name].after
    waited = [one for one in job["needs"] if not one.startswith(("golden-", "approval"))]
    assert waited == ["shown", *([after] if after else [])]
    assert f"golden-{name}" in job["needs"]
    assert job["env"]["ENVIRONMENT"] == name
    assert job.get("environment") == (name if PLAN.offer.environments else None)


def test_the_environments_are_pushed_in_the_same_steps() -> None:
    """Only the last one is held against what was shown, and its push against what is live."""
    first, *others = (
        [step for step in JOBS[f"push/{name}"].steps if step.get("id") not in ("shown", "push")]
        for name in ENVIRONMENTS
    )
    assert all(other == first for other in others)


def test_a_rollback_of_any_environment_proposes_the_revert() -> None:
    job = JOBS["push/revert"].data
    taken_back = {name: f"needs.{name}.outputs.outcome == 'rolled-back'" for name in ENVIRONMENTS}
    assert job["needs"] == list(ENVIRONMENTS)
    assert job["if"] == f"always() && ({' || '.join(taken_back.values())})"
    *others, last = ENVIRONMENTS
    chosen = "".join(f"{taken_back[name]} && '{name}' || " for name in others)
    assert job["env"]["ENVIRONMENT"] == f"${{{{ {chosen}'{last}' }}}}"


def test_the_last_one_is_what_is_looked_at() -> None:
    for job in ("shown", "tell", LAST):
        assert JOBS[f"push/{job}"].data["env"]["ENVIRONMENT"] == LAST
    assert JOBS["push/approval"].data["environment"] == UNSHOWN


def test_who_waits_for_a_person_holds_nothing_and_goes_when_a_newer_push_comes() -> None:
    job = JOBS["push/approval"]
    assert job.data["permissions"] == {}
    assert not list(job.uses("aws-actions/configure-aws-credentials"))
    assert job.data["concurrency"] == {"group": UNSHOWN, "cancel-in-progress": "true"}


def test_one_environment_that_cannot_be_asked_does_not_hide_another() -> None:
    _, *steps = JOBS["drift/drift"].steps
    asked = [steps[place : place + 3] for place in range(0, len(steps), 3)]
    for name, (names, role, compare) in zip(ENVIRONMENTS, asked, strict=True):
        assert (names["id"], role["id"]) == (f"{name}-names", f"{name}-role")
        assert f"steps.{name}-names.outputs.plan-role" in role["with"]["role-to-assume"]
        assert role["with"]["unset-current-credentials"] == "true"
        assert compare["name"] == f"compare {name}"
    for name, (names, role, compare) in list(zip(ENVIRONMENTS, asked, strict=True))[1:]:
        assert names["if"] == "${{ !cancelled() }}"
        for step, before in ((role, "names"), (compare, "role")):
            assert step["if"] == (
                f"${{{{ !cancelled() && steps.{name}-{before}.outcome == 'success' }}}}"
            )


def test_only_the_environment_that_the_variable_names_is_not_waited_for() -> None:
    for name in ENVIRONMENTS:
        (step,) = (one for one in JOBS[f"push/{name}"].steps if one.get("id") == "push")
        wanted = "${{ vars.PUSH_DETACHED == env.ENVIRONMENT && 'yes' || '' }}"
        assert step["env"]["DETACH"] == wanted


@every_environment
def test_an_environment_takes_main_alone(name: str) -> None:
    assert settings("environments")[name]["branches"] == ["main"]


def test_somebody_else_approves_what_nobody_was_shown() -> None:
    unshown = settings("environments")[UNSHOWN]
    assert unshown["branches"] == ["main"]
    assert unshown["reviewers"]
    assert unshown["prevent_self_review"] is True


def test_a_change_is_asked_for_on_a_reviewers_word_and_never_checked_out() -> None:
    """The base's code, with a commit of the change that somebody looked at, as data."""
    asked = settings("environments")["golden"]
    assert asked["branches"] == ["main"]
    assert asked["reviewers"]
    job = JOBS["golden-change/golden"]
    assert job.data.get("environment") == ("golden" if PLAN.offer.environments else None)
    assert job.data["if"] == "github.ref == 'refs/heads/main'"
    (checkout,) = job.uses("actions/checkout")
    assert checkout["with"] == {"persist-credentials": "false"}  # main, and nothing else
    assert set(workflow("golden-change")["on"]) == {"workflow_dispatch"}
    assert not any("git " in script for script in job.scripts())


ASKING = ("push/golden-staging", "push/golden-production", "golden/golden", "golden-change/golden")


def runners(environments: dict[str, EnvironmentFile]) -> list[str]:
    """Where each job that asks endpoints runs."""
    return [
        yaml.load(labelled(text(name), environments), yaml.BaseLoader)["jobs"][job]["runs-on"]
        for name, _, job in (one.partition("/") for one in ASKING)
    ]


def asked_by(**labels: str) -> dict[str, EnvironmentFile]:
    """The sample's environments, of which these name a runner."""
    named = {name: Golden(gate="required", runner=label) for name, label in labels.items()}
    return {
        name: one.model_copy(update={"golden": named.get(name)})
        for name, one in ENVIRONMENTS.items()
    }


def test_endpoints_are_asked_from_where_the_environments_files_say() -> None:
    assert runners(ENVIRONMENTS) == ["ubuntu-latest"] * 4
    inside = asked_by(production="acme-models")
    assert runners(inside) == ["ubuntu-latest", "acme-models", "acme-models", "acme-models"]
    assert list(misfits(PROJECT, inside)) == []
    # Whoever is asked for no longer is gone, and nothing else runs elsewhere.
    assert labelled(labelled(text("push"), inside), ENVIRONMENTS) == text("push")
    assert all(
        job.data["runs-on"] == "ubuntu-latest" for name, job in JOBS.items() if name not in ASKING
    )


def test_several_runners_for_one_job_are_told() -> None:
    assert list(misfits(PROJECT, asked_by(staging="one", production="two"))) == [
        ".github/workflows/golden.yml asks all environments in one job, and config/environments "
        "has several runners: one, two"
    ]
