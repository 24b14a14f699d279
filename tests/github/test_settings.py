"""The verb `settings` on the files of this repository, against a GitHub on loopback."""

import json
import shutil
from pathlib import Path

import pytest

from langroute_repo.github.settings_difference import difference
from scripts.__main__ import main
from tests.github.fake import Fake
from tests.sample import ACME

OURS = ("--root", str(ACME))

TEAM = {"id": 71, "slug": "risk-lead", "name": "Risk lead"}
NEW = """\
visibility: as the files say
merging: 3 different
  ~ allow_merge_commit: true → false
  ~ allow_rebase_merge: true → false
  ~ squash_merge_commit_title: "COMMIT_OR_PR_TITLE" → "PR_TITLE"
actions permissions: 2 different
  ~ allowed_actions: "all" → "selected"
  ~ sha_pinning_required: false → true
actions permissions selected-actions: not there yet
  + github_owned_allowed false
  + verified_allowed false
  + patterns_allowed.actions/cache@*
  + patterns_allowed.actions/checkout@*
  + patterns_allowed.actions/download-artifact@*
  + patterns_allowed.actions/upload-artifact@*
  + patterns_allowed.aws-actions/configure-aws-credentials@*
actions permissions workflow: 1 different
  ~ can_approve_pull_request_reviews: false → true
actions permissions fork-pr-workflows-private-repos: 1 different
  ~ require_approval_for_fork_pr_workflows: false → true
actions permissions access: as the files say
environment staging: not there yet
  + branches.main
  + prevent_self_review false
  + wait_timer 0
  + can_admins_bypass false
environment production: not there yet
  + branches.main
  + prevent_self_review false
  + wait_timer 0
  + can_admins_bypass false
environment production-unshown: not there yet
  + branches.main
  + reviewers.@acme/risk-lead
  + prevent_self_review true
  + wait_timer 0
  + can_admins_bypass false
environment golden: not there yet
  + branches.main
  + reviewers.@acme/risk-lead
  + prevent_self_review false
  + wait_timer 0
  + can_admins_bypass false
ruleset main: not there yet
  + name "main"
  + target "branch"
  + enforcement "active"
  + conditions.ref_name.include.~DEFAULT_BRANCH
  + rules.deletion
  + rules.non_fast_forward
  + rules.pull_request.parameters.required_approving_review_count 1
  + rules.pull_request.parameters.require_code_owner_review true
  + rules.pull_request.parameters.dismiss_stale_reviews_on_push true
  + rules.pull_request.parameters.require_last_push_approval true
  + rules.pull_request.parameters.required_review_thread_resolution true
  + rules.pull_request.parameters.allowed_merge_methods.squash
  + rules.required_status_checks.parameters.strict_required_status_checks_policy true
  + rules.required_status_checks.parameters.do_not_enforce_on_create false
  + rules.required_status_checks.parameters.required_status_checks.check.integration_id 15368
  + rules.required_status_checks.parameters.required_status_checks.tests.integration_id 15368
"""
SAME = """\
visibility: as the files say
merging: as the files say
actions permissions: as the files say
actions permissions selected-actions: as the files say
actions permissions workflow: as the files say
actions permissions fork-pr-workflows-private-repos: as the files say
actions permissions access: as the files say
environment staging: as the files say
environment production: as the files say
environment production-unshown: as the files say
environment golden: as the files say
ruleset main: as the files say
"""


@pytest.fixture
def repository(github: Fake) -> Fake:
    """Nothing is set, and the reviewers can see it."""
    github.state.teams.append(TEAM)
    github.state.collaborators.append({"id": 5, "login": "ada"})
    return github


@pytest.fixture
def set_up(repository: Fake, capsys: pytest.CaptureFixture[str]) -> Fake:
    """All is set as the files say."""
    assert main([*OURS, "settings", "apply", "--yes"]) == 0
    capsys.readouterr()
    return repository


@pytest.mark.usefixtures("repository")
def test_all_of_a_new_repository_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*OURS, "settings", "diff"]) == 7
    assert capsys.readouterr().out == NEW


def test_nothing_is_set_without_yes(repository: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*OURS, "settings", "apply"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "nothing was changed; to set it: ./langroute settings apply --yes"
    )
    assert {call.split()[0] for call in repository.state.calls} == {"GET"}


def test_what_was_applied_is_the_same(set_up: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*OURS, "settings", "diff"]) == 0
    assert capsys.readouterr().out == SAME
    before = len(set_up.state.calls)
    assert main([*OURS, "settings", "apply", "--yes"]) == 0
    assert {call.split()[0] for call in set_up.state.calls[before:]} == {"GET"}


