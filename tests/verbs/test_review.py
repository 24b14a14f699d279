"""`review`: check and diff at once, as the workflow on pull requests runs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts import review
from tests.published import parsed
from tests.repository import commit, git
from tests.verbs.tool import Tool, tool_on_topic

DE = "languages/de.yaml"
NAME = "ramp-step-too-large 7189422f"


@pytest.fixture
def tool(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Tool:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_EVENT_PATH", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tool_on_topic(tmp_path / "repository", capsys)


def written() -> dict[str, Any]:
    """The review, in its published shape."""
    data: dict[str, Any] = parsed("review", Path("review.json").read_text("utf-8"))
    return data


def test_a_change_is_reviewed_in_all_its_forms(tool: Tool) -> None:
    base = git(tool.root, "rev-parse", "HEAD")
    tool.swap(DE, "traffic: 10%", "traffic: 50%")
    commit(tool.root, "de: ramp the canary")
    done = tool("review", "--against", "main", "--out", "review.json")
    assert done.code == 1
    assert done.out.startswith("::warning file=config/languages/de.yaml,line=")
    assert done.out.endswith(f"%0Aaccepts: [{NAME}]%0Abecause: …\n")
    data = written()
    assert (data["head"], data["base"]) == (git(tool.root, "rev-parse", "HEAD"), base)
    (found,) = data["check"]["findings"]
    assert f"{found['rule']} {found['fingerprint']}" == NAME
    assert found["accept_at"] == f"config/accepted/languages/de/{NAME.replace(' ', '-')}.yaml"
    assert [one["environment"] for one in data["rollouts"]] == ["staging", "production"]
    hashes = data["diff"]["plan_hash"]
    assert hashes["before"].keys() == hashes["after"].keys() == {"staging", "production"}
    page = Path("summary.md").read_text("utf-8")
    assert page.startswith("### de: canary ramped; ")
    assert f"accepts: [{NAME}]" in page


def test_a_rollout_is_told_as_push_will_choose_it(tool: Tool) -> None:
    quick = "quick: {duration: 2m, step: 50%, growth: linear, bake: 5m}\nalarm:"
    tool.swap("environments/production.yaml", "alarm:", quick)
    commit(tool.root, "production: a quick rollout")
    shadow = "shadows:\n  - {model: embedding, traffic: 5%, fields: [title], threshold: "
    file = tool.root / "config/languages/en.yaml"
    file.write_text(f"{file.read_text()}{shadow}{{at: 0.287, evidence: none}}}}\n")
    commit(tool.root, "en: shadow embedding")
    tool("review", "--against", "HEAD^", "--out", "review.json")
    assert [(one["quick"], one["bake"]) for one in written()["rollouts"]] == [
        (False, "30m"),
        (True, "5m"),
    ]
    assert "for 5m more an alarm takes it back. This is the quick rollout" in Path(
        "summary.md"
    ).read_text("utf-8")
    tool.swap(DE, "traffic: 10%", "traffic: 20%")
    commit(tool.root, "de: ramp the canary")
    tool("review", "--against", "HEAD^", "--out", "review.json")
    assert [one["quick"] for one in written()["rollouts"]] == [False, False]


def test_each_file_of_the_change_has_somebody_who_approves_it(tool: Tool) -> None:
    (tool.root / "validators").mkdir(exist_ok=True)
    (tool.root / "validators/a rule\nü.py").write_text("", "utf-8")
    tool.swap(DE, "traffic: 10%", "traffic: 20%")
    commit(tool.root, "de: ramp the canary, and a rule")
    assert tool("review", "--against", "main", "--out", "review.json").code == 0
    assert written()["diff"]["approvals"] == [
        {"owners": ["@acme/risk-dach"], "paths": [f"config/{DE}"]},
        {"owners": ["@acme/ml-platform"], "paths": ["validators/a rule\nü.py"]},
    ]


def test_what_others_merged_since_is_not_part_of_the_change(tool: Tool) -> None:
    tool.swap(DE, "traffic: 10%", "traffic: 20%")
    commit(tool.root, "de: the next step")
    git(tool.root, "switch", "-q", "main")
    tool.swap("languages/en.yaml", 'owners: ["@acme/', 'owners: ["@acme/other-')
    commit(tool.root, "en: another owner")
    git(tool.root, "switch", "-q", "topic")
    assert tool("review", "--against", "main", "--out", "review.json").code == 0
    assert [one["language"] for one in written()["diff"]["languages"]] == ["de"]


def test_the_event_says_which_head_and_nothing_that_accepts(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool.swap(DE, "traffic: 10%", "traffic: 50%")
    commit(tool.root, "de: ramp the canary")
    told = {"head": {"sha": "c" * 40}, "title": "de: ramp", "body": f"accepts: [{NAME}]\n"}
    Path("event.json").write_text(json.dumps({"pull_request": told}), "utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", "event.json")
    assert tool("review", "--against", "main", "--out", "review.json").code == 1
    assert written()["head"] == "c" * 40
    tool("accept", NAME.split()[1], "--against", "main", "--because", "agreed with the analysts")
    commit(tool.root, "de: with its acceptance")
    assert tool("review", "--against", "main", "--out", "review.json").code == 0
    (found,) = written()["check"]["findings"]
    assert found["accepted"]["because"] == "agreed with the analysts"


@pytest.mark.parametrize("payload", ["{}", "3", '{"pull_request": []}'])
def test_an_event_without_a_pull_request_says_nothing(
    tool: Tool, monkeypatch: pytest.MonkeyPatch, payload: str
) -> None:
    Path("event.json").write_text(payload, "utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", "event.json")
    assert tool("review", "--against", "main", "--out", "review.json").code == 0
    assert written()["head"] == git(tool.root, "rev-parse", "HEAD")
    assert written()["diff"]["headline"] == "nothing changes"


def test_a_base_that_is_gone_is_written_down_as_a_failure(tool: Tool) -> None:
    done = tool("review", "--against", "origin/gone", "--out", "review.json")
    assert done.code == 2
    assert done.out == "::error::'origin/gone' names no commit here: git rev-parse failed\n"
    data = written()
    assert data["failure"]["message"].startswith("'origin/gone' names no commit here")
    assert (data["check"], data["diff"], data["base"]) == (None, None, None)
    assert "❌ the check did not finish" in Path("summary.md").read_text("utf-8")


def test_a_defect_of_the_tool_is_one_too_and_keeps_what_was_found(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("de")

    monkeypatch.setattr(review, "difference", broken)
    tool.swap(DE, "traffic: 10%", "traffic: 50%")
    commit(tool.root, "de: ramp the canary")
    assert tool("review", "--against", "main", "--out", "review.json").code == 2
    data = written()
    assert data["failure"]["message"] == "langroute review broke: KeyError: 'de'"
    assert data["check"]["summary"]["warnings"] == 1
    assert data["diff"] is None


def test_nothing_to_check_ends_as_it_does_for_check(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    empty = Tool(tmp_path / "empty", tool.capsys)
    assert (
        empty("review", "--against", "main", "--head", "c" * 40, "--out", "review.json").code == 3
    )
    assert written()["failure"]["message"].startswith("nothing to check: ")


def test_a_head_that_nobody_knows_is_asked_for(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = Tool(tmp_path / "empty", tool.capsys)("review", "--against", "main")
    assert (
        done.err
        == "error: HEAD names no commit here\nhint: say which one is reviewed with --head\n"
    )


def test_a_place_that_takes_no_file_is_told(tool: Tool) -> None:
    done = tool("review", "--against", "main", "--out", "no/such/folder/review.json")
    assert done.code == 2
    assert done.err.startswith("error: no/such/folder/review.json cannot be written: no such file")


def queued(tool: Tool, *shares: str) -> str:
    """A merge queue's commits, each with another share of the canary; the commit before them."""
    base, was = git(tool.root, "rev-parse", "HEAD"), "10%"
    for share in shares:
        tool.swap(DE, f"traffic: {was}", f"traffic: {share}")
        commit(tool.root, f"de: canary to {share}")
        was = share
    return base


