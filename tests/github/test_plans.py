"""Settings under every plan and visibility, against a GitHub that refuses what the plan lacks."""

import re
import shutil
from pathlib import Path

import pytest

from langroute_repo.github.api import connect
from langroute_repo.github.settings import parts
from langroute_repo.github.settings_difference import difference
from langroute_repo.github.wanted_settings import wanted
from scripts.__main__ import main
from tests.github.fake import Fake
from tests.sample import ACME

PLANS = ("free", "pro", "team", "enterprise")
ASKING = ("production-unshown", "golden")
ENVIRONMENTS = {"staging", "production", *ASKING}
VISIBILITIES = ("public", "private", "internal")
PAID = "GitHub Pro, Team or Enterprise, or a public repository"
PUSHED = (
    "  whoever may write pushes to main without a pull request, an owner's approval or a check, "
    f"and what is on main is deployed (rulesets: {PAID})\n"
)
TAKEN = f"  any workflow on main can take the roles that deploy (environments: {PAID})\n"
UNASKED = "".join(
    f"  nobody is asked before a deployment to {name} "
    "(reviewers: GitHub Enterprise, or a public repository)\n"
    for name in ASKING
)
ALONE = "  nobody but its author sees a change before it is merged and deployed\n"
FORGED = "  whoever may push a branch can report the check approval from a workflow there\n"
COMBINATIONS = [(plan, visibility) for plan in PLANS for visibility in VISIBILITIES]
every_combination = pytest.mark.parametrize(("plan", "visibility"), COMBINATIONS)


@pytest.fixture
def root(github: Fake, tmp_path: Path) -> Path:
    """The shipped settings, in a folder of their own; the reviewers can see the repository."""
    github.state.teams.append({"id": 71, "slug": "risk-lead", "name": "Risk lead"})
    shutil.copytree(ACME / ".github", tmp_path / ".github")
    return tmp_path


def say(root: Path, plan: str, visibility: str, more: str = "") -> None:
    (root / ".github/settings/plan.yaml").write_text(
        f"plan: {plan}\nvisibility: {visibility}\n{more}"
    )


def unprotected(told: str) -> str:
    """The block on what the plan and the people leave open; nothing where there is none."""
    _, _, block = told.partition("not protected (")
    head, _, rest = block.partition(":\n")
    lines = rest.splitlines(keepends=True)
    kept = [line for line in lines if line.startswith("  ")]
    assert lines[: len(kept)] == kept
    return f"{head}\n{''.join(kept)}" if block else ""


def expected(plan: str, visibility: str) -> str:
    """What a plan leaves open, by the table of the facts about GitHub."""
    if visibility == "public" or plan == "enterprise":
        return ""
    head = f"{visibility} on GitHub {plan.capitalize()})\n"
    return head + (PUSHED + TAKEN + UNASKED if plan == "free" else UNASKED)


@every_combination
def test_all_that_a_plan_has_is_set_and_the_rest_is_said(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str], plan: str, visibility: str
) -> None:
    github.state.plan, github.state.visibility = plan, visibility
    say(root, plan, visibility)
    assert main(["--root", str(root), "settings", "apply", "--yes"]) == 0
    applied = capsys.readouterr().out
    assert applied.endswith("done: the repository is set as the files say\n")
    assert main(["--root", str(root), "settings", "diff"]) == 0
    assert unprotected(capsys.readouterr().out) == expected(plan, visibility)
    private_free = plan == "free" and visibility != "public"
    asked = plan == "enterprise" or visibility == "public"
    assert len(github.state.rulesets) == (not private_free)
    assert set(github.state.environments) == (set() if private_free else ENVIRONMENTS)
    for name, kept in github.state.environments.items():
        assert [one["name"] for one in kept["policies"]] == ["main"]
        assert bool(kept["reviewers"]) == (asked and name in ASKING)
        assert kept["can_admins_bypass"] is False


@pytest.mark.parametrize("plan", PLANS)
def test_what_somebody_has_set_besides_stays(github: Fake, root: Path, plan: str) -> None:
    """A ruleset of their own, and an environment."""
    github.state.plan = plan
    say(root, plan, "private")
    own = {"id": 4711, "name": "mine", "target": "branch", "enforcement": "active", "rules": []}
    github.state.rulesets.append(dict(own))
    preview = {"wait_timer": 0, "prevent_self_review": True, "reviewers": [], "policies": []}
    preview |= {"deployment_branch_policy": None, "can_admins_bypass": True}
    github.state.environments["preview"] = dict(preview)
    for _ in range(2):
        assert main(["--root", str(root), "settings", "apply", "--yes"]) == 0
        assert github.state.rulesets[0] == own
        assert github.state.environments["preview"] == preview
    assert len(github.state.rulesets) == (1 if plan == "free" else 2)


