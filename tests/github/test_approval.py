"""The verb `approval`: of two people nobody approves what they pushed, or waits for ever."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.github.approval import Approval, approval, seen
from langroute_repo.github.client import GitHub
from langroute_repo.tree.plan import plan
from scripts.__main__ import main
from tests.github.fake import Fake

HEAD, OLD = "a" * 40, "b" * 40
PUSHED = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
ROUTE = "config/languages/de.yaml"
BRANCH = "refs/heads/raise"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / ".github/settings"
    folder.mkdir(parents=True)
    (folder / "plan.yaml").write_text(
        'plan: team\nvisibility: private\napprovers: ["@ada", "@Bert"]\nalone_after: 24h\n'
    )
    return tmp_path


def pushed(who: str, after: str = HEAD, at: datetime = PUSHED) -> dict[str, Any]:
    return {
        "ref": BRANCH,
        "actor": who,
        "before": "0" * 40,
        "after": after,
        "timestamp": at.isoformat(),
    }


def review(who: str, state: str = "APPROVED", commit: str = HEAD) -> dict[str, Any]:
    return {"user": who, "state": state, "commit_id": commit}


def asked(who: str, at: datetime = PUSHED, event: str = "review_requested") -> dict[str, Any]:
    return {"event": event, "requested_reviewer": who, "created_at": at.isoformat()}


def open_pull(github: Fake, **values: Any) -> int:
    """Ada's change of a route; what is given stands in its place."""
    github.state.branches["raise"] = HEAD
    github.state.activity = values.pop("activity", [pushed("ada")])
    number: int = github.state.pull(**{"head": "raise", "files": [ROUTE], **values})["number"]
    return number


def decided(root: Path, number: int, hours: float = 1) -> Approval:
    found = seen(GitHub.connect(), number)
    return approval(found, plan(root), PUSHED + timedelta(hours=hours))


def test_the_other_approves(github: Fake, root: Path) -> None:
    number = open_pull(github, files=["config/policy.yaml"], reviews=[review("bert")])
    assert decided(root, number) == Approval(True, ("@Bert has approved this commit",))


def test_whoever_added_an_acceptance_does_not_approve_it(github: Fake, root: Path) -> None:
    """Also not when the author pushed once more, after which GitHub would let the other."""
    number = open_pull(
        github,
        activity=[pushed("ada"), pushed("bert", OLD)],
        files=[ROUTE, "config/accepted/languages/de/jump.yaml"],
        reviews=[review("bert")],
        events=[asked("bert")],
    )
    assert decided(root, number, 1000) == Approval(
        False,
        (
            "@Bert has pushed to this branch, so this approval does not count",
            "@Bert has not approved this commit, and this is not the work of one of both alone",
        ),
    )


@pytest.mark.parametrize(
    "reviews",
    [
        [],
        [review("ada")],  # GitHub would not let her
        [review("carol")],
        [review("bert", commit=OLD)],
        [review("bert"), review("bert", "DISMISSED")],
        [review("bert", "COMMENTED")],
    ],
)
def test_nothing_else_is_an_approval(
    github: Fake, root: Path, reviews: list[dict[str, Any]]
) -> None:
    number = open_pull(github, files=["config/policy.yaml"], reviews=reviews)
    told = decided(root, number, 1000)
    assert told == Approval(
        False, ("@Bert has not approved this commit; nobody merges config/policy.yaml alone",)
    )


def test_a_remark_takes_no_approval_back(github: Fake, root: Path) -> None:
    number = open_pull(github, reviews=[review("bert"), review("bert", "COMMENTED")])
    assert decided(root, number).passes


def test_the_author_may_merge_routes_when_the_other_was_asked_long_enough_ago(
    github: Fake, root: Path
) -> None:
    number = open_pull(github, events=[asked("Bert", PUSHED + timedelta(hours=2))])
    assert decided(root, number, 25.9) == Approval(
        False,
        (
            "@Bert has not approved this commit; "
            "after 2026-12-02 11:00 UTC run this job again, and merge",
        ),
    )
    assert decided(root, number, 26) == Approval(
        True,
        ("@Bert has not approved this commit, and was asked 24h ago or earlier; it may be merged",),
    )


def test_a_new_push_begins_the_wait_anew(github: Fake, root: Path) -> None:
    later = pushed("ada", at=PUSHED + timedelta(hours=20))
    number = open_pull(github, activity=[later, pushed("ada", OLD)], events=[asked("bert")])
    assert not decided(root, number, 43.9).passes
    assert decided(root, number, 44).passes


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([], "ask @Bert for a review: 24h later it may merge"),
        ([asked("carol")], "ask @Bert for a review"),
        ([asked("bert"), asked("bert", event="review_request_removed")], "ask @Bert for a review"),
    ],
)
def test_nobody_waits_for_one_who_was_not_asked(
    github: Fake, root: Path, events: list[dict[str, Any]], told: str
) -> None:
    number = open_pull(github, events=events)
    found = decided(root, number, 1000)
    assert not found.passes
    assert told in found.reasons[0]


