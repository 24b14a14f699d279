"""What a push does with what nobody was shown before it."""

import pytest

from langroute.document import plan_hash
from tests.e2e.company import PUSHED, Company
from tests.e2e.runner import Run

pytestmark = pytest.mark.slow


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
    assert "(quick: " not in pushed.log
    assert deployed.live("production").content == deployed.wanted("production")
