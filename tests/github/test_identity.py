"""A review belongs to one pull request: whoever shares its head writes nothing on it."""

from pathlib import Path

import pytest

from langroute_repo.render.comment.header import header_of
from tests.github.fake import Fake
from tests.github.reviews import BASE, HEAD, finding
from tests.github.state import Json
from tests.github.test_keep import CHANGED, OTHER, Workflow

MERGED = {"state": "closed", "merged_at": "2026-01-05T09:00:00Z", "merge_commit_sha": "e" * 40}
NOTHING: Json = {"headline": "nothing changes"}


@pytest.fixture
def workflow(
    github: Fake,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Workflow:
    """The first pull request: of a branch here into main, with its comment."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    github.state.branches = {"main": BASE, "release": HEAD, "raise": HEAD}
    number = github.state.pull(head="raise")["number"]
    found = Workflow(github, tmp_path, capsys, monkeypatch, number, "raise", "acme/routes")
    assert found(run=1, number=number, **CHANGED) == 0
    capsys.readouterr()
    return found


def comments(workflow: Workflow, number: int) -> list[str]:
    return [one["body"] for one in workflow.github.state.comments if one["issue"] == number]


def first(workflow: Workflow) -> Json:
    return next(one for one in workflow.github.state.pulls if one["number"] == workflow.number)


def test_a_second_one_into_a_branch_that_holds_the_change_says_nothing(workflow: Workflow) -> None:
    before = workflow.bodies
    workflow.github.state.pull(head="raise", base="release")
    second = workflow.github.state.pull(head="copy", head_sha=HEAD, base="release")["number"]
    workflow.branch = "copy"
    assert workflow(run=2, number=second, base=HEAD, **NOTHING) == 0
    assert workflow.said == (
        f"aaaaaaaaaaaa is told of nowhere: #{second} is into release, and not into main\n"
    )
    assert workflow.bodies == before


def test_one_of_the_same_branch_cannot_speak_for_the_first(workflow: Workflow) -> None:
    """Its run is of the same branch and head: what it says it was compared with gives it away."""
    workflow.github.state.pull(head="raise", base="release")
    assert workflow(run=2, number=workflow.number, base=HEAD, **NOTHING) == 2
    assert "the review was compared with a commit that main does not hold" in workflow.said
    (body,) = workflow.bodies
    assert "### nothing changes" not in body
    assert "❌ the check did not finish" in body


def test_a_fork_with_somebody_elses_head_writes_on_its_own(workflow: Workflow) -> None:
    before = workflow.bodies
    fork = {"head": "raise", "head_repository": "mallory/routes", "head_sha": HEAD}
    release = workflow.github.state.pull(**fork, base="release")["number"]
    workflow.fork = "mallory/routes"
    assert workflow(run=2, number=workflow.number, **NOTHING) == 0
    assert f"#{release} is into release, and not into main" in workflow.said
    own = workflow.github.state.pull(**fork)["number"]
    assert workflow(run=3, number=workflow.number, **NOTHING) == 2
    said = f"the review is of #{workflow.number}, and the run that made it was of #{own}"
    assert said in workflow.said
    assert comments(workflow, workflow.number) == before
    (body,) = comments(workflow, own)
    assert "### nothing changes" not in body


def test_a_fork_of_the_same_owner_is_another_repository(workflow: Workflow) -> None:
    before = workflow.bodies
    workflow.fork = "acme/routes-fork"
    assert workflow(run=2, **NOTHING) == 0
    assert workflow.said.endswith("nobody proposes raise of acme/routes-fork\n")
    assert workflow.bodies == before


def test_the_same_head_twice_into_main_gets_two_comments(workflow: Workflow) -> None:
    workflow.github.state.branches["again"] = HEAD
    second = workflow.github.state.pull(head="again")["number"]
    workflow.branch = "again"
    assert workflow(run=2, number=second, **CHANGED, findings=[finding()]) == 0
    for number, run in ((workflow.number, 1), (second, 2)):
        (body,) = comments(workflow, number)
        header = header_of(body)
        assert header is not None
        assert (header.number, header.run) == (number, run)
        assert ("❌ 1 error" in body) is (number == second)


def test_a_head_that_moved_between_check_and_comment(workflow: Workflow) -> None:
    before = workflow.bodies
    workflow.github.state.branches["raise"] = OTHER
    assert workflow(run=2, **NOTHING) == 0
    assert workflow.said.endswith(f"#{workflow.number} has another head by now\n")
    assert workflow.bodies == before


def test_a_base_that_was_edited_between_check_and_comment(workflow: Workflow) -> None:
    before = workflow.bodies
    first(workflow)["base"] = "release"
    assert workflow(run=2, **NOTHING) == 0
    assert workflow.said.endswith(f"#{workflow.number} is into release, and not into main\n")
    assert workflow.bodies == before
    first(workflow)["base"] = "main"
    assert workflow(run=3, **CHANGED, findings=[finding()]) == 0
    assert "❌ 1 error" in workflow.bodies[0]


def test_a_default_branch_that_was_renamed(workflow: Workflow) -> None:
    state = workflow.github.state
    state.default_branch, first(workflow)["base"] = "trunk", "trunk"
    state.branches = {"trunk": "d" * 40, "raise": HEAD}
    state.older = [BASE]
    assert workflow(run=2, number=workflow.number, **CHANGED, findings=[finding()]) == 0
    assert "❌ 1 error" in workflow.bodies[0]


def test_closed_and_reopened(workflow: Workflow) -> None:
    before = workflow.bodies
    first(workflow)["state"], first(workflow)["head_sha"] = "closed", HEAD
    assert workflow(run=2, **CHANGED, findings=[finding()]) == 0
    assert workflow.said.endswith(f"#{workflow.number} was closed\n")
    assert workflow.bodies == before
    first(workflow)["state"] = "open"
    assert workflow(run=3, **CHANGED, findings=[finding()]) == 0
    assert "❌ 1 error" in workflow.bodies[0]


def test_merged_within_the_minute_it_still_gets_its_comment(workflow: Workflow) -> None:
    workflow.github.state.comments.clear()
    first(workflow).update(MERGED | {"head_sha": HEAD})
    del workflow.github.state.branches["raise"]
    workflow.github.state.branches["main"], workflow.github.state.older = "e" * 40, [BASE]
    assert workflow(run=2, number=workflow.number, **CHANGED) == 0
    assert workflow.said == f"#{workflow.number}: wrote the comment\n"


def test_merged_with_another_head_it_is_left_alone(workflow: Workflow) -> None:
    before = workflow.bodies
    first(workflow).update(MERGED | {"head_sha": OTHER})
    assert workflow(run=2, **CHANGED, findings=[finding()]) == 0
    assert workflow.said.endswith(f"#{workflow.number} has another head by now\n")
    assert workflow.bodies == before


def test_proposing_a_merged_branch_again_leaves_its_comment(workflow: Workflow) -> None:
    """Main holds the change by then, so that the second one's review says that nothing changes."""
    before = workflow.bodies
    first(workflow).update(MERGED | {"head_sha": HEAD})
    second = workflow.github.state.pull(head="raise")["number"]
    assert workflow(run=2, number=workflow.number, **NOTHING) == 2
    assert f"the run that made it was of #{second}" in workflow.said
    assert comments(workflow, workflow.number) == before
