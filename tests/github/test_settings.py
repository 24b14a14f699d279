"""The verb `settings` on the files of this repository, against a GitHub on loopback."""

import json
import shutil
from pathlib import Path

import pytest

from langroute_repo.github.settings_difference import difference
from scripts.__main__ import main
from tests.github.fake import Fake

PROJECT = Path(__file__).parents[2]
TEAM = {"id": 71, "slug": "risk-lead", "name": "Risk lead"}
NEW = """\
actions permissions: 2 different
  ~ allowed_actions: "all" → "selected"
  ~ sha_pinning_required: false → true
actions permissions selected-actions: not there yet
  + github_owned_allowed false
  + verified_allowed false
  + patterns_allowed.actions/checkout@*
  + patterns_allowed.actions/download-artifact@*
  + patterns_allowed.actions/upload-artifact@*
  + patterns_allowed.aws-actions/configure-aws-credentials@*
actions permissions workflow: 1 different
  ~ can_approve_pull_request_reviews: false → true
environment staging: not there yet
  + branches.main
  + prevent_self_review false
  + wait_timer 0
environment production: not there yet
  + branches.main
  + reviewers.@acme/risk-lead
  + prevent_self_review true
  + wait_timer 0
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
actions permissions: as the files say
actions permissions selected-actions: as the files say
actions permissions workflow: as the files say
environment staging: as the files say
environment production: as the files say
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
    assert main(["settings", "apply", "--yes"]) == 0
    capsys.readouterr()
    return repository


@pytest.mark.usefixtures("repository")
def test_all_of_a_new_repository_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "diff"]) == 7
    assert capsys.readouterr().out == NEW


def test_nothing_is_set_without_yes(repository: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "apply"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "nothing was changed; to set it: ./langroute settings apply --yes"
    )
    assert {call.split()[0] for call in repository.state.calls} == {"GET"}


def test_what_was_applied_is_the_same(set_up: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "diff"]) == 0
    assert capsys.readouterr().out == SAME
    before = len(set_up.state.calls)
    assert main(["settings", "apply", "--yes"]) == 0
    assert {call.split()[0] for call in set_up.state.calls[before:]} == {"GET"}


def test_what_somebody_loosened_is_shown_and_tightened_again(
    set_up: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    state = set_up.state
    state.environments["production"] |= {"reviewers": [{"type": "User", "id": 5}]}
    state.environments["production"]["policies"].append({"id": 99, "name": "v*", "type": "tag"})
    (ruleset,) = state.rulesets
    ruleset["bypass_actors"] = [{"actor_id": 5, "actor_type": "RepositoryRole"}]
    ruleset["rules"][2]["parameters"]["require_last_push_approval"] = False
    ruleset["rules"][2]["parameters"]["required_reviewers"] = []
    ruleset["rules"].append({"type": "required_linear_history"})
    assert main(["settings", "diff"]) == 7
    told = capsys.readouterr().out
    assert told[told.index("environment production") :] == (
        "environment production: 3 different\n"
        "  + reviewers.@acme/risk-lead\n"
        "  - branches.tag v*\n"
        "  - reviewers.@ada\n"
        "ruleset main: 3 different\n"
        "  ~ rules.pull_request.parameters.require_last_push_approval: false → true\n"
        '  - bypass_actors.5.actor_type "RepositoryRole"\n'
        "  - rules.required_linear_history\n"
    )
    assert main(["settings", "apply", "--yes"]) == 0
    assert main(["settings", "diff"]) == 0


def test_an_environment_of_many_branches_is_read_over_all_pages(
    set_up: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = set_up.state.environments["staging"]["policies"]
    kept += [{"id": 1000 + one, "name": f"b{one}", "type": "branch"} for one in range(120)]
    assert main(["settings", "diff"]) == 7
    assert "environment staging: 120 different\n" in capsys.readouterr().out


def test_an_environment_for_all_branches_is_told(
    set_up: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up.state.environments["staging"]["deployment_branch_policy"] = None
    assert main(["settings", "diff"]) == 7
    assert (
        "environment staging: 2 different\n  + branches.main\n  - branches.any branch\n"
        in capsys.readouterr().out
    )


def test_reviewers_who_cannot_see_the_repository_are_named(
    github: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings", "apply", "--yes"]) == 2
    assert capsys.readouterr().err.endswith(
        "error: @acme/risk-lead cannot review: acme/routes is not open to it\n"
        "hint: give it access to the repository, in its settings or those of the team\n"
    )
    assert github.state.rulesets == []  # nothing is required before all else is set


def test_what_github_does_not_keep_is_a_failure(
    repository: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    dropped = {"method": "PUT", "path": "actions/permissions/workflow$", "status": 204}
    repository.state.faults.append(dropped)
    assert main(["settings", "apply", "--yes"]) == 7
    assert (
        "error: GitHub took it, and still has something else: actions permissions workflow\n"
        in capsys.readouterr().err
    )


def test_a_token_that_may_not_look_is_told(
    github: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    github.state.tokens["bot"]["permissions"] = {"contents": "write"}
    assert main(["settings", "diff"]) == 2
    assert capsys.readouterr().err.startswith("error: the token may not GET /repos/acme/routes/")


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_file_that_is_none_is_told(
    repository: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    shutil.copytree(PROJECT / ".github", tmp_path / ".github")
    (tmp_path / ".github/settings/actions.json").write_text(text)
    assert main(["--root", str(tmp_path), "settings", "diff"]) == 2
    assert capsys.readouterr().err.startswith("error: .github/settings/actions.json ")
    assert repository.state.calls == []


@pytest.mark.parametrize("name", ["ruleset", "environments", "actions"])
def test_nothing_differs_from_itself_and_all_from_nothing(name: str) -> None:
    wanted = json.loads((PROJECT / f".github/settings/{name}.json").read_text())
    assert difference(wanted, wanted) == []
    assert all(line.startswith("+ ") for line in difference({}, wanted))
