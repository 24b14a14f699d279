"""What `ramp` writes becomes a pull request, which is closed when the verdict turns."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from scripts.tour.canary_way import FIRST
from tests.github.fake import Fake
from tests.judging.company import Company, company
from tests.repository import git

ENOUGH = 12
TODAY = FIRST + timedelta(days=ENOUGH)


def a_day_of_the_workflow(one: Company, today: date, *log: str) -> list[str]:
    """From main's files, as a checkout has them; what `propose` says that it did."""
    git(one.way.root, "checkout", "-q", "--", "config")
    text = str(one.way.root.parent / "told.txt")
    one.judge("ramp", today, "--write", "--text", text, *log)
    given = ("--title", "Ramp canaries", "--text", text, "--today", str(today), "--yes")
    done = one("propose", "ramp", *given)
    assert done.code == 0
    return [line.partition(": http")[0] for line in done.out.splitlines()]


@pytest.mark.slow
def test_a_proposal_goes_when_the_verdict_turns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], github: Fake
) -> None:
    one, bare = company(tmp_path, capsys), tmp_path / "bare.git"
    git(one.way.root, "clone", "-q", "--bare", str(one.way.root), str(bare))
    git(one.way.root, "remote", "add", "origin", str(bare))
    github.state.git = str(bare)
    one.way.live(FIRST, ENOUGH, 0.10)

    assert a_day_of_the_workflow(one, TODAY) == ["#1 proposes Ramp canaries: de"]
    branch = github.state.pulls[0]["head"]
    assert "traffic: 25%" in git(bare, "show", f"{branch}:config/languages/de.yaml")
    assert "recall: " in github.state.pulls[0]["body"]
    assert a_day_of_the_workflow(one, TODAY) == [
        "#1 Ramp canaries: de stays: it brings this already"
    ]

    # It loses its inputs: too few labels to take it back, and too many to go on.
    one.way.days.spoiled = True
    one.way.live(TODAY, 6, 0.10)
    assert a_day_of_the_workflow(one, TODAY + timedelta(days=6)) == [
        "#1 Ramp canaries: de was closed: It is not wanted any more: these files are to stay as "
        "main has them."
    ]
    assert [one["state"] for one in github.state.pulls] == ["closed"]
