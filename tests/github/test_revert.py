"""The pull request that brings main back in line with what runs."""

import pytest

from tests.appconfig.pusher import DE
from tests.github.published import Published
from tests.github.reverts import (
    MEASURED,
    beside,
    branch,
    change,
    live,
    merge,
    propose,
    runs,
    with_report,
)
from tests.repository import git

Output = pytest.CaptureFixture[str]
DONE, ROLLED_BACK, CONFLICT, APART = 0, 4, 5, 7
EN = "config/languages/en.yaml"
NO_REVERT = "main holds nothing that was taken back: no revert is needed"


def test_what_was_taken_back_is_proposed_to_be_reverted(company: Published, capsys: Output) -> None:
    bad = git(company.root, "rev-parse", "HEAD")[:12]
    code, out, err = with_report(company, capsys)
    assert (code, err) == (DONE, "")
    assert out.startswith(runs(company))
    assert out.splitlines()[1:] == [
        "#2 proposes the revert: https://github.com/acme/routes/pull/2",
        "#1 was told why",
    ]
    assert company.branches() == [branch(company), "main"]
    (pull,) = company.open_pulls()
    head = git(company.origin, "rev-parse", branch(company))
    assert pull["title"] == f"Revert staging to {live(company)}"
    day = git(company.root, "log", "-1", "--format=%as")
    assert (
        pull["body"]
        == f"""\
<!-- langroute revert {{"commits":["{bad}"],"environment":"staging","head":"{head}",\
"live":"{live(company)}"}} -->

**staging runs git-{live(company)} (deployment 1) since 2026-01-05 09:10 UTC**, and `main` still \
holds what was taken back. This brings it in line.

#### Why

- git-{bad} (deployment 2) on 2026-01-05 09:32 UTC (Deployment stopped)
- {MEASURED}

#### What it reverts

- {day} by Ada: de: canary to 20% (`{bad}`)

From `main` to this:

```text
de  canary-reduced canary.traffic 20% → 10%
```

#### On merge

1. **staging**: nothing is deployed, for it runs exactly this
1. **production**: what `main` holds for it goes back as well, and the push brings it

Until then a push that brings a language as it was taken back is refused. If it is good after all, \
close this; \
`./langroute push staging --yes --retry-rolled-back` brings it again.

<sub>When a workflow's own token proposes, the checks wait until somebody who may write here \
approves the runs, at the bottom of this page; those of a GitHub App start by themselves.</sub>
"""
    )
    (told,) = company.github.state.comments
    assert told["issue"] == 1
    assert (
        told["body"]
        == f"""\
<!-- langroute taken-back {{"deployments":[2],"environment":"staging"}} -->

**This was taken back in staging**, which runs git-{live(company)} (deployment 1) since \
2026-01-05 09:10 UTC.

#### Why

- git-{bad} (deployment 2) on 2026-01-05 09:32 UTC (Deployment stopped)
- {MEASURED}

#2 reverts it.
"""
    )


def test_merged_it_is_what_runs_and_a_push_has_nothing_to_do(
    company: Published, capsys: Output
) -> None:
    assert company.one.push() == ROLLED_BACK
    with_report(company, capsys)
    merge(company, branch(company))
    assert company.one.says(capsys, "drift", "staging").code == DONE
    assert (
        "nothing to do: staging runs exactly this"
        in company.one.says(capsys, "push", "staging", "--yes").out
    )
    company.github.state.pulls[-1]["state"] = "closed"
    assert propose(company, capsys).out.splitlines()[1:] == [
        "main compiles to what staging runs: no revert is needed"
    ]


def test_the_callers_clone_is_left_as_it_is(company: Published, capsys: Output) -> None:
    (company.root / DE).write_text("not committed")
    before = git(company.root, "status", "--porcelain"), git(company.root, "for-each-ref")
    assert with_report(company, capsys).code == DONE
    assert (git(company.root, "status", "--porcelain"), git(company.root, "for-each-ref")) == before


def test_what_was_merged_later_stays_and_that_is_said(company: Published, capsys: Output) -> None:
    later(company)
    company.merge("en: half")
    git(company.root, "checkout", "-q", "HEAD~1")  # as the workflow of the push that was taken back
    assert with_report(company, capsys).code == DONE
    (pull,) = company.open_pulls()
    assert (
        "#### ⚠️ It does not give exactly what staging runs\n\nFrom what runs to this, which the "
        "next push brings:\n\n```text\nen  "
    ) in pull["body"]
    assert "1. **staging**: the push brings what is different, as above\n" in pull["body"]
    assert git(company.origin, "diff", "--name-only", "main", branch(company)) == DE
    git(company.root, "checkout", "-q", "main")
    merge(company, branch(company))
    assert company.one.push() == DONE


def later(company: Published) -> None:
    """A change of another language, that nobody has pushed yet."""
    change(company, EN, "fields: [title, summary]", "fields: [title]")


def test_what_does_not_come_apart_goes_with_what_was_merged_later(
    company: Published, capsys: Output
) -> None:
    beside(company)
    company.merge("de: the canary reads the body")
    assert with_report(company, capsys).code == DONE
    (pull,) = company.open_pulls()
    assert pull["body"].count(" by Ada: de: ") == 2
    assert "1. **staging**: nothing is deployed, for it runs exactly this\n" in pull["body"]


def test_who_went_on_from_it_is_left_in_peace(company: Published, capsys: Output) -> None:
    company.one.ramp("5%")
    company.publish("de: canary to 5%")
    assert with_report(company, capsys).out.splitlines()[1:] == [NO_REVERT]
    assert company.writes() == []


def test_going_back_by_hand_proposes_it_as_well(merged: Published, capsys: Output) -> None:
    assert propose(merged, capsys).out.splitlines()[1:] == [NO_REVERT]
    assert merged.one.push() == DONE
    code, out, _ = propose(merged, capsys, "--yes", "--reason", "too little arrives")
    assert code == DONE
    assert [line.partition(":")[0] for line in out.splitlines()[-3:]] == [
        "done",
        "#2 proposes the revert",
        "#1 was told why",
    ]
    assert "\n- too little arrives\n" in merged.open_pulls()[0]["body"]


def test_while_something_is_on_its_way_nothing_is_proposed(
    company: Published, capsys: Output
) -> None:
    one = company.one
    one.account.start(one.account.store(one.document(), "again"), one.account.quick)
    code, _, err = propose(company, capsys)
    assert code == CONFLICT
    assert err.startswith("error: no revert is proposed while it may change: deployment 3 (again)")
    assert (company.writes(), company.branches()) == ([], ["main"])


def test_what_no_revert_gives_is_said(company: Published, capsys: Output) -> None:
    of = company.one.account
    of.deploy(b"{}", "by-hand")
    of.start("2")  # what was taken back
    of.aws.pass_minutes(11)
    of.stop(4, AllowRevert=True)
    code, out, err = propose(company, capsys)
    assert code == APART
    assert out.startswith("staging runs by-hand (version ")
    assert err.startswith("error: staging runs by-hand (deployment 3) since ")
    assert "and no revert gives it: main does not hold its commit, or " in err
    assert company.branches() == ["main"]
