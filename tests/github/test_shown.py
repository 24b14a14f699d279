"""What a push may rely on: an unbroken chain of comments from what is live to what it brings."""

import json
from pathlib import Path

import pytest

from langroute.document import plan_hash
from langroute_repo.diff.shown import moves
from langroute_repo.findings import Report
from langroute_repo.tree.git import Revision
from langroute_repo.tree.parts import parts_of
from langroute_repo.tree.read import read
from tests.appconfig.pusher import DE
from tests.github.published import Published
from tests.github.shop import ENV, Shop
from tests.github.state import BOT, Json
from tests.repository import commit, git
from validators.engine import run as run_rules
from validators.finding import Given

Output = pytest.CaptureFixture[str]
EN = "config/languages/en.yaml"
STAGING = "config/environments/staging.yaml"


@pytest.fixture
def shop(merged: Published, capsys: Output) -> Shop:
    return Shop(merged, capsys)


def test_what_the_comment_shows_was_shown(shop: Shop) -> None:
    shop.comment()
    code, found = shop.shown("--require")
    assert code == 0
    assert found["shown"] is True
    (part,) = found["parts"]
    assert (part["part"], part["shown"]) == ("de", True)
    live, target = (plan_hash(one()) for one in
                    (shop.merged.one.first_document, shop.merged.one.document))  # fmt: skip
    assert shop.out.endswith(f"shown=yes\nlive-hash={live}\nplan-hash={target}\n")
    assert shop.merged.one.push(None, "--expect-plan-hash", target, "--expect-live-hash", live) == 0
    assert shop.shown("--require")[1]["parts"] == []


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"user": "mallory"}, "there is no review of HEAD, which was merged"),
        ({"head": "a" * 40}, "there is no review of HEAD, which was merged"),
        ({"number": 7}, "there is no review of HEAD, which was merged"),
        ({"shown": {}}, "its review did not finish"),
        ({"shown": {"production": {"de": "."}}}, "its review shows something else"),
        ({"shown": {ENV: {"de": "aaaaaaaa.bbbbbbbb"}}}, "its review shows something else"),
    ],
)
def test_a_comment_that_does_not_show_it(shop: Shop, other: Json, why: str) -> None:
    shop.comment(**other)
    assert shop.unshown() == ["de"]
    (change,) = shop.shown()[1]["changes"]
    assert (change["pull_request"], change["not_shown"]) == (1, ["de"])
    assert change["why"] == why.replace("HEAD", git(shop.merged.root, "rev-parse", "HEAD")[:12])
    assert change["lines"] == ["de  canary-ramped canary.traffic 10% → 20%"]
    assert shop.merged.one.langroute("shown", ENV, "--require") == 1


def test_a_comment_that_somebody_edited_shows_nothing(shop: Shop) -> None:
    kept = shop.comment()
    kept["editor"] = BOT
    assert shop.unshown() == []
    kept["editor"] = "mallory"
    assert shop.unshown() == ["de"]
    assert "its review was edited by mallory" in shop.out
    kept["editor"] = "github-actions"  # a person may be called as the app is
    assert shop.unshown() == ["de"]
    kept["editor"] = ""  # whose account is gone
    assert shop.unshown() == ["de"]
    assert "its review was edited by somebody whose account is gone" in shop.out


def test_a_direct_push_was_shown_to_nobody(shop: Shop) -> None:
    shop.comment()
    file = shop.merged.root / DE
    file.write_text(file.read_text().replace("traffic: 20%", "traffic: 30%"))
    commit(shop.merged.root, "de: by an administrator")
    assert shop.unshown() == ["de"]
    assert "no merged pull request brought it" in shop.out


def test_what_was_merged_before_its_comment_is_shown_once_that_is_written(shop: Shop) -> None:
    assert shop.unshown() == ["de"]
    shop.comment()
    assert shop.unshown() == []


def test_a_comment_that_is_being_written_is_waited_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            shop.comment()

    monkeypatch.setattr("time.sleep", sleep)
    assert shop.shown("--wait", "40")[1]["shown"] is False
    assert slept == [20, 20]
    assert shop.shown("--wait", "240")[1]["shown"] is True
    assert slept == [20, 20, 20]


