"""What later runs of `propose` do with what is open: renew it, leave it alone, close it."""

import pytest

from tests.github.proposing import Clone, lines
from tests.github.refreshed import refresh
from tests.repository import git

Output = pytest.CaptureFixture[str]
DE, EN = "Refresh the evidence: de", "Refresh the evidence: en"


def test_the_open_one_is_brought_up_to_date_by_a_commit_on_top(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root, ["de"])
    assert clone.propose("--yes") == 0
    first = clone.head(1)
    refresh(clone.root, ["de"])
    assert clone.propose() == 0
    assert f"renew   #1 {DE}" in lines(capsys)
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [
        f"#1 {DE} was brought up to date: https://github.com/acme/routes/pull/1"
    ]
    assert git(clone.bare, "log", "-1", "--format=%P", clone.branch(1)).split() == [
        first,
        git(clone.bare, "rev-parse", "main"),
    ]
    assert git(clone.bare, "show", f"{clone.branch(1)}:config/languages/de.yaml") == (
        (clone.root / "config/languages/de.yaml").read_text().strip()
    )
    assert len(clone.pulls()) == 1


def test_what_brings_the_same_is_not_pushed_again_for_that_would_take_approvals_back(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    clone.on_main("config/languages/en.yaml", "# of somebody\n")
    first = clone.head(1)
    clone.writes()
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [f"#1 {DE} stays: it brings this already"]
    assert (clone.writes(), clone.head(1)) == ([], first)
    clone.text.write_text("another reason")
    assert clone.propose("--yes") == 0
    assert clone.writes() == ["PATCH /repos/acme/routes/pulls/1"]
    assert (clone.head(1), "another reason" in clone.pulls()[0]["body"]) == (first, True)


def test_what_somebody_has_pushed_to_is_left_alone(clone: Clone, capsys: Output) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    somebody = clone.push_by_somebody(clone.branch(1))
    refresh(clone.root)
    clone.writes()
    capsys.readouterr()
    assert clone.propose("--yes", "--most", "1") == 0
    assert lines(capsys) == [
        f"#1 {DE} is left alone: somebody else has pushed to it",
        f"{EN} waits: 1 may be open at once",
    ]
    assert (clone.writes(), clone.head(1)) == ([], somebody)
    git(clone.root, "checkout", "-q", "--", "config")
    assert clone.propose("--yes") == 0  # and it is not closed either
    assert (clone.writes(), len(clone.pulls())) == ([], 1)


def test_what_somebody_else_has_opened_is_left_alone(clone: Clone, capsys: Output) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    clone.pulls()[0]["user"] = "ada"
    refresh(clone.root, ["de"])
    clone.writes()
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [f"#1 {DE} is left alone: ada wrote it"]
    assert clone.writes() == []


def test_bringing_it_up_to_date_is_no_change_of_somebodys(clone: Clone, capsys: Output) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    clone.on_main("config/README.md", "new\n")
    merged = clone.bring_up_to_date(clone.branch(1))
    refresh(clone.root, ["de"])
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert f"#1 {DE} was brought up to date" in capsys.readouterr().out
    assert git(clone.bare, "rev-parse", f"{clone.branch(1)}^1") == merged


def test_a_merge_in_which_somebody_changed_something_is_theirs(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    clone.on_main("config/README.md", "new\n")
    merged = clone.bring_up_to_date(clone.branch(1), "main^{tree}")
    refresh(clone.root, ["de"])
    assert clone.propose("--yes") == 0
    assert "is left alone: somebody else has pushed to it" in capsys.readouterr().out
    assert clone.head(1) == merged


def test_a_branch_that_is_left_is_taken_again_unless_somebody_has_pushed_to_it(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root)
    clone.propose("--yes")
    clone.merge(clone.branch(1))
    for pull in clone.pulls():
        pull["state"] = "closed"
    somebody = clone.push_by_somebody(clone.branch(2))
    refresh(clone.root)
    git(clone.root, "fetch", "-q", "origin", "main")
    git(clone.root, "reset", "-q", "FETCH_HEAD")
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [
        f"#3 proposes {DE}: https://github.com/acme/routes/pull/3",
        f"{EN} is left alone: somebody else has pushed to {clone.branch(2)}",
    ]
    assert (clone.head(2), clone.branch(3)) == (somebody, clone.branch(1))


def test_what_main_holds_already_is_closed_with_a_sentence(clone: Clone, capsys: Output) -> None:
    refresh(clone.root)
    clone.propose("--yes")
    clone.merge(clone.branch(1))  # by another pull request: #1 is open
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [
        f"#1 {DE} was closed: main holds all of it already.",
        f"#2 {EN} stays: it brings this already",
    ]
    assert clone.said(1) == ["main holds all of it already."]
    assert [one["number"] for one in clone.pulls()] == [2]


def test_what_is_not_wanted_any_more_is_closed_once(clone: Clone, capsys: Output) -> None:
    refresh(clone.root)
    clone.propose("--yes")
    git(clone.root, "checkout", "-q", "--", "config/languages/en.yaml", "config/evidence")
    clone.change("de", (clone.root / "config/languages/de.yaml").read_text() + "# more\n")
    said = "It is not wanted any more: these files are to stay as main has them."
    fault = {"method": "PATCH", "path": "pulls/2", "status": 403}
    clone.github.state.faults.append(fault)
    capsys.readouterr()
    assert clone.propose("--yes") == 2
    assert clone.said(2) == [said]
    assert clone.propose("--yes") == 0
    assert f"#2 {EN} was closed: {said}" in capsys.readouterr().out
    assert clone.said(2) == [said]


def test_what_others_propose_now_is_closed(clone: Clone, capsys: Output) -> None:
    """Owners change on main: what was asked of some is asked of others."""
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    clone.on_main(
        "config/models/words.yaml",
        (clone.root / "config/models/words.yaml").read_text().replace("ml-relevance", "words"),
    )
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [
        f"#1 {DE} was closed: It is not wanted any more: other pull requests propose what is "
        "left of it.",
        f"#3 proposes {DE}: https://github.com/acme/routes/pull/3",
    ]


def test_the_one_for_all_owners_of_earlier_versions_is_closed(clone: Clone, capsys: Output) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    pull = clone.pulls()[0]
    git(clone.bare, "branch", "-m", pull["head"], "langroute/evidence")
    pull["head"] = "langroute/evidence"
    pull["body"] = f'<!-- langroute proposal {{"head":"{clone.head(1)}"}} -->\n\nold'
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert [line[:2] for line in lines(capsys)] == ["#1", "#3"]
    assert len(clone.pulls()) == 1


@pytest.mark.parametrize("fault", [("POST", "/pulls$"), ("PATCH", "/pulls/1$")])
def test_a_run_that_was_cut_short_is_taken_up_by_the_next(
    clone: Clone, capsys: Output, fault: tuple[str, str]
) -> None:
    """The branch is pushed, and GitHub does not take what is said about it."""
    refresh(clone.root, ["de"])
    if fault[0] == "PATCH":
        clone.propose("--yes")
        refresh(clone.root, ["de"])
    method, path = fault
    clone.github.state.faults.append({"method": method, "path": path, "status": 403})
    assert clone.propose("--yes") == 2
    assert "error: the token may not" in capsys.readouterr().err
    assert clone.propose("--yes") == 0
    (pull,) = clone.pulls()
    assert f'"head":"{clone.head(pull["number"])}"' in pull["body"]
    assert git(clone.bare, "show", f"{pull['head']}:config/languages/de.yaml") == (
        (clone.root / "config/languages/de.yaml").read_text().strip()
    )