def test_three_changes_of_a_merge_queue_are_reviewed_one_by_one(tool: Tool) -> None:
    base = queued(tool, "20%", "40%", "60%")
    assert tool("review", "--against", base).code == 1  # 50 points at once
    done = tool("review", "--each-since", base)
    assert (done.code, done.out) == (0, "")
    page = Path("summary.md").read_text("utf-8")
    assert page.count("### de: canary ramped; ") == 4


def test_a_later_change_of_a_queue_hides_none_before_it(tool: Tool) -> None:
    base = queued(tool, "60%", "20%")
    assert tool("review", "--against", base).code == 0
    done = tool("review", "--each-since", base)
    assert done.code == 1
    assert done.out.count("::warning file=config/languages/de.yaml,line=") == 1


def test_a_queue_of_nothing_is_no_pass(tool: Tool) -> None:
    assert tool("review", "--each-since", "HEAD").code == 3
    assert tool("review", "--each-since", "gone").code == 2


def test_what_a_pull_request_says_of_itself_changes_no_verdict(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of one head and base end alike: only the number is another."""
    tool.swap(DE, "traffic: 10%", "traffic: 50%")
    commit(tool.root, "de: ramp the canary")
    found = []
    for number, title in ((7, "de: ramp"), (9, f"accepts: [{NAME}]")):
        told = {"number": number, "title": title, "body": title, "base": {"ref": "release"}}
        Path("event.json").write_text(json.dumps({"pull_request": told}), "utf-8")
        monkeypatch.setenv("GITHUB_EVENT_PATH", "event.json")
        assert tool("review", "--against", "main", "--out", "review.json").code == 1
        review = written()
        assert review.pop("pull_request") == number
        found.append(review)
    assert found[0] == found[1]
