"""The four forms of a report: people, machines, GitHub and SARIF."""

import json
from pathlib import Path

import pytest

from langroute_repo.findings import Acceptance, Ending, Finding, Related, Report
from langroute_repo.render.findings.annotations import MOST, github
from langroute_repo.render.findings.output import check_output
from langroute_repo.render.findings.sarif import sarif
from langroute_repo.render.findings.text import MOST as MOST_ENDING
from langroute_repo.render.findings.text import WIDEST, text
from tests.published import parsed
from tests.rules.examples import Example
from validators.rules import RULES

PASTED = Example(
    "broken-seal", Path(__file__).parent / "broken-seal/bad-1-pasted-from-another-language"
)


BECAUSE = Acceptance("agreed in #123", "config/accepted/languages/de/agreed.yaml")
# As the engine leaves a new warning that nobody accepts, one that somebody does, and an old one.
WARNING = {
    "rule": "idle-canary",
    "level": "warning",
    "accept_at": "config/accepted/languages/de/idle-canary-0123abcd.yaml",
    "owners": ("@acme/risk-dach",),
}
ACCEPTED = WARNING | {"accept_at": "", "accepted": BECAUSE}
STANDING = WARNING | {"accept_at": "", "standing": True}


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


def test_json_has_the_published_shape() -> None:
    output = parsed("check-output", check_output(PASTED.report).as_json())
    assert output["summary"] == {
        "errors": 1, "warnings": 0, "standing": 0, "accepted": 0, "excused": 0, "files": 8,
    }  # fmt: skip
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


def test_github_leaves_out_what_blocks_nothing() -> None:
    excused = WARNING | {"accept_at": "", "excused": "goes back to what ran until 2026-11-20"}
    for one in (ACCEPTED, STANDING, excused):
        assert github(Report((finding(**one),), 1, against="main")) == ""


def test_github_offers_the_acceptance_of_what_does() -> None:
    assert github(Report((finding(**WARNING),), 1, against="main")).endswith(
        "%0Ato accept it: config/accepted/languages/de/idle-canary-0123abcd.yaml"
        "%0A# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json"
        "%0Aaccepts: [idle-canary 0123abcd]%0Abecause: …\n"
    )


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (ACCEPTED, "agreed in #123"),
        (STANDING, "stood before"),
        (STANDING | {"accepted": BECAUSE}, "agreed in #123"),
        (
            WARNING | {"accept_at": "", "excused": "goes back to what ran until 2026-11-20"},
            "goes back to what ran until 2026-11-20",
        ),
    ],
)
def test_sarif_keeps_what_blocks_nothing_as_suppressed(one: dict[str, object], why: str) -> None:
    related = (Related("config/sources/newswire.yaml", 6, 3, "it exists elsewhere"),)
    log = json.loads(sarif(Report((finding(**one, related=related),), 1), RULES))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [one.name for one in RULES]
    (result,) = run["results"]
    assert result["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": why}
    ]
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


PASSED = """\
config/languages/de.yaml:7:19: accepted: "summary" is not a field [idle-canary]
  because: agreed in #123
  in config/accepted/languages/de/agreed.yaml, owned by @acme/risk-dach

config/languages/de.yaml:7:19: told: "summary" is not a field [idle-canary]
  goes back to what ran until 2026-11-20, so it blocks nothing

standing since before this change:
  config/languages/de.yaml:7:19 [idle-canary] since 2026-11-20, owned by nobody, accepted by \
config/accepted/languages/de/agreed.yaml

no findings that block in 3 files (1 accepted, 1 for going back, 1 standing), compared with main
"""


def test_text_tells_what_passes_and_why() -> None:
    excused = WARNING | {"accept_at": "", "excused": "goes back to what ran until 2026-11-20"}
    stood = STANDING | {"accepted": BECAUSE, "since": "2026-11-20", "owners": ()}
    found = (finding(**ACCEPTED), finding(**stood), finding(**excused))
    report = Report(found, 3, against="main")
    assert text(report) == PASSED
    assert not report.blocking


def test_text_tells_what_ends_and_leaves_the_rest_out() -> None:
    soon = tuple(
        Ending(f"2026-12-{day:02}", "config/freeze.yaml", "frozen: holidays", ("@acme/x",))
        for day in range(1, MOST_ENDING + 3)
    )
    lines = text(Report((), 3, ending=soon)).splitlines()
    assert lines[0] == "ends within 30 days:"
    assert lines[1] == "  2026-12-01  config/freeze.yaml: frozen: holidays (@acme/x)"
    assert lines[-3:] == ["  and 2 more", "", "no findings in 3 files"]
    assert len(lines) == MOST_ENDING + 4
