"""Which plan a push may rely on: the comment's, by its author, of the head that was merged."""

import pytest

from langroute.document import plan_hash
from langroute_repo.render.comment.header import Header
from tests.appconfig.pusher import Said
from tests.github.published import Published
from tests.repository import commit, git

Output = pytest.CaptureFixture[str]
DONE, REFUSED, FAILED, UNREVIEWED = 0, 1, 2, 3


def reviewed(merged: Published, capsys: Output, *words: str) -> Said:
    return merged.one.says(capsys, "reviewed", "staging", *words)


def head(merged: Published) -> str:
    return git(merged.root, "rev-parse", "HEAD")


def review(merged: Published, **other: str) -> str:
    """Write the comment of a review on #1; the plan that it saw."""
    plan = plan_hash(merged.one.document())
    header = Header(head=other.get("head", head(merged)), plan={"staging": plan})
    body = f"{header.line()}\n\n### It ramps a canary"
    merged.github.state.comment(1, body, other.get("user", "github-actions[bot]"))
    return plan


def test_the_plan_of_the_comment(merged: Published, capsys: Output) -> None:
    plan = review(merged)
    assert reviewed(merged, capsys) == (DONE, f"plan-hash={plan}\n", "")
    assert merged.one.push(None, "--expect-plan-hash", plan) == DONE
    assert merged.writes() == []


def test_it_is_found_behind_pages_of_other_comments(merged: Published, capsys: Output) -> None:
    for number in range(150):
        merged.github.state.comment(1, f"comment {number}", "ada")
    plan = review(merged)
    assert reviewed(merged, capsys).out == f"plan-hash={plan}\n"


def test_commits_that_change_nothing_rely_on_the_review_before(
    merged: Published, capsys: Output
) -> None:
    plan, changed = review(merged), head(merged)[:12]
    (merged.root / "notes.txt").write_text("docs")
    merged.merge("Docs")
    file = merged.root / "config/languages/en.yaml"
    file.write_text(file.read_text() + "# a comment\n")
    commit(merged.root, "Pushed by an administrator")
    said = f"staging is as of {changed}: later commits do not change its document\n"
    assert reviewed(merged, capsys) == (DONE, f"plan-hash={plan}\n", said)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"user": "mallory"}, "#1 has no review of HEAD, which was merged"),
        ({"head": "a" * 40}, "#1 has no review of HEAD, which was merged"),
    ],
)
def test_a_comment_that_is_no_review_of_it(
    other: dict[str, str], why: str, merged: Published, capsys: Output
) -> None:
    review(merged, **other)
    code, out, err = reviewed(merged, capsys)
    why = why.replace("HEAD", head(merged)[:12])
    assert (code, out) == (UNREVIEWED, "")
    assert err.startswith(f"error: no plan was reviewed for staging: {why}\nhint: look at what ")


def test_a_review_without_a_plan_for_it(merged: Published, capsys: Output) -> None:
    merged.github.state.comment(1, Header(head=head(merged)).line())
    assert "the review of #1 holds no plan for staging" in reviewed(merged, capsys).err


def test_a_direct_push(merged: Published, capsys: Output) -> None:
    review(merged)
    merged.one.ramp("30%")
    code, out, err = reviewed(merged, capsys)
    assert (code, out) == (UNREVIEWED, "")
    assert f"no merged pull request brought {head(merged)[:12]}\n" in err
    assert reviewed(merged, capsys, "--commit", "HEAD~1").code == DONE


def test_an_open_pull_request_that_holds_it_reviewed_nothing(
    merged: Published, capsys: Output
) -> None:
    review(merged)
    merged.github.state.pulls[0] |= {"state": "open", "merged_at": None}
    assert reviewed(merged, capsys).code == UNREVIEWED


@pytest.mark.parametrize("status", [403, 404])
def test_a_github_that_does_not_tell_is_no_leave(
    status: int, merged: Published, capsys: Output
) -> None:
    merged.github.state.faults = [{"status": status}]
    code, out, _ = reviewed(merged, capsys)
    assert (code, out) == (FAILED, "")


def test_an_empty_plan_hash_is_no_leave_to_push(merged: Published, capsys: Output) -> None:
    code, _, err = merged.one.says(capsys, "push", "staging", "--yes", "--expect-plan-hash", "")
    assert code == FAILED
    assert err.startswith("error: --expect-plan-hash '' is no plan hash\n")
    assert merged.one.deployments() == ["COMPLETE"]
