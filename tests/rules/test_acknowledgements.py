"""An acknowledgement accepts one warning, exactly, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from langroute_repo.findings import Finding, Report
from langroute_repo.render.findings_annotations import github
from langroute_repo.render.findings_text import text
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.rules.examples import BASE, TODAY, laid
from validators.acknowledgement import acknowledgements, without_acknowledgements
from validators.engine import run
from validators.finding import Given

DE = "config/languages/de.yaml"
SHARE = ("traffic: 10%", "traffic: 50%")
IDLE = ("traffic: 10%", "traffic: 0%")
UNSEALED = ("at: 0.342", "at: 0.350")


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """The base as a change of itself."""
    tree = read(Folder(laid(BASE, tmp_path)))
    return Given(tree=tree, today=TODAY, before=replace(read(Folder(BASE)), name="main"))


def changed(given: Given, folder: Path, *swaps: tuple[str, str]) -> Given:
    """The same change with other values in the file of German."""
    file = folder / DE
    said = file.read_text()
    for old, new in swaps:
        assert old in said
        said = said.replace(old, new)
    file.write_text(said)
    return replace(given, tree=read(Folder(folder)))


def the_only(report: Report) -> Finding:
    (finding,) = report.findings
    return finding


def test_the_printed_line_accepts_the_finding(given: Given, tmp_path: Path) -> None:
    given = changed(given, tmp_path, SHARE)
    finding = the_only(run(given))
    line = "Acknowledge: ramp-step-too-large de 7189422f"
    assert text(run(given)).endswith(
        "  to accept it, write into the pull request's text or a commit message:\n"
        f"    {line}\n"
        "\n"
        "1 warning in 8 files, compared with main\n"
    )
    assert finding.acknowledgement == line
    report = run(replace(given, texts=("de: ramp", f"Why not.\r\n\r\n  {line}  \r\n")))
    assert the_only(report) == replace(finding, acknowledged=True)
    assert not report.blocking
    assert text(report) == "no findings in 8 files (1 accepted), compared with main\n"
    assert github(report) == ""


def test_an_annotation_offers_the_line_too(given: Given, tmp_path: Path) -> None:
    told = github(run(changed(given, tmp_path, SHARE)))
    assert told.endswith("%0AAcknowledge: ramp-step-too-large de 7189422f\n")


def test_a_warning_of_any_group_is_accepted(given: Given, tmp_path: Path) -> None:
    given = changed(given, tmp_path, IDLE)
    line = the_only(run(given)).acknowledgement
    assert line.startswith("Acknowledge: idle-canary de ")
    assert not run(replace(given, texts=(line,))).blocking


def test_nothing_is_accepted_without_a_state_before(given: Given, tmp_path: Path) -> None:
    given = changed(given, tmp_path, IDLE)
    line = the_only(run(given)).acknowledgement
    report = run(replace(given, texts=(line,), before=None))
    assert report.blocking
    assert "Acknowledge" not in text(report)


@pytest.mark.parametrize(
    "line",
    [
        "Acknowledge: ramp-step-too-large de 00000000",
        "Acknowledge: ramp-step-too-large en 7189422f",
        "Acknowledge: idle-canary de 7189422f",
    ],
)
def test_another_finding_is_not_accepted_and_the_line_is_told(
    given: Given, tmp_path: Path, line: str
) -> None:
    report = run(replace(changed(given, tmp_path, SHARE), texts=(line,)))
    assert the_only(report).blocks
    assert report.stale == (line,)
    assert text(report).endswith(f"1 acknowledgement of nothing that is found:\n  {line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "acknowledge: ramp-step-too-large de 7189422f",
        "Acknowledge: ramp-step-too-large de 7189422F",
        "Acknowledge: ramp-step-too-large de 7189422",
        "Acknowledge: ramp-step-too-large de 7189422f, as agreed",
        "> Acknowledge: ramp-step-too-large de 7189422f",
        "Acknowledge:  ramp-step-too-large de 7189422f",
        "Acknowledge: ramp-step-too-large\nde 7189422f",
        "Acknowledge: the analysts want it so",
    ],
)
def test_what_is_not_exactly_the_line_accepts_nothing(
    given: Given, tmp_path: Path, line: str
) -> None:
    report = run(replace(changed(given, tmp_path, SHARE), texts=(line,)))
    assert the_only(report).blocks
    assert report.stale == ()


def test_the_next_edit_of_the_value_is_not_accepted(given: Given, tmp_path: Path) -> None:
    line = the_only(run(changed(given, tmp_path, SHARE))).acknowledgement
    given = replace(given, texts=(line,))
    again = run(changed(given, tmp_path, ("traffic: 50%", "traffic: 60%")))
    assert the_only(again).blocks
    assert again.stale == (line,)


def test_the_same_value_from_another_state_is_not_accepted(given: Given, tmp_path: Path) -> None:
    """40 points and 49 points are two things to accept, though both lead to 50%."""
    after = changed(given, tmp_path, SHARE)
    line = the_only(run(after)).acknowledgement
    earlier = laid(BASE, tmp_path / "earlier")
    was = changed(given, earlier, ("traffic: 10%", "traffic: 1%")).tree
    report = run(replace(after, before=was, texts=(line,)))
    assert the_only(report).blocks


def test_an_error_is_never_accepted(given: Given, tmp_path: Path) -> None:
    given = changed(given, tmp_path, UNSEALED)
    finding = the_only(run(given))
    assert finding.level == "error"
    report = run(replace(given, texts=(finding.acknowledgement,)))
    assert report.blocking
    assert report.stale == (finding.acknowledgement,)


def test_a_line_that_no_finding_can_fit_is_an_error(given: Given, tmp_path: Path) -> None:
    given = changed(given, tmp_path)
    report = run(replace(given, texts=("Acknowledge: ramp-step-to-large de 7189422f",)))
    assert the_only(report).hint == 'did you mean "ramp-step-too-large"?'
    assert report.blocking
    assert report.stale == ()


def test_the_name_of_a_file_that_was_removed_is_no_error(given: Given, tmp_path: Path) -> None:
    (tmp_path / "config/languages/en.yaml").unlink()
    given = changed(given, tmp_path)
    # The evidence of the language is left behind, which is told beside it.
    lines = [finding.acknowledgement for finding in run(given).findings]
    assert any(line.startswith("Acknowledge: language-removed en ") for line in lines)
    assert not run(replace(given, texts=tuple(lines))).blocking


def test_a_line_counts_once_in_whichever_text(given: Given) -> None:
    line = "Acknowledge: idle-canary de 0f875d7d"
    assert acknowledgements((f"a\n{line}", f"\t{line}\nb")) == (line,)
    assert without_acknowledgements(f"a\n{line}\nb") == "a\n\nb"
    assert run(replace(given, texts=(line, line))).stale == (line,)


def test_an_accepted_language_is_not_thereby_named(given: Given, tmp_path: Path) -> None:
    """The line that accepts something in German is not what says that German changes."""
    given = changed(given, tmp_path, SHARE)
    line = the_only(run(given)).acknowledgement
    report = run(replace(given, texts=(f"en: a larger share\n\n{line}",)))
    assert [one.rule for one in report.findings if one.blocks] == ["undeclared-language"]
