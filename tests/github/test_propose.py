"""The verb `propose`: what config/ holds here becomes pull requests, with a real git."""

from pathlib import Path

import pytest

from tests.github.fake import Fake
from tests.github.proposing import Clone, cloned, lines
from tests.github.refreshed import refresh
from tests.repository import commit, git
from tests.rules.examples import BASE

Output = pytest.CaptureFixture[str]
DE, EN = "Refresh the evidence: de", "Refresh the evidence: en"


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
    assert f'"head":"{clone.head(1)}"' in marker
    assert text == (
        """
**de: seal renewed; no answer changes**

#### Who is asked for what

- &#64;&#8203;acme/ml-relevance: `config/evidence/embedding/de.json`, \
`config/evidence/words/de.json`
- &#64;&#8203;acme/risk-dach: `config/languages/de.yaml`

It stands by itself: others of its kind may be merged before it or after it.

#### What moved

```text
de primary words at 0.342: 35.6% of 4,000 → 35.7% of 4,007
de canary embedding at 0.287: 44.0% of 1,000 → 44.4% of 1,007
```

#### Whether it is to be believed

The new scores, labels and volumes were held against those recorded before, of the same language \
and model and of all others: nothing looks mixed up, turned round or counted twice.

#### Why

````text
de 24.1% → 25.0%
```
@everybody
````

<sub>When a workflow's own token proposes, the checks wait until somebody who may write here \
approves the runs, at the bottom of this page; those of a GitHub App start by themselves.</sub>
"""
    )


def test_a_doubt_is_told_in_the_text(clone: Clone) -> None:
    refresh(clone.root, ["de"], times=20)
    assert clone.propose("--yes") == 0
    (pull,) = clone.pulls()
    _, _, told = pull["body"].partition("#### Whether it is to be believed\n\n")
    assert told.startswith("This looks mixed up, and the check asks about it:\n\n- ")


def test_a_long_text_is_folded_and_cut(clone: Clone) -> None:
    clone.text.write_text("ä" * 60_000 + "\n" * 30)
    refresh(clone.root, ["de"])
    assert clone.propose("--yes") == 0
    (pull,) = clone.pulls()
    assert "… and more\n```" in pull["body"]
    clone.text.write_text("one line\n" * 30)
    assert clone.propose("--yes") == 0
    assert "<details><summary>30 lines</summary>\n\n```text\none line" in pull["body"]


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
    clone.merge(clone.branch(1))
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
    assert git(clone.bare, "diff", "--name-only", "main", clone.branch(1)).split()[-1] == (
        "routes/config/languages/de.yaml"
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