def test_waiting_judges_each_commit_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[Given] = []

    def counted(given: Given) -> Report:
        judged.append(given)
        return run_rules(given)

    monkeypatch.setattr("scripts.deployments.brought.run_rules", counted)
    monkeypatch.setattr("time.sleep", lambda _: None)
    assert shop.shown("--wait", "80")[1]["shown"] is False
    assert len(judged) == 1


def test_nothing_is_waited_for_where_no_comment_will_come(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleep(_: float) -> None:
        raise AssertionError("it waits")

    monkeypatch.setattr("time.sleep", sleep)
    shop.comment(shown={})
    assert shop.shown("--wait", "240")[1]["shown"] is False
    shop.ramp("20%", "80%")  # refused by its rules, whatever will be said of it
    assert shop.shown("--wait", "240")[1]["shown"] is False


def test_three_of_a_merge_queue_reviewed_against_one_base(shop: Shop) -> None:
    """What does not meet was shown; of two that move the same the second was shown otherwise."""
    shop.comment()
    base = git(shop.merged.root, "rev-parse", "HEAD")
    shop.ramp("20%", "30%")
    shop.comment(base=base)
    shop.merge(STAGING, "failures: 5%", "failures: 4%")
    shop.comment(shown={ENV: alone(shop, base, ":alarm")})
    assert shop.unshown() == []
    third = shop.ramp("30%", "40%")
    shop.comment(base=base)
    assert shop.unshown() == ["de"]
    assert f"#{third} de: traffic: 40%" in shop.out
    assert shop.merged.one.push(None) == 0  # staging takes it all the same


def alone(shop: Shop, base: str, part: str) -> dict[str, str]:
    """What a change shows that moves one part, reviewed against an older base."""
    was, now = (parts_of(read(Revision(shop.merged.root, one)), ENV) for one in (base, "HEAD"))
    return {part: str(moves(was, now)[part])}


def test_what_its_rules_would_block_counts_as_not_shown_however_it_was_merged(shop: Shop) -> None:
    shop.comment()
    number = shop.ramp("20%", "80%")
    shop.comment()
    assert shop.unshown() == ["de"]
    assert f"#{number} de: traffic: 80%" in shop.out
    assert "its rules refuse it: ramp-step-too-large" in shop.out


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("duration: 15m", "duration: 16m", ":rollout"),
        ("failures: 5%", "failures: 4%", ":alarm"),
        ("region: eu-central-1", "region: eu-west-1", ":environment"),
    ],
)
def test_what_guards_a_push_has_to_be_shown_too(shop: Shop, old: str, new: str, part: str) -> None:
    shop.comment()
    shop.merge(STAGING, old, new)
    assert shop.unshown() == [part]
    shop.comment()
    assert shop.unshown() == []


def test_measured_limits_have_to_be_shown_too(shop: Shop) -> None:
    shop.comment()
    policy = shop.merged.root / "config/policy.yaml"
    policy.write_text(policy.read_text() + "measured: {pass_odds: 1.4}\n")
    shop.merged.merge("Hold what is measured against a smaller limit")
    assert shop.unshown() == [":measured"]


def test_docs_and_comments_need_no_review(shop: Shop) -> None:
    shop.comment()
    (shop.merged.root / "notes.txt").write_text("docs")
    shop.merged.merge("Docs")
    file = shop.merged.root / EN
    file.write_text(file.read_text() + "# a comment\n")
    commit(shop.merged.root, "Pushed by an administrator")
    assert shop.unshown() == []


def test_it_is_found_behind_pages_of_other_comments(shop: Shop) -> None:
    for number in range(150):
        shop.merged.github.state.comment(1, f"comment {number}", "ada")
    shop.comment()
    assert shop.unshown() == []


