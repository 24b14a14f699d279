"""The four forms of a report: people, machines, GitHub and SARIF."""

import json
from pathlib import Path

from langroute_repo.findings import Finding, Related, Report
from langroute_repo.render.findings_annotations import MOST, github
from langroute_repo.render.findings_json import check_output
from langroute_repo.render.findings_sarif import sarif
from langroute_repo.render.findings_text import WIDEST, text
from tests.published import parsed
from tests.rules.examples import Example
from validators.rules import RULES

PASTED = Example(
    "broken-seal", Path(__file__).parent / "broken-seal/bad-1-pasted-from-another-language"
)


def finding(**changed: object) -> Finding:
    plain: dict[str, object] = {
        "rule": "unknown-field",
        "level": "error",
        "path": "config/languages/de.yaml",
        "line": 7,
        "column": 19,
        "end_column": 26,
        "message": '"summary" is not a field',
        "hint": "write another one",
        "fingerprint": "0123abcd",
        "excerpt": "  fields: [title, summary]",
    }
    return Finding(**plain | changed)  # type: ignore[arg-type]


def test_json_has_the_published_shape(tmp_path: Path) -> None:
    report = PASTED.report(tmp_path)
    output = parsed("check-output", check_output(report).as_json())
    assert output["summary"] == {"errors": 1, "warnings": 0, "acknowledged": 0, "files": 8}
    (one,) = output["findings"]
    assert (one["rule"], one["line"], one["column"]) == ("broken-seal", 8, 14)
    assert one["related"][0]["path"] == "config/languages/en.yaml"


def test_json_of_nothing_has_the_shape_too() -> None:
    assert parsed("check-output", check_output(Report((), 3)).as_json())["findings"] == []


def test_github_gives_one_command_a_finding_and_escapes() -> None:
    one = finding(path="config/a,b:c.yaml", message="50%\nof it", hint="x")
    assert github(Report((one,), 1)) == (
        "::error file=config/a%2Cb%3Ac.yaml,line=7,col=19,title=unknown-field::50%25%0Aof it — x\n"
    )


def test_github_stays_below_its_limit_and_says_what_is_left() -> None:
    many = Report(tuple(finding(line=line) for line in range(1, 31)), 1)
    lines = github(many).splitlines()
    assert len(lines) == MOST + 1
    assert lines[-1] == "::error::21 more in the job's summary"


def test_github_leaves_out_what_is_accepted() -> None:
    assert github(Report((finding(level="warning", acknowledged=True),), 1)) == ""


def test_sarif_keeps_accepted_findings_as_suppressed() -> None:
    related = (Related("config/sources/newswire.yaml", 6, 3, "it exists elsewhere"),)
    accepted = finding(level="warning", acknowledged=True, related=related)
    log = json.loads(sarif(Report((accepted,), 1), RULES))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [one.name for one in RULES]
    (result,) = run["results"]
    assert result["suppressions"] == [{"kind": "external", "status": "accepted"}]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "config/languages/de.yaml"
    assert place["region"] == {"startLine": 7, "startColumn": 19}
    assert result["relatedLocations"][0]["message"] == {"text": "it exists elsewhere"}


def test_text_is_coloured_only_when_asked() -> None:
    report = Report((finding(),), 1)
    assert "\033[" not in text(report)
    assert "\033[31;1merror\033[0m" in text(report, colour=True)


def test_text_cuts_a_long_line_around_the_fault() -> None:
    long = finding(excerpt="x" * 5000 + "FAULT" + "y" * 5000, column=5001, end_column=5006)
    shown = text(Report((long,), 1)).splitlines()
    assert max(map(len, shown)) < WIDEST + 10
    line, caret = shown[1], shown[2]
    assert line[caret.index("^") : caret.rindex("^") + 1] == "FAULT"


def test_text_lets_nothing_through_that_a_terminal_acts_on() -> None:
    evil = finding(message="\033[2J\u202e", excerpt="a\033]0;x\007\u202eb", hint="\r\033[1A")
    assert not set(text(Report((evil,), 1))) & set("\033\007\u202e\r")


def test_accepted_findings_are_counted_and_not_told() -> None:
    report = Report((finding(level="warning", acknowledged=True),), 3)
    assert text(report) == "no findings in 3 files (1 accepted)\n"
    assert not report.blocking
