"""Whom the settings ask before a deployment, in a company that is not the sample's."""

import json
import shutil
from pathlib import Path

import pytest

from scripts.__main__ import main
from tests.github.fake import Fake
from tests.rules.examples import BASE

TEAM = {"id": 71, "slug": "risk-lead", "name": "Risk lead"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Settings that ask a team of acme's, beside the smallest tree."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / ".github/settings"
    folder.mkdir(parents=True)
    asking = {"branches": ["main"], "reviewers": ["@acme/risk-lead"]}
    rest = {"prevent_self_review": True, "wait_timer": 0, "can_admins_bypass": False}
    said = {
        "repository": {},
        "actions": {},
        "ruleset": {"name": "main", "rules": []},
        "environments": {"live": asking | rest},
    }
    for name, held in said.items():
        (folder / f"{name}.json").write_text(json.dumps(held))
    return tmp_path


def test_a_team_of_another_organisation_is_never_looked_for_in_this_one(
    github: Fake, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it stands there before a company has written its own."""
    monkeypatch.setenv("GITHUB_REPOSITORY", "Northwind/routes")
    policy = root / "config/policy.yaml"
    policy.write_text(policy.read_text().replace("@acme/", "@northwind/"))
    assert main(["--root", str(root), "settings", "apply", "--yes"]) == 2
    told = capsys.readouterr()
    assert (told.out, github.state.calls) == ("", [])
    assert told.err == (
        "error: .github/settings/environments.json asks @acme/risk-lead before a deployment to "
        "live, a team of acme, and Northwind/routes can ask only teams of Northwind\n"
        "hint: write there who is to be asked; owners here: @acme/ml-relevance, "
        "@acme/risk-dach, @acme/risk-global, @northwind/ml-platform, @northwind/platform-security, "
        "@northwind/risk-lead\n"
    )


def test_where_nobody_can_be_asked_a_foreign_team_stops_nothing(
    github: Fake, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    github.state.plan = "team"
    github.state.repository = "northwind/routes"
    monkeypatch.setenv("GITHUB_REPOSITORY", "northwind/routes")
    (root / ".github/settings/plan.yaml").write_text("plan: team\nvisibility: private\n")
    policy = root / "config/policy.yaml"
    policy.write_text(policy.read_text().replace("@acme/", "@northwind/"))
    assert main(["--root", str(root), "settings", "diff"]) == 7
    assert "look at this: @acme/risk-lead is asked before " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("reviewer", "told"),
    [
        ("@acme/sre", ["@acme/sre"]),
        ("@ada", ["@ada"]),
        ("@ACME/Risk-DACH", []),
    ],
)
def test_who_is_asked_and_owns_nothing_is_told_and_may_be_meant(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str], reviewer: str, told: list[str]
) -> None:
    path = root / ".github/settings/environments.json"
    path.write_text(path.read_text().replace("@acme/risk-lead", reviewer))
    for team in ("sre", "risk-dach"):
        github.state.teams.append(TEAM | {"slug": team})
    github.state.collaborators.append({"id": 5, "login": "ada"})
    assert main(["--root", str(root), "settings", "diff"]) == 7
    begin = "look at this: "
    lines = [one for one in capsys.readouterr().out.split("\n") if one.startswith(begin)]
    assert lines == [
        f"{begin}{one} is asked before a deployment to live and owns nothing in config/"
        for one in told
    ]
