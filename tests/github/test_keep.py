"""`./langroute comment` against a GitHub: one comment, the newest, and never a stale green one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.render.comment.header import header_of
from scripts.__main__ import main
from tests.github.fake import Fake
from tests.github.reviews import BASE, HEAD, data, finding, language
from tests.github.state import BOT

CHANGED: dict[str, Any] = {
    "headline": "de: threshold raised",
    "languages": [language()],
}
OTHER = "c" * 40


@dataclass
class Workflow:
    """The workflow that comments, on a pull request whose check ran."""

    github: Fake
    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    number: int
    branch: str = "raise"
    fork: str = "ada/routes"

    def __call__(self, run: int = 1, attempt: int = 1, **review: Any) -> int:
        self.write(json.dumps(data(**review)))
        return self.post(run, attempt)

    def write(self, raw: str) -> None:
        (self.folder / "review.json").write_text(raw, "utf-8")

    def post(self, run: int = 1, attempt: int = 1, payload: str = "") -> int:
        """What the workflow runs, with the event of the run that made the review."""
        event = self.folder / "event.json"
        told = {"id": run, "run_attempt": attempt, "head_branch": self.branch}
        told = {"workflow_run": told | {"head_repository": {"full_name": self.fork}}}
        event.write_text(payload or json.dumps(told), "utf-8")
        self.monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
        artifact = str(self.folder / "review.json")
        return main(["comment", "--artifact", artifact, "--head", HEAD])

    def push(self, sha: str) -> None:
        self.github.state.pulls[0]["head_sha"] = sha

    @property
    def said(self) -> str:
        return self.capsys.readouterr().err

    @property
    def bodies(self) -> list[str]:
        return [one["body"] for one in self.github.state.comments]

    @property
    def writes(self) -> int:
        asking = ("GET ", "POST /graphql")
        return sum(not call.startswith(asking) for call in self.github.state.calls)


@pytest.fixture
def workflow(
    github: Fake,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Workflow:
    monkeypatch.setattr("time.sleep", lambda _: None)
    github.state.branches = {"main": BASE}
    fork = {"head": "raise", "head_repository": "ada/routes", "head_sha": HEAD}
    number = github.state.pull(**fork)["number"]
    return Workflow(github, tmp_path, capsys, monkeypatch, number)


def test_a_change_gets_one_comment_that_follows_it(workflow: Workflow) -> None:
    assert workflow(run=1, **CHANGED) == 0
    assert workflow.said == f"#{workflow.number}: wrote the comment\n"
    assert workflow(run=2, **CHANGED, findings=[finding()]) == 0
    assert workflow.said == f"#{workflow.number}: updated the comment\n"
    (body,) = workflow.bodies
    assert "❌ 1 error" in body
    assert workflow.github.state.comments[0]["user"] == BOT
    header = header_of(body)
    assert header is not None
    assert (header.head, header.run, header.attempt) == (HEAD, 2, 1)
    assert (header.number, header.base) == (workflow.number, BASE)


def test_the_same_again_writes_nothing(workflow: Workflow) -> None:
    workflow(**CHANGED)
    workflow.github.state.comments[0]["body"] = workflow.bodies[0].replace("\n", "\r\n").strip()
    writes = workflow.writes
    assert workflow(**CHANGED) == 0
    assert workflow.writes == writes
    assert workflow.said.endswith("the comment says so already\n")


def test_an_older_run_does_not_replace_a_newer_one(workflow: Workflow) -> None:
    workflow(run=20, attempt=2, **CHANGED)
    before = workflow.bodies
    for run, attempt in ((20, 1), (19, 5)):
        assert workflow(run=run, attempt=attempt, findings=[finding()]) == 0
        assert workflow.said.endswith("a newer run told of this commit already\n")
    assert workflow.bodies == before


def test_what_tells_of_another_head_is_replaced_even_by_an_older_run(workflow: Workflow) -> None:
    """Somebody pushed, and then pushed the first commit again: its run is started once more."""
    workflow(run=20, **CHANGED)
    kept = workflow.github.state.comments[0]
    kept["body"] = kept["body"].replace(HEAD, OTHER)
    assert workflow(run=19, attempt=2, **CHANGED) == 0
    assert HEAD in workflow.bodies[0]


def test_a_head_that_moved_on_is_not_told_of(workflow: Workflow) -> None:
    workflow.push(OTHER)
    assert workflow(**CHANGED) == 0
    said = f"aaaaaaaaaaaa is told of nowhere: #{workflow.number} has another head by now\n"
    assert workflow.said == said
    assert workflow.bodies == []


def test_a_push_while_the_comments_are_read_is_noticed(workflow: Workflow) -> None:
    pushed = {"number": workflow.number, "title": "", "body": "", "user": {"login": "ada"}}
    repository = {"full_name": "acme/routes", "default_branch": "main"}
    side = {"ref": "raise", "sha": OTHER, "repo": repository}
    pushed |= {"state": "open", "head": side, "base": side, "html_url": "x"}
    path = rf"/pulls/{workflow.number}$"
    workflow.github.state.faults = [{"path": path, "status": 200, "body": pushed}]
    assert workflow(**CHANGED) == 0
    assert workflow.said.endswith("the pull request moved on\n")
    assert workflow.bodies == []


def test_nothing_is_posted_of_nothing_but_a_comment_is_brought_up_to_date(
    workflow: Workflow,
) -> None:
    assert workflow(run=1) == 0
    assert workflow.said.endswith("nothing changes and nothing is found: no comment\n")
    assert workflow.bodies == []
    workflow(run=2, **CHANGED, findings=[finding()])
    workflow(run=3)
    (body,) = workflow.bodies
    assert "### nothing changes\n" in body
    assert "✅ no findings block it" in body


def test_only_our_own_comment_is_ours_however_many_there_are(workflow: Workflow) -> None:
    state = workflow.github.state
    workflow(run=9, **CHANGED)
    forged = workflow.bodies[0]
    state.comments.clear()
    state.comment(workflow.number, forged, user="mallory")
    for index in range(150):
        state.comment(workflow.number, f"> {forged}\n\nnumber {index}", user=BOT)
    before = workflow.bodies
    workflow(run=1, **CHANGED)
    assert workflow.bodies[:-1] == before
    workflow(run=2, **CHANGED, findings=[finding()])
    assert workflow.bodies[:-1] == before
    assert "❌ 1 error" in workflow.bodies[-1]


def test_a_failure_replaces_the_old_green_text(workflow: Workflow) -> None:
    workflow(run=1, **CHANGED)
    assert "✅" in workflow.bodies[0]
    failure = {"message": "origin/main names no commit here", "hint": "git fetch"}
    assert workflow(run=2, failure=failure, found=False) == 0
    assert "✅" not in workflow.bodies[0]
    assert "origin/main names no commit here" in workflow.bodies[0]


def test_no_review_at_all_is_a_failure_that_is_told(workflow: Workflow) -> None:
    assert workflow.post() == 0
    assert "the check left no review" in workflow.bodies[0]


@pytest.mark.parametrize(
    "raw", ["@everyone", "[" * 100_000, '{"head": "<script>"}', json.dumps(data(), indent=1)[:-1]]
)
def test_a_hostile_review_is_told_without_its_words(workflow: Workflow, raw: str) -> None:
    workflow(run=1, **CHANGED)
    workflow.write(raw)
    assert workflow.post(run=2) == 2
    (body,) = workflow.bodies
    assert "❌ the check did not finish" in body
    assert "everyone" not in body
    assert "script" not in body


@pytest.mark.parametrize("payload", ["{}", "[]", '{"workflow_run": null}', '{"workflow_run": 3}'])
def test_an_event_that_does_not_say_what_was_checked_ends_it(
    workflow: Workflow, payload: str
) -> None:
    workflow.write(json.dumps(data(**CHANGED)))
    assert workflow.post(payload=payload) == 2
    assert workflow.said.startswith("error: the event does not say of which branch the check was\n")
    assert workflow.bodies == []


def test_an_event_that_is_no_json_ends_it(workflow: Workflow) -> None:
    workflow.write(json.dumps(data(**CHANGED)))
    assert workflow.post(payload="{") == 2
    assert "cannot be read: Expecting property name" in workflow.said
    assert workflow.bodies == []


def test_a_token_that_may_only_read_is_told_with_its_cure(
    workflow: Workflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "fork")
    assert workflow(**CHANGED) == 2
    assert "hint: it needs issues: write; pull_requests: write under" in workflow.said


def test_a_github_that_stays_broken_leaves_the_old_comment_whole(workflow: Workflow) -> None:
    workflow(run=1, **CHANGED)
    before = workflow.bodies
    workflow.github.state.faults = [{"method": "PATCH", "status": 502, "times": 99}]
    assert workflow(run=2, **CHANGED, findings=[finding()]) == 2
    assert "GitHub failed at PATCH" in workflow.said
    assert workflow.bodies == before


def test_an_update_whose_answer_was_lost_is_done_once(workflow: Workflow) -> None:
    workflow(run=1, **CHANGED)
    workflow.github.state.faults = [{"method": "PATCH", "status": 0, "acts": True}]
    assert workflow(run=2, **CHANGED, findings=[finding()]) == 0
    assert "❌ 1 error" in workflow.bodies[0]


def test_it_can_be_shown_without_being_posted(workflow: Workflow) -> None:
    workflow.write(json.dumps(data(**CHANGED)))
    artifact = str(workflow.folder / "review.json")
    assert main(["comment", "--artifact", artifact, "--head", HEAD, "--print"]) == 0
    assert "### de: threshold raised" in workflow.capsys.readouterr().out
    assert workflow.github.state.calls == []
    assert main(["comment", "--artifact", artifact, "--head", "main", "--print"]) == 2


@pytest.mark.parametrize("run", ["1", "99999"])
def test_what_somebody_has_edited_is_written_anew(workflow: Workflow, run: str) -> None:
    """Also where it says that it is of a newer run, or says the same as before."""
    assert workflow(run=1, **CHANGED) == 0
    (kept,) = workflow.github.state.comments
    wanted = kept["body"]
    kept["body"] = wanted.replace('"run":1,', f'"run":{run},')
    kept["editor"] = "mallory"
    assert workflow(run=1, **CHANGED) == 0
    assert (kept["body"], kept["editor"]) == (wanted, BOT)