def test_what_somebody_loosened_is_shown_and_tightened_again(
    set_up: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    state = set_up.state
    loosened = {"reviewers": [{"type": "User", "id": 5}], "can_admins_bypass": True}
    state.environments["production-unshown"] |= loosened
    state.merging["squash_merge_commit_message"] = "BLANK"
    state.environments["production-unshown"]["policies"].append(
        {"id": 99, "name": "v*", "type": "tag"}
    )
    (ruleset,) = state.rulesets
    ruleset["bypass_actors"] = [{"actor_id": 5, "actor_type": "RepositoryRole"}]
    ruleset["rules"][2]["parameters"]["require_last_push_approval"] = False
    ruleset["rules"][2]["parameters"]["required_reviewers"] = []
    ruleset["rules"].append({"type": "required_linear_history"})
    assert main([*OURS, "settings", "diff"]) == 7
    told = capsys.readouterr().out
    assert (
        'merging: 1 different\n  ~ squash_merge_commit_message: "BLANK" → "COMMIT_MESSAGES"\n'
    ) in told
    assert told[told.index("environment production-unshown") :] == (
        "environment production-unshown: 4 different\n"
        "  + reviewers.@acme/risk-lead\n"
        "  ~ can_admins_bypass: true → false\n"
        "  - branches.tag v*\n"
        "  - reviewers.@ada\n"
        "environment golden: as the files say\n"
        "ruleset main: 3 different\n"
        "  ~ rules.pull_request.parameters.require_last_push_approval: false → true\n"
        '  - bypass_actors.5.actor_type "RepositoryRole"\n'
        "  - rules.required_linear_history\n"
    )
    assert main([*OURS, "settings", "apply", "--yes"]) == 0
    assert main([*OURS, "settings", "diff"]) == 0


def test_an_environment_of_many_branches_is_read_over_all_pages(
    set_up: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = set_up.state.environments["staging"]["policies"]
    kept += [{"id": 1000 + one, "name": f"b{one}", "type": "branch"} for one in range(120)]
    assert main([*OURS, "settings", "diff"]) == 7
    assert "environment staging: 120 different\n" in capsys.readouterr().out


def test_an_environment_for_all_branches_is_told(
    set_up: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up.state.environments["staging"]["deployment_branch_policy"] = None
    assert main([*OURS, "settings", "diff"]) == 7
    assert (
        "environment staging: 2 different\n  + branches.main\n  - branches.any branch\n"
        in capsys.readouterr().out
    )


def test_reviewers_who_cannot_see_the_repository_are_named(
    github: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*OURS, "settings", "apply", "--yes"]) == 7
    told = capsys.readouterr()
    assert told.out.endswith(
        "".join(
            f"environment {name}: @acme/risk-lead cannot review: acme/routes is not open to it\n"
            "  give it access to the repository, in its settings or those of the team\n"
            f"  not protected: nobody is asked before a deployment to {name}\n"
            for name in ("production-unshown", "golden")
        )
    )
    assert told.err.endswith(
        "error: all else is set, and this is not: environment production-unshown, "
        "environment golden\n"
        "hint: ./langroute settings diff shows it; a plan or an organisation may not allow it\n"
    )
    assert [one["name"] for one in github.state.rulesets] == ["main"]
    (policy,) = github.state.environments["production"]["policies"]
    assert policy["name"] == "main"


def test_what_github_does_not_keep_is_a_failure(
    repository: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    dropped = {"method": "PUT", "path": "actions/permissions/workflow$", "status": 204}
    repository.state.faults.append(dropped)
    assert main([*OURS, "settings", "apply", "--yes"]) == 7
    told = capsys.readouterr()
    assert told.out.endswith(
        "actions permissions workflow: GitHub took it, and has something else\n"
        "  not protected: a job that names no rights may get more than reading\n"
    )
    assert "error: all else is set, and this is not: actions permissions workflow\n" in told.err


def test_another_visibility_is_told_and_never_set(
    set_up: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up.state.visibility = "public"
    assert main([*OURS, "settings", "apply", "--yes"]) == 7
    told = capsys.readouterr().out
    assert 'visibility: 1 different\n  ~ visibility: "public" → "private"\n' in told
    assert (
        "visibility: .github/settings/plan.yaml says private, and it is public\n"
        "  not protected: others can see, or fork, what the files say they cannot\n"
    ) in told
    assert set_up.state.visibility == "public"


def test_who_is_asked_already_stays_when_a_call_is_refused(
    set_up: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    """GitHub may forget what a call leaves out."""
    production = set_up.state.environments["production-unshown"]
    production |= {"can_admins_bypass": True}
    set_up.state.faults.append(
        {"method": "PUT", "path": "environments/production-unshown$", "status": 422, "times": 1}
    )
    assert main([*OURS, "settings", "apply", "--yes"]) == 7
    assert production["reviewers"] == [{"type": "Team", "id": 71}]
    assert "  not protected: administrators go past what production-unshown asks for\n" in (
        capsys.readouterr().out
    )


def test_a_token_that_may_not_look_is_told(
    github: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    github.state.tokens["bot"]["permissions"] = {"contents": "write"}
    assert main([*OURS, "settings", "diff"]) == 2
    assert capsys.readouterr().err.startswith("error: the token may not GET /repos/acme/routes/")


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_file_that_is_none_is_told(
    repository: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    shutil.copytree(ACME / ".github", tmp_path / ".github")
    (tmp_path / ".github/settings/actions.json").write_text(text)
    assert main(["--root", str(tmp_path), "settings", "diff"]) == 2
    assert capsys.readouterr().err.startswith("error: .github/settings/actions.json ")
    assert repository.state.calls == []


@pytest.mark.parametrize("name", ["ruleset", "environments", "actions", "repository"])
def test_nothing_differs_from_itself_and_all_from_nothing(name: str) -> None:
    wanted = json.loads((ACME / f".github/settings/{name}.json").read_text())
    assert difference(wanted, wanted) == []
    assert all(line.startswith("+ ") for line in difference({}, wanted))
