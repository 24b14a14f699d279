"""A later run finds the open pull request and the comments, and writes only what is new."""

from collections.abc import Callable

import pytest

from langroute_repo.render.hidden_marker import marker
from tests.appconfig.pusher import DE
from tests.github.published import Published
from tests.github.reverts import beside, branch, merge, propose, with_report
from tests.repository import commit, git

Output = pytest.CaptureFixture[str]
DONE = 0


def test_a_second_run_writes_nothing(company: Published, capsys: Output) -> None:
    with_report(company, capsys)
    pushed, _ = git(company.origin, "rev-parse", branch(company)), company.writes()
    code, out, _ = with_report(company, capsys)
    assert (code, out.splitlines()[1:]) == (
        DONE,
        ["#2 proposes the revert already: https://github.com/acme/routes/pull/2"],
    )
    assert company.writes() == []
    assert git(company.origin, "rev-parse", branch(company)) == pushed


def again(company: Published, do: Callable[[], object]) -> None:
    """It is good after all; what follows on it is taken back."""
    assert company.one.push(None, "--retry-rolled-back") == DONE
    do()
    company.one.ramp("30%")
    company.publish("de: canary to 30%")
    company.taken_back()


def test_code_that_came_with_it_stays(company: Published, capsys: Output) -> None:
    again(company, lambda: (company.root / "notes.txt").write_text("kept"))
    assert with_report(company, capsys).code == DONE
    (name,) = (one for one in company.branches() if one != "main")
    assert git(company.origin, "diff", "--name-only", "main", name) == DE


def test_an_open_one_is_renewed_when_something_else_runs(
    company: Published, capsys: Output
) -> None:
    with_report(company, capsys)
    again(company, company.writes)
    source = git(company.root, "rev-parse", "HEAD~1")[:12]
    code, out, _ = propose(company, capsys, "--reason", "de is `too` high @all")
    assert (code, out.splitlines()[1:]) == (
        DONE,
        [
            "#2 was brought up to date: https://github.com/acme/routes/pull/2",
            "#4 was told why",
        ],
    )
    (pull,) = company.open_pulls()
    assert pull["title"] == f"Revert staging to {source}"
    assert "\n- de is &#96;too&#96; high &#64;&#8203;all\n" in pull["body"]
    assert company.branches() == [branch(company), "main"]
    assert "canary.traffic 30% → 20%" in pull["body"]
    merge(company, branch(company))
    assert company.one.says(capsys, "drift", "staging").code == DONE


def test_one_that_somebody_else_changed_is_left_alone(company: Published, capsys: Output) -> None:
    with_report(company, capsys)
    clone = company.root.parent / "ada"
    git(company.root.parent, "clone", "-q", "-b", branch(company), str(company.origin), str(clone))
    (clone / "notes.txt").write_text("by hand")
    commit(clone, "By hand")
    git(clone, "push", "-q")
    beside(company)
    company.merge("de: the canary reads the body")
    out = with_report(company, capsys).out
    assert "#2 is open, and somebody else has changed it: it is left alone: " in out
    assert git(company.origin, "log", "-1", "--format=%s", branch(company)) == "By hand"


def test_one_that_is_not_needed_any_more_is_closed(company: Published, capsys: Output) -> None:
    with_report(company, capsys)
    git(company.root, "revert", "--no-edit", "HEAD")
    company.merge("de: back by hand")
    said = "main compiles to what staging runs: no revert is needed"
    closed = ["#2 was closed: https://github.com/acme/routes/pull/2"]
    assert with_report(company, capsys).out.splitlines()[1:] == [said, *closed]
    assert company.open_pulls() == []
    told = [one["body"] for one in company.github.state.comments if one["issue"] == 2]
    assert told == [f"{said}."]


def test_one_that_is_not_needed_and_that_somebody_changed_stays_open(
    company: Published, capsys: Output
) -> None:
    with_report(company, capsys)
    (pull,) = company.open_pulls()
    pull["body"] = pull["body"].replace('"head":"', '"head":"0')
    git(company.root, "revert", "--no-edit", "HEAD")
    company.merge("de: back by hand")
    last = with_report(company, capsys).out.splitlines()[-1]
    assert last.startswith("#2 is open, and somebody else has changed it: it is left alone: ")
    assert company.open_pulls() == [pull]


def test_a_forks_pull_request_of_the_same_name_is_not_ours(
    company: Published, capsys: Output
) -> None:
    company.github.state.pull(
        head=branch(company), head_repository="evil/routes", head_sha="a" * 40
    )
    assert "#3 proposes the revert: " in with_report(company, capsys).out


def test_a_comment_that_only_claims_to_be_ours_does_not_silence_us(
    company: Published, capsys: Output
) -> None:
    claim = marker("taken-back", environment="staging", deployments=[2])
    company.github.state.comment(1, claim, "mallory")
    assert "#1 was told why" in with_report(company, capsys).out