def test_what_was_deployed_by_hand_leads_nowhere(shop: Shop) -> None:
    shop.comment()
    shop.merged.one.account.deploy(shop.merged.one.first_document(), "hand")
    assert shop.unshown() == ["de"]
    assert "what runs there, hand, is of no commit before this\n" in shop.out
    shop.merged.one.account.deploy(shop.merged.one.document(), "by hand")
    assert shop.unshown() == []  # exactly what HEAD compiles to


def test_a_label_that_lies_leads_nowhere(shop: Shop) -> None:
    shop.comment()
    other = shop.merged.one.first_document().replace(b'"traffic":1000', b'"traffic":1500')
    shop.merged.one.account.deploy(other, f"git-{shop.merged.one.first()}-0123abcd")
    assert shop.unshown() == ["de"]
    assert "what runs there is not what its commit compiles to: de\n" in shop.out


def test_somebody_can_agree_to_exactly_this(shop: Shop) -> None:
    live, target = (plan_hash(one()) for one in
                    (shop.merged.one.first_document, shop.merged.one.document))  # fmt: skip
    assert shop.shown("--require")[0] == 1
    assert shop.shown("--require", "--accept", live, target)[0] == 0
    for other in ((target, live), (live, "0" * 64), ("none", target)):
        assert shop.shown("--require", "--accept", *other)[0] == 1


def test_whether_somebody_has_to_approve_is_asked_of_github(shop: Shop) -> None:
    state = shop.merged.github.state
    assert shop.shown()[1]["reviewers"] is False  # there is no such environment
    upgrade = {"message": "Upgrade to GitHub Pro or make this repository public to enable this"}
    state.faults = [{"path": "environments/", "status": 403, "body": upgrade}]
    assert shop.shown()[1]["reviewers"] is False  # nor can there be one
    state.teams = [{"id": 71, "slug": "risk-lead"}]
    kept: Json = {"wait_timer": 0, "prevent_self_review": True, "reviewers": [], "policies": []}
    state.environments["staging-unshown"] = kept | {
        "deployment_branch_policy": None,
        "can_admins_bypass": False,
    }
    assert shop.shown()[1]["reviewers"] is False  # it runs for everybody
    state.environments["staging-unshown"]["reviewers"] = [{"type": "Team", "id": 71}]
    assert shop.shown()[1]["reviewers"] is True
    assert shop.out.endswith("reviewers=yes\n")
    shop.comment()
    assert shop.shown()[1]["reviewers"] is None


def test_what_was_not_shown_is_posted_once(shop: Shop) -> None:
    assert shop.unshown() == ["de"]
    report = str(shop.merged.root.parent / "shown.json")
    for said in ("#1: told what was not shown", "#1 was told already"):
        shop.merged.writes()
        assert shop.merged.one.langroute("shown", ENV, "--post", report) == 0
        assert said in shop.capsys.readouterr().err
    (told,) = shop.merged.github.state.comments
    assert "not everything of it was shown here before:** de. there is no review of" in told["body"]
    assert "de  canary-ramped canary.traffic 10% → 20%" in told["body"]


def test_a_report_of_another_shape_is_refused(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"schema_version": True}))
    assert shop.merged.one.langroute("shown", ENV, "--post", str(file)) == 2
    assert shop.merged.github.state.comments == []


def test_a_token_that_may_not_ask_is_told(shop: Shop) -> None:
    shop.comment()
    shop.merged.github.state.tokens["bot"]["permissions"] = {"contents": "read"}
    assert shop.merged.one.langroute("shown", ENV) == 2


def test_a_push_refuses_when_something_else_is_live_by_then(shop: Shop) -> None:
    assert shop.merged.one.push(None, "--expect-live-hash", "0" * 64) == 1
    said = shop.capsys.readouterr().err
    live = plan_hash(shop.merged.one.first_document())
    assert f"what is live has plan_hash {live}, and was {'0' * 64} when it was looked at" in said
    assert shop.merged.one.push(None, "--expect-live-hash", "") == 2
    assert shop.merged.one.push(None, "--expect-live-hash", "none") == 1
    assert shop.merged.one.deployments() == ["COMPLETE"]