def test_a_ruleset_for_tags_of_the_same_name_is_somebodys_own(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """GitHub takes no second one of a name: that is said, and theirs stays as it is."""
    tags = {"id": 4712, "name": "main", "target": "tag", "enforcement": "active", "rules": []}
    github.state.rulesets.append(dict(tags))
    assert main(["--root", str(root), "settings", "apply", "--yes"]) == 7
    told = capsys.readouterr().out
    assert "ruleset main: GitHub refuses POST /repos/acme/routes/rulesets: Validation" in told
    assert "Name must be unique\n" in told
    assert "  not protected: whoever may write pushes to main" in told
    assert github.state.rulesets == [tags]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("told", PLANS)
def test_where_the_file_says_another_plan_all_is_set_that_can_be(
    github: Fake,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    told: str,
    plan: str,
) -> None:
    """What is refused is told with what it leaves open, and holds nothing else up."""
    github.state.plan = plan
    say(root, told, "private")
    code = main(["--root", str(root), "settings", "apply", "--yes"])
    out = capsys.readouterr().out
    left = {
        part.name
        for part in parts(connect(), wanted(root))
        if difference(part.live or {}, part.wanted)
    }
    lacks = set()
    if told != "free" and plan == "free":
        lacks = {*(f"environment {name}" for name in ENVIRONMENTS), "ruleset main"}
    if told == "enterprise" and plan in ("pro", "team"):
        lacks = {f"environment {name}" for name in ASKING}  # the others ask nobody
    assert left == lacks
    assert code == (7 if lacks else 0)
    for name in lacks:
        assert re.search(f"^{name}: .+\n  .+\n  not protected: ", out, re.MULTILINE)


def test_a_team_plan_that_is_told_as_enterprise_gets_all_but_its_reviewers(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    github.state.plan = "team"
    say(root, "enterprise", "private")
    assert main(["--root", str(root), "settings", "apply", "--yes"]) == 7
    told = capsys.readouterr()
    assert told.out.endswith(
        "".join(
            f"environment {name}: the plan does not have what "
            f"PUT /repos/acme/routes/environments/{name} is about: Failed to create the "
            "environment protection rule. Please ensure the billing plan supports the required "
            "reviewers protection rule.\n"
            "  .github/settings/plan.yaml says which plan there is\n"
            f"  not protected: nobody is asked before a deployment to {name}\n"
            for name in ASKING
        )
    )
    lacking = ", ".join(f"environment {name}" for name in ASKING)
    assert f"error: all else is set, and this is not: {lacking}\n" in told.err
    assert [one["name"] for one in github.state.rulesets] == ["main"]


def test_what_a_free_plan_does_not_even_tell_is_told(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    github.state.plan = "free"
    say(root, "team", "private")
    assert main(["--root", str(root), "settings", "diff"]) == 7
    assert (
        "ruleset main: the plan does not have what GET /repos/acme/routes/rulesets is about: "
        "Upgrade to GitHub Pro or make this repository public to enable this feature.\n"
        '  + name "main"\n'
    ) in capsys.readouterr().out


def of_main(github: Fake) -> tuple[list[object], list[str]]:
    """How many approve, whether owners and others than the last do; the required checks."""
    (ruleset,) = github.state.rulesets
    rules = {one["type"]: one.get("parameters", {}) for one in ruleset["rules"]}
    asked = rules["pull_request"]
    keys = (
        "required_approving_review_count",
        "require_code_owner_review",
        "require_last_push_approval",
    )
    checks = rules["required_status_checks"]["required_status_checks"]
    assert all(one["integration_id"] == 15368 for one in checks)
    return [asked[key] for key in keys], [one["context"] for one in checks]


TWO = 'approvers: ["@ada", "@bert"]\n'


@pytest.mark.parametrize(
    ("people", "approvals", "checks", "self_review", "open_"),
    [
        ("", [1, True, True], ["check", "tests"], True, ""),
        (
            'approvers: ["@ada"]\n',
            [0, False, False],
            ["check", "tests"],
            False,
            f"private on GitHub Enterprise, approved by one)\n{ALONE}",
        ),
        (
            TWO,
            [1, True, True],
            ["check", "tests", "approval"],
            True,
            f"private on GitHub Enterprise, approved by two)\n{FORGED}",
        ),
        (
            TWO + "alone_after: 24h\n",
            [0, True, False],
            ["check", "tests", "approval"],
            False,
            "private on GitHub Enterprise, approved by two)\n"
            "  of two people one merges and deploys a change of routes alone, 24h after the other "
            f"was asked\n{FORGED}",
        ),
    ],
    ids=["several", "one", "two", "two, and alone in time"],
)
def test_no_more_approvals_are_asked_than_the_people_can_give(
    github: Fake,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    people: str,
    approvals: list[object],
    checks: list[str],
    self_review: bool,
    open_: str,
) -> None:
    say(root, "enterprise", "private", people)
    assert main(["--root", str(root), "settings", "apply", "--yes"]) == 0
    assert unprotected(capsys.readouterr().out.partition("done:")[0]) == open_
    assert of_main(github) == (approvals, checks)
    assert github.state.environments["production-unshown"]["prevent_self_review"] is self_review


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plan: [", "error: .github/settings/plan.yaml:1: "),
        (
            "plan: business\nvisibility: private\n",
            "error: .github/settings/plan.yaml: plan: ",
        ),
        ("plan: team\n", "error: .github/settings/plan.yaml: "),
        (
            'plan: team\nvisibility: private\napprovers: ["@acme/risk"]\n',
            'error: .github/settings/plan.yaml: approvers: 0: "@acme/risk": '
            "expected a GitHub user, in quotes\n",
        ),
        (
            'plan: team\nvisibility: private\napprovers: ["@ada", "@Ada"]\nalone_after: 24h\n',
            "error: .github/settings/plan.yaml has alone_after, which is for two approvers",
        ),
    ],
)
def test_a_plan_at_fault_is_told_and_nothing_is_guessed(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    (root / ".github/settings/plan.yaml").write_text(text)
    assert main(["--root", str(root), "settings", "apply", "--yes"]) == 2
    assert capsys.readouterr().err.startswith(told)
    assert github.state.calls == []


def test_without_the_file_all_is_wanted(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As before there was one."""
    (root / ".github/settings/plan.yaml").unlink()
    assert main(["--root", str(root), "settings", "apply", "--yes"]) == 0
    assert unprotected(capsys.readouterr().out) == ""
    assert github.state.environments["production-unshown"]["reviewers"]
