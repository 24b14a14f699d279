"""No day of the calendar turns the shipped files red; what a day will end is told ahead of it."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from tests.repository import commit, git
from tests.sample import ACME

# On which the shipped evidence and the examples are young.
TODAY = date(2026, 11, 22)
DAYS = (0, 30, 365, 731, 1827)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped files as the last commit of a repository."""
    root = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ACME / "config", root / "config")
    git(root, "init", "-q", "-b", "main")
    commit(root, "begin")
    return root


def checked(root: Path, today: date, *words: str) -> int:
    return main(["--root", str(root), "check", "--today", str(today), *words])


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("words", [(), ("--against", "HEAD")], ids=["state", "change"])
def test_the_shipped_files_pass_on_every_day(
    shipped: Path, days: int, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(shipped, TODAY + timedelta(days=days), *words) == 0
    assert "error" not in capsys.readouterr().out


def test_evidence_is_told_of_a_month_before_it_is_stale(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = read(Folder(shipped))
    evidence = tree.evidence("relevance-words-v1", "de")
    assert evidence is not None
    oldest = int(tree.limits().evidence.oldest.removesuffix("d"))
    last = date.fromisoformat(evidence.window.last) + timedelta(days=oldest)
    told = (
        f"  {last}  config/languages/de.yaml: evidence of relevance-words-v1 and relevance-e5-v3 "
        "is recent until then (@acme/risk-dach)\n"
    )
    for ahead, ends, stale in (
        (31, False, False),
        (30, True, False),
        (0, True, False),
        (-1, False, True),
    ):
        assert checked(shipped, last - timedelta(days=ahead)) == 0
        said = capsys.readouterr().out
        assert (
            told in said,
            "config/languages/de.yaml" in said and "[stale-evidence]" in said,
        ) == (ends, stale)


ACCEPTED = """# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json
accepts: [idle-canary 00000000]
because: parked until its endpoint is back
until: "2026-12-31"
"""
FROZEN = """# yaml-language-server: $schema=../schemas/freeze.schema.json
reason: nobody is here over the holidays
owner: "@acme/ml-platform"
environments: [production]
until: "2027-01-04"
"""


@pytest.mark.parametrize("words", [(), ("--against", "HEAD")], ids=["state", "change"])
def test_what_was_accepted_or_frozen_until_a_day_turns_nobody_red(
    shipped: Path, tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(shipped, root)
    (root / "config/accepted/languages/de").mkdir(parents=True)
    (root / "config/accepted/languages/de/parked.yaml").write_text(ACCEPTED)
    (root / "config/freeze.yaml").write_text(FROZEN)
    commit(root, "what ends on a day")
    for days in DAYS:
        assert checked(root, TODAY + timedelta(days=days), *words) == 0
    capsys.readouterr()
    checked(root, date(2026, 12, 31), *words)
    said = capsys.readouterr().out
    assert (
        "ends within 30 days:\n"
        "  2026-12-31  config/accepted/languages/de/parked.yaml: accepted: parked until its "
        "endpoint is back (@acme/risk-dach)\n"
        "  2027-01-04  config/freeze.yaml: frozen: nobody is here over the holidays "
        "(@acme/ml-platform)\n"
    ) in said
    checked(root, date(2027, 1, 5), *words)
    said = capsys.readouterr().out
    assert "ends within" not in said
    assert "[freeze-over]" in said
    assert "[acceptance-over]" in said
