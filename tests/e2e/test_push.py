"""From the merge to production, and back."""

import pytest

from langroute.document import plan_hash
from scripts.tour.outage import failing
from tests.e2e.company import ENVIRONMENTS, Company
from tests.e2e.runner import Run

pytestmark = pytest.mark.slow
PUSHED = dict.fromkeys(ENVIRONMENTS, "success")


def test_a_good_change_goes_from_comment_to_production(deployed: Company) -> None:
    hosting, story = deployed.hosting, deployed.story
    number = hosting.propose(deployed.move_threshold(-10))
    checked = hosting.review(number)
    assert checked.conclusion == "success", str(checked)
    (comment,) = hosting.comments(number)
    for name in ENVIRONMENTS:
        assert plan_hash(deployed.wanted(name)) in comment

    assert hosting.objections(number) == [
        "nobody has approved this commit",
        f"{story.path} waits for {deployed.owner}",
    ]
    hosting.approve(number, deployed.owner)
    pushed = hosting.merge(number)

    assert pushed.jobs == {"shown": "success", **PUSHED}, str(pushed)
    assert "shown=yes\n" in pushed.log
    assert f"plan-hash={plan_hash(deployed.wanted('production'))}\n" in pushed.log
    for name in ENVIRONMENTS:
        assert deployed.live(name).content == deployed.wanted(name)
        assert deployed.live(name).deployment.label == f"git-{hosting.main[:12]}"
    assert len(hosting.comments(number)) == 1
    assert [one["number"] for one in hosting.github.state.pulls] == [number]


def merged_before_its_comment(deployed: Company, steps: int) -> tuple[int, Run]:
    """By auto-merge, say, as soon as the check has passed; and then what that starts."""
    hosting = deployed.hosting
    number = hosting.propose(deployed.move_threshold(steps))
    hosting.check(number)
    hosting.check(number, workflow="tests")
    hosting.approve(number, deployed.owner)
    return number, hosting.merge(number)


def test_what_nobody_was_shown_waits_until_somebody_means_it(deployed: Company) -> None:
    hosting = deployed.hosting
    before = deployed.live("production")
    number, pushed = merged_before_its_comment(deployed, 7)
    assert pushed.jobs == {"shown": "success", "tell": "failure", "staging": "success"}, str(pushed)
    assert deployed.live("staging").content == deployed.wanted("staging")
    assert deployed.live("production").content == before.content
    (told,) = hosting.comments(number)
    assert f"not everything of it was shown here before:** {deployed.story.tag}" in told
    target = plan_hash(deployed.wanted("production"))
    assert f"starts push by hand with live={before.plan_hash} target={target}" in pushed.log

    other = hosting.dispatch("push", live=before.plan_hash, target="0" * 64)
    assert other.jobs["production"] == "failure", str(other)
    meant = hosting.dispatch("push", live=before.plan_hash, target=target)
    assert meant.jobs == {"shown": "success", "tell": "success", **PUSHED}, str(meant)
    assert deployed.live("production").content == deployed.wanted("production")
    assert len(hosting.comments(number)) == 1


def test_what_nobody_was_shown_waits_for_whoever_may_approve_it(deployed: Company) -> None:
    hosting = deployed.hosting
    state = hosting.github.state
    state.teams = [{"id": 71, "slug": "risk-lead"}]
    kept = {"wait_timer": 0, "prevent_self_review": True, "policies": []}
    kept |= {"can_admins_bypass": False}
    reviewers = [{"type": "Team", "id": 71}]
    kept |= {"reviewers": reviewers, "deployment_branch_policy": None}
    state.environments["production-unshown"] = kept
    _, pushed = merged_before_its_comment(deployed, 9)
    # The runner asks nobody; that this job comes before production is all there is to see here.
    ended = {"shown": "success", "tell": "success", "approval": "success", **PUSHED}
    assert pushed.jobs == ended, str(pushed)


def test_a_comment_that_comes_after_the_merge_is_enough(deployed: Company) -> None:
    hosting = deployed.hosting
    number = hosting.propose(deployed.move_threshold(11))
    checked = hosting.check(number)
    hosting.check(number, workflow="tests")
    hosting.approve(number, deployed.owner)
    assert hosting.merge(number).jobs["tell"] == "failure"
    commented = hosting.comment_on(checked)
    assert commented.conclusion == "success", str(commented)
    again = hosting.dispatch("push")
    assert again.jobs == {"shown": "success", **PUSHED}, str(again)


def test_a_rollback_ends_in_a_pull_request_that_reverts(deployed: Company) -> None:
    hosting, story = deployed.hosting, deployed.story
    before = deployed.live("production").content
    number = deployed.approved(hosting.propose(deployed.move_threshold(5)))

    with failing(deployed.aws, deployed.environment("production"), story.tag):
        pushed = hosting.merge(number)
    ended = {**PUSHED, "shown": "success", "production": "failure", "revert": "success"}
    assert pushed.jobs == ended, str(pushed)
    assert deployed.live("production").content == before

    (revert,) = (one for one in hosting.github.state.pulls if one["state"] == "open")
    assert revert["title"].startswith("Revert production to ")
    told = hosting.comments(number)[-1]
    assert f"langroute-production-failures-{story.tag}" in told
    assert f"#{revert['number']} reverts it" in told

    # Until they agree again, nothing that holds it is pushed, and nothing is proposed twice.
    again = hosting.dispatch("push")
    assert again.jobs == ended, str(again)
    assert [one for one in hosting.github.state.pulls if one["state"] == "open"] == [revert]

    hosting.review(revert["number"], "reopened")
    hosting.approve(revert["number"], deployed.owner)
    pushed = hosting.merge(revert["number"])
    assert pushed.jobs == {"shown": "success", **PUSHED}, str(pushed)
    assert deployed.live("production").content == before
    assert hosting.tick("drift").conclusion == "success"
    assert hosting.github.state.issues == []


def test_drift_opens_an_issue_and_its_end_closes_it(deployed: Company) -> None:
    hosting = deployed.hosting
    deployed.move_threshold(3)
    deployed.langroute("push", "staging", "--yes")  # by hand, and of a commit that is not on main

    looked = hosting.tick("drift")
    assert looked.conclusion == "success", str(looked)
    (issue,) = hosting.github.state.issues
    assert issue["state"] == "open"
    assert "staging" in issue["title"]
    assert f"{deployed.story.tag}  " in issue["body"]

    back = hosting.dispatch("rollback", environment="staging", reason="pushed by hand", to="")
    assert back.conclusion == "success", str(back)
    assert hosting.tick("drift").conclusion == "success"
    assert [one["state"] for one in hosting.github.state.issues] == ["closed"]
    assert hosting.github.state.pulls == []