@pytest.mark.parametrize(
    "path",
    [
        "config/policy.yaml",
        "config/environments/production.yaml",
        "config/cases/de.yaml",
        "config/models/words.yaml",
        "config/accepted/languages/de/jump.yaml",
        ".github/workflows/push.yml",
        ".github/settings/plan.yaml",
        "validators/change/guard_weakened.py",
        "infra/production.template.json",
        "config/languages_.yaml",
    ],
)
def test_guards_and_workflows_are_never_merged_alone(github: Fake, root: Path, path: str) -> None:
    number = open_pull(github, files=[ROUTE, path], events=[asked("bert")])
    assert decided(root, number, 1000) == Approval(
        False, (f"@Bert has not approved this commit; nobody merges {path} alone",)
    )


@pytest.mark.parametrize(
    "values",
    [
        {"files": []},
        {"activity": []},
        {"user": "carol", "activity": [pushed("carol")]},
        {"activity": [pushed("ada"), pushed("carol", OLD)]},
        {"reviews": [review("bert", "CHANGES_REQUESTED", OLD)]},
    ],
    ids=["no files", "no pushes", "an outsider's", "with an outsider's help", "changes wanted"],
)
def test_who_merges_alone_is_one_of_the_two_and_nobody_objects(
    github: Fake, root: Path, values: dict[str, Any]
) -> None:
    number = open_pull(github, **({"events": [asked("bert")]} | values))
    assert not decided(root, number, 1000).passes


@pytest.mark.parametrize(
    "event", ["base_ref_changed", "automatic_base_change_succeeded", "reopened", "ready_for_review"]
)
def test_what_became_another_pull_request_begins_the_wait_anew(
    github: Fake, root: Path, event: str
) -> None:
    """Asked about one that brought little to another branch, say, which was turned to main then."""
    turned = {"event": event, "created_at": (PUSHED + timedelta(hours=30)).isoformat()}
    number = open_pull(github, events=[asked("bert"), turned])
    assert not decided(root, number, 53.9).passes
    assert decided(root, number, 54).passes


@pytest.mark.parametrize(("hours", "passes"), [(29, False), (31, True)])
def test_an_approval_of_what_goes_to_another_branch_is_none(
    github: Fake, root: Path, hours: int, passes: bool
) -> None:
    turned = {"event": "base_ref_changed", "created_at": (PUSHED + timedelta(hours=30)).isoformat()}
    approved = review("bert") | {"submitted_at": (PUSHED + timedelta(hours=hours)).isoformat()}
    number = open_pull(github, reviews=[approved], events=[turned])
    assert decided(root, number, 40).passes is passes


@pytest.mark.parametrize(
    ("who", "state", "passes"),
    [
        ("ada", "changes_requested", False),
        ("bert", "changes_requested", True),
        ("ada", "approved", True),  # as GitHub does itself after a push
    ],
)
def test_an_author_who_dismisses_what_the_other_wants_does_not_merge_alone(
    github: Fake, root: Path, who: str, state: str, passes: bool
) -> None:
    of = {"review_id": 7, "state": state, "dismissal_message": "old"}
    dismissed = {"event": "review_dismissed", "actor": who, "dismissed_review": of}
    dismissed["created_at"] = PUSHED.isoformat()
    reviews = [review("bert", "DISMISSED") | {"id": 7}]
    number = open_pull(github, reviews=reviews, events=[asked("bert"), dismissed])
    found = decided(root, number, 1000)
    assert found.passes is passes
    assert ("@Bert wants it changed" in found.reasons) is not passes


def test_who_has_pushed_is_not_nobody_because_github_does_not_tell(
    github: Fake, root: Path
) -> None:
    number = open_pull(github, reviews=[review("bert")], activity=[pushed("ada", OLD)])
    assert decided(root, number) == Approval(
        False, ("GitHub does not tell who has pushed this commit; run this again",)
    )


def test_one_into_another_branch_says_nothing_for_its_commit(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may hold the policy already, and the same commit waits for main."""
    github.state.branches["release"] = OLD
    number = open_pull(github, base="release", events=[asked("bert")])
    assert main(["--root", str(root), "approval", str(number)]) == 2
    assert f"#{number} is into release, and what it brings there" in capsys.readouterr().err


def test_without_a_time_nobody_merges_alone(github: Fake, root: Path) -> None:
    path = root / ".github/settings/plan.yaml"
    path.write_text(path.read_text().replace("alone_after: 24h\n", ""))
    number = open_pull(github, events=[asked("bert")])
    assert decided(root, number, 1000) == Approval(
        False, ("@Bert has not approved this commit, and nobody merges alone here",)
    )


def test_the_verb_says_it_and_ends_as_the_check_does(
    github: Fake, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = open_pull(github, reviews=[review("bert")])
    words = ["--root", str(root), "approval", str(number)]
    assert main([*words, "--head", HEAD]) == 0
    assert capsys.readouterr().out == "@Bert has approved this commit\n"
    assert main([*words, "--head", OLD]) == 2
    assert capsys.readouterr().err.startswith(f"error: its head is {HEAD} by now\n")
    github.state.pulls[0]["reviews"] = []
    assert main(words) == 1


def test_a_fork_is_refused(github: Fake, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who pushed there only the fork's owner can see."""
    number = open_pull(github, head_repository="eve/routes", head_sha=HEAD)
    assert main(["--root", str(root), "approval", str(number)]) == 2
    assert "is of a fork, and who pushed there cannot be seen" in capsys.readouterr().err


def test_where_more_approve_it_has_nothing_to_say(
    github: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "approval", "1"]) == 2
    assert "does not name two approvers" in capsys.readouterr().err
    assert github.state.calls == []
