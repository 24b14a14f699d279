"""The verb `propose`: what config/ holds here becomes pull requests, with a real git."""

from pathlib import Path

import pytest

from tests.github.fake import Fake
from tests.github.proposing import Clone, cloned
from tests.github.refreshed import refresh
from tests.repository import commit, git
from tests.rules.examples import BASE

Output = pytest.CaptureFixture[str]
DE, EN = "Refresh the evidence: de", "Refresh the evidence: en"


@pytest.fixture
def clone(tmp_path: Path, github: Fake, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """Two languages, each with owners of its own; all commits are of one moment."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-01T00:00:00Z")
    return cloned(tmp_path, github, BASE)


def lines(capsys: Output) -> list[str]:
    return capsys.readouterr().out.splitlines()


def head(clone: Clone, number: int) -> str:
    return git(clone.bare, "rev-parse", branch(clone, number))


def branch(clone: Clone, number: int) -> str:
    return str(next(one["head"] for one in clone.github.state.pulls if one["number"] == number))


def test_nothing_is_proposed_when_nothing_has_changed(clone: Clone, capsys: Output) -> None:
    (clone.root / "beside.txt").write_text("this lies beside config/, not in it")
    assert clone.propose("--yes") == 0
    assert lines(capsys) == ["nothing to propose: config/ is as main has it"]
    assert (clone.writes(), clone.github.state.pulls) == ([], [])


def test_without_yes_it_is_only_shown(clone: Clone, capsys: Output) -> None:
    refresh(clone.root)
    assert clone.propose() == 0
    assert lines(capsys) == [
        "open    Refresh the evidence: de",
        "        asks @acme/ml-relevance for 2 files; @acme/risk-dach for 1 file",
        "open    Refresh the evidence: en",
        "        asks @acme/ml-relevance for 2 files; @acme/risk-global for 1 file",
        "nothing was changed; --yes does it",
    ]
    assert (clone.writes(), git(clone.bare, "branch", "--list", "langroute/*")) == ([], "")


def test_each_set_of_owners_gets_one_commit_and_nothing_here_moves(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root)
    before = git(clone.root, "status", "--porcelain", "--branch")
    assert clone.propose("--yes") == 0
    first, second = clone.pulls()
    assert lines(capsys) == [
        f"#1 proposes {DE}: https://github.com/acme/routes/pull/1",
        f"#2 proposes {EN}: https://github.com/acme/routes/pull/2",
    ]
    for pull, tag in ((first, "de"), (second, "en")):
        made = pull["head"]
        assert (pull["title"], pull["base"]) == (f"Refresh the evidence: {tag}", "main")
        assert git(clone.bare, "diff", "--name-only", "main", made).split() == [
            f"config/evidence/embedding/{tag}.json",
            f"config/evidence/words/{tag}.json",
            f"config/languages/{tag}.yaml",
        ]
        assert git(clone.bare, "rev-parse", f"{made}^") == git(clone.bare, "rev-parse", "main")
        assert git(clone.bare, "log", "-1", "--format=%an: %s", made) == (
            f"github-actions[bot]: Refresh the evidence: {tag}"
        )
    assert git(clone.root, "status", "--porcelain", "--branch") == before


def test_the_text_says_what_it_changes_and_whom_it_asks_and_notifies_nobody(clone: Clone) -> None:
    refresh(clone.root, ["de"])
    assert clone.propose("--yes") == 0
    (pull,) = clone.pulls()
    marker, text = pull["body"].split("\n", 1)
    assert f'"head":"{head(clone, 1)}"' in marker
    assert text == (
        """
**de: seal renewed; no answer changes**

#### Who is asked for what

- &#64;&#8203;acme/ml-relevance: `config/evidence/embedding/de.json`, \
`config/evidence/words/de.json`
- &#64;&#8203;acme/risk-dach: `config/languages/de.yaml`

It stands by itself: others of its kind may be merged before it or after it.

#### Why

````text
de 24.1% → 25.0%
```
@everybody
````

<sub>When a workflow proposes, GitHub may wait with the checks until somebody approves the runs at \
the bottom of this page; where none is offered, close and reopen this.</sub>
"""
    )


def test_a_long_text_is_folded_and_cut(clone: Clone) -> None:
    clone.text.write_text("ä" * 60_000 + "\n" * 30)
    refresh(clone.root, ["de"])
    assert clone.propose("--yes") == 0
    (pull,) = clone.pulls()
    assert "… and more\n```" in pull["body"]
    clone.text.write_text("one line\n" * 30)
    assert clone.propose("--yes") == 0
    assert "<details><summary>30 lines</summary>\n\n```text\none line" in pull["body"]


def test_the_open_one_is_brought_up_to_date_by_a_commit_on_top(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root, ["de"])
    assert clone.propose("--yes") == 0
    first = head(clone, 1)
    refresh(clone.root, ["de"])
    assert clone.propose() == 0
    assert f"renew   #1 {DE}" in lines(capsys)
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [
        f"#1 {DE} was brought up to date: https://github.com/acme/routes/pull/1"
    ]
    assert git(clone.bare, "log", "-1", "--format=%P", branch(clone, 1)).split() == [
        first,
        git(clone.bare, "rev-parse", "main"),
    ]
    assert git(clone.bare, "show", f"{branch(clone, 1)}:config/languages/de.yaml") == (
        (clone.root / "config/languages/de.yaml").read_text().strip()
    )
    assert len(clone.pulls()) == 1


def test_what_brings_the_same_is_not_pushed_again_for_that_would_take_approvals_back(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    clone.on_main("config/languages/en.yaml", "# of somebody\n")
    first = head(clone, 1)
    clone.writes()
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [f"#1 {DE} stays: it brings this already"]
    assert (clone.writes(), head(clone, 1)) == ([], first)
    clone.text.write_text("another reason")
    assert clone.propose("--yes") == 0
    assert clone.writes() == ["PATCH /repos/acme/routes/pulls/1"]
    assert (head(clone, 1), "another reason" in clone.pulls()[0]["body"]) == (first, True)


def test_what_somebody_has_pushed_to_is_left_alone(clone: Clone, capsys: Output) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    somebody = clone.push_by_somebody(branch(clone, 1))
    refresh(clone.root)
    clone.writes()
    capsys.readouterr()
    assert clone.propose("--yes", "--most", "1") == 0
    assert lines(capsys) == [
        f"#1 {DE} is left alone: somebody else has pushed to it",
        f"{EN} waits: 1 may be open at once",
    ]
    assert (clone.writes(), head(clone, 1)) == ([], somebody)
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
    merged = clone.bring_up_to_date(branch(clone, 1))
    refresh(clone.root, ["de"])
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert f"#1 {DE} was brought up to date" in capsys.readouterr().out
    assert git(clone.bare, "rev-parse", f"{branch(clone, 1)}^1") == merged


def test_a_merge_in_which_somebody_changed_something_is_theirs(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root, ["de"])
    clone.propose("--yes")
    clone.on_main("config/README.md", "new\n")
    merged = clone.bring_up_to_date(branch(clone, 1), "main^{tree}")
    refresh(clone.root, ["de"])
    assert clone.propose("--yes") == 0
    assert "is left alone: somebody else has pushed to it" in capsys.readouterr().out
    assert head(clone, 1) == merged


def test_a_branch_that_is_left_is_taken_again_unless_somebody_has_pushed_to_it(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root)
    clone.propose("--yes")
    clone.merge(branch(clone, 1))
    for pull in clone.pulls():
        pull["state"] = "closed"
    somebody = clone.push_by_somebody(branch(clone, 2))
    refresh(clone.root)
    git(clone.root, "fetch", "-q", "origin", "main")
    git(clone.root, "reset", "-q", "FETCH_HEAD")
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert lines(capsys) == [
        f"#3 proposes {DE}: https://github.com/acme/routes/pull/3",
        f"{EN} is left alone: somebody else has pushed to {branch(clone, 2)}",
    ]
    assert (head(clone, 2), branch(clone, 3)) == (somebody, branch(clone, 1))


def test_what_main_holds_already_is_closed_with_a_sentence(clone: Clone, capsys: Output) -> None:
    refresh(clone.root)
    clone.propose("--yes")
    clone.merge(branch(clone, 1))  # by another pull request: #1 is open
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
    pull["body"] = f'<!-- langroute proposal {{"head":"{head(clone, 1)}"}} -->\n\nold'
    capsys.readouterr()
    assert clone.propose("--yes") == 0
    assert [line[:2] for line in lines(capsys)] == ["#1", "#3"]
    assert len(clone.pulls()) == 1


def test_no_more_than_so_many_are_open_and_the_oldest_come_first(
    clone: Clone, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(clone.root)
    assert clone.propose("--yes", "--most", "1") == 0
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-08T00:00:00Z")
    assert lines(capsys) == [
        f"#1 proposes {DE}: https://github.com/acme/routes/pull/1",
        f"{EN} waits: 1 may be open at once",
    ]
    clone.merge(branch(clone, 1))
    clone.pulls()[0]["state"] = "closed"
    git(clone.root, "fetch", "-q", "origin", "main")
    git(clone.root, "reset", "-q", "FETCH_HEAD")
    refresh(clone.root)  # de as well, a week later
    assert clone.propose("--yes", "--most", "1") == 0
    assert lines(capsys) == [
        f"#2 proposes {EN}: https://github.com/acme/routes/pull/2",
        f"{DE} waits: 1 may be open at once",
    ]


@pytest.mark.parametrize("most", ["0", "-1", "many"])
def test_a_number_that_is_none_is_refused(clone: Clone, capsys: Output, most: str) -> None:
    assert clone.propose(f"--most={most}") == 2
    assert f"'{most}' is no number of pull requests, 1 or more" in capsys.readouterr().err


def test_a_file_that_changed_on_main_as_well_is_not_overwritten(
    clone: Clone, capsys: Output
) -> None:
    refresh(clone.root, ["de"])
    clone.on_main("config/languages/de.yaml", "# of somebody\n")
    assert clone.propose("--yes") == 5
    assert capsys.readouterr().err == (
        "error: config/languages/de.yaml changed in main as well, since HEAD left it\n"
        "hint: begin again with what main is now: git fetch, and merge or rebase\n"
    )
    assert clone.github.state.pulls == []


def test_what_is_committed_here_is_proposed_as_well(clone: Clone) -> None:
    refresh(clone.root, ["de"])
    commit(clone.root, "refreshed here")
    assert clone.propose("--yes") == 0
    assert [one["title"] for one in clone.pulls()] == [DE]


def test_config_may_lie_in_a_folder_of_the_repository(tmp_path: Path, github: Fake) -> None:
    clone = cloned(tmp_path, github, BASE)
    inner = clone.root / "routes"
    inner.mkdir()
    (clone.root / "config").rename(inner / "config")
    commit(clone.root, "moved")
    git(clone.root, "push", "-q", "origin", "HEAD:main")
    refresh(inner, ["de"])
    assert clone.propose("--yes", root=inner) == 0
    assert git(clone.bare, "diff", "--name-only", "main", branch(clone, 1)).split()[-1] == (
        "routes/config/languages/de.yaml"
    )


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
    assert f'"head":"{head(clone, pull["number"])}"' in pull["body"]
    assert git(clone.bare, "show", f"{pull['head']}:config/languages/de.yaml") == (
        (clone.root / "config/languages/de.yaml").read_text().strip()
    )


def test_a_branch_that_cannot_be_pushed_is_told(clone: Clone, capsys: Output) -> None:
    refresh(clone.root, ["de"])
    hook = clone.bare / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'read only' >&2\nexit 1\n")
    hook.chmod(0o755)
    assert clone.propose("--yes") == 2
    assert "error: git push at origin failed: " in capsys.readouterr().err
    assert clone.github.state.pulls == []
