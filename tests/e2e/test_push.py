"""From the merge to production, and back; a change that stays there is in `test_new_model.py`."""

import pytest

from langroute.document import plan_hash
from scripts.tour.outage import failing
from tests.e2e.company import ENVIRONMENTS, PUSHED, Company

pytestmark = pytest.mark.slow


def test_a_rollback_ends_in_a_pull_request_that_reverts(deployed: Company) -> None:
    hosting, story = deployed.hosting, deployed.story
    before = deployed.live("production").content
    number = hosting.propose(deployed.move_threshold(5))
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

    hosting.review(revert["number"], "reopened")
    hosting.approve(revert["number"], deployed.owner)
    pushed = hosting.merge(revert["number"])
    assert pushed.jobs == {"shown": "success", **PUSHED}, str(pushed)
    assert deployed.live("production").content == before


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
