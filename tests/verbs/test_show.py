"""`show` tells who answers, on what evidence, since when and by whom."""

from pathlib import Path

import pytest

from scripts.files.against import SHALLOW
from tests.published import parsed
from tests.repository import git
from tests.verbs.tool import Tool, tool_on_base, tool_on_topic

NO_GIT = (
    "history   git does not know: "
    "fatal: not a git repository (or any of the parent directories): .git\n"
)
PRIMARY = """\
primary  words  answers 90% of the events
  fields     title (required), body
  threshold  0.342 passes 35.6% of 4,000 recorded events
  analysts   about 91 events a day
  recall     not known: this evidence does not say how its labels came to be (build it anew)
  precision  not known: this evidence does not say how its labels came to be (build it anew)
  scores     ▇▇▇██████▆▆▆▆▆▆▂▂▂▁▁▁
             ████████████████████████▅▅▅▅▅▅▄▄▄▃▃▃▁▁▁▁▁▁
             ██████████████████████████████████████████▆▆▆▅▅▅▃▃▃
             ███████████████████████████████████████████████████▆▆▆▄▄▄▂▂▂
             ────────────────────▲───────────────────────────────────────
             ▲ 0.342; 4,000 scores from 0 to 1, heights by square root
  load       2.7/s at the peak; all languages ask for 5.7/s of its 40/s
  evidence   de-ac0d9ba0, 2026-10-26 to 2026-11-08, 14 days old
  endpoint   staging     sagemaker words-staging in eu-central-1
             production  sagemaker words in eu-central-1
"""
CANARY = """\
canary  embedding  answers 10% of the events
  fields     title (required)
  threshold  0.287 passes 44.0% (41–47%) of 1,000 recorded events
  analysts   about 13 events a day
  recall     not known: this evidence does not say how its labels came to be (build it anew)
  precision  not known: this evidence does not say how its labels came to be (build it anew)
  scores     █████████▅▅▅███▃▃▃▂▂▂
             █████████████████████▆▆▆▅▅▅▅▅▅▄▄▄▄▄▄▃▃▃▃▃▃
             █████████████████████████████████████████████▄▄▄   ▁▁▁
             ████████████████████████████████████████████████▇▇▇███▄▄▄▄▄▄
             ─────────────────▲──────────────────────────────────────────
             ▲ 0.287; 1,000 scores from 0 to 1, heights by square root
  load       0.3/s at the peak; all languages ask for 0.3/s of its 20/s
  evidence   de-81791f67, 2026-10-26 to 2026-11-08, 14 days old
  endpoint   staging     https://embedding.staging.acme.example/predict
             production  https://embedding.acme.example/predict
"""


@pytest.fixture
def tool(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Tool:
    # A temporary folder may lie inside somebody's repository.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tool_on_base(tmp_path, capsys)


def language(found: str = "") -> str:
    return (
        f"language  de{found}\n"
        "file      config/languages/de.yaml\n"
        "owners    @acme/risk-dach\n"
        "source    newswire\n"
        "events    about 286 a day\n"
    )


OLD_FORMAT = "this evidence does not say how its labels came to be (build it anew)"


def commit(root: Path, subject: str, author: str, day: str) -> str:
    git(root, "init", "-q")
    git(root, "add", "config")
    git(root, "commit", "-qm", subject, "--date", f"{day}T23:30:00+05:30", author=author)
    return git(root, "rev-parse", "HEAD")[:12]


def test_all_languages(tool: Tool) -> None:
    done = tool("show")
    assert (done.code, done.out) == (
        0,
        "language  primary     at  passes  canary         shadows  events a day  owners\n"
        "de        words    0.342   35.6%  embedding 10%                    286  @acme/risk-dach\n"
        "en        words    0.415   27.3%                                   429  "
        "@acme/risk-global\n",
    )


def test_a_language_at_fault_does_not_hide_the_others(tool: Tool) -> None:
    tool.swap("languages/de.yaml", "10%", "10")
    lines = tool("show").out.splitlines()
    assert lines[1].split() == ["de", "(config/languages/de.yaml", "is", "at", "fault)"]
    assert lines[2].split()[:2] == ["en", "words"]


def test_one_language(tool: Tool) -> None:
    done = tool("show", "de")
    assert (done.code, done.out) == (0, f"{language()}{NO_GIT}\n{PRIMARY}\n{CANARY}")


def test_a_language_without_a_file_is_answered_like_the_router_does(tool: Tool) -> None:
    found = "  (answers for de-ch: the nearest one that has a file)"
    done = tool("show", "de-ch")
    assert (done.code, done.out) == (0, f"{language(found)}{NO_GIT}\n{PRIMARY}\n{CANARY}")


def test_an_unknown_language_is_told_what_there_is(tool: Tool) -> None:
    done = tool("show", "xx")
    assert (done.code, done.out, done.err) == (
        2,
        "",
        'error: no language answers for "xx"\nhint: config/languages has de, en\n',
    )


def test_since_when_and_by_whom(tool: Tool) -> None:
    first = commit(tool.root, "begin", "Ada", "2026-03-01")
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 20%")
    second = commit(tool.root, "ramp the canary", "Grace", "2026-04-02")
    tool.swap("languages/de.yaml", "{at: 0.342, passes: 35.6%", "{at: 0.350, passes: 34.6%")
    out = tool("show", "de").out
    assert (
        f"  since      model      2026-03-01 by Ada: begin ({first})\n"
        "             threshold  not committed yet\n"
        "\n"
        "canary  embedding  answers 20% of the events\n"
    ) in out
    assert out.endswith(
        f"  since      model      2026-03-01 by Ada: begin ({first})\n"
        f"             traffic    2026-04-02 by Grace: ramp the canary ({second})\n"
        f"             threshold  2026-03-01 by Ada: begin ({first})\n"
    )


def test_a_shallow_clone_names_nobody_for_what_is_older(tool: Tool, tmp_path: Path) -> None:
    """Its last commit looks as if it had written all that came before."""
    accepted = tool.file("accepted/languages/de/parked.yaml")
    accepted.parent.mkdir(parents=True)
    accepted.write_text(
        "accepts: [idle-canary 0a1b2c3d]\nbecause: parked until its endpoint is back\n"
    )
    commit(tool.root, "begin", "Ada", "2026-03-01")
    tool.swap("policy.yaml", "owners:", "owners: # of all else")
    commit(tool.root, "of something else", "Mallory", "2026-03-02")
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 20%")
    second = commit(tool.root, "ramp the canary", "Grace", "2026-04-02")
    clone = tmp_path / "clone"
    git(tool.root, "clone", "-q", "--depth", "2", f"file://{tool.root}", str(clone))
    shallow = Tool(clone, tool.capsys)
    out = shallow("show", "de").out
    assert f"\nhistory   {SHALLOW}\n" in out
    assert (
        f"  since      traffic    2026-04-02 by Grace: ramp the canary ({second})\n"
        "             model      before the history that this clone has\n"
        "             threshold  before the history that this clone has\n"
    ) in out
    assert "\n  older  idle-canary: parked until its endpoint is back\n" in out
    assert "Mallory" not in out
    told = parsed("show-output", shallow("show", "de", "--format", "json").out)
    assert (told["history"], told["routes"][1]["older"]) == (SHALLOW, ["model", "threshold"])
    git(clone, "fetch", "-q", "--unshallow")
    whole = shallow("show", "de").out
    assert whole == tool("show", "de").out
    assert "2026-03-01 by Ada: begin" in whole


def test_a_file_that_is_in_no_commit_says_so(tool: Tool) -> None:
    commit(tool.root, "begin", "Ada", "2026-03-01")
    text = tool.file("languages/de.yaml").read_text()
    tool.file("languages/de-AT.yaml").write_text(text.replace("language: de", "language: de-AT"))
    assert "history   git does not know: fatal: no such path" in tool("show", "de-AT").out


def test_a_seal_that_does_not_fit_is_told(tool: Tool) -> None:
    tool.swap("languages/de.yaml", "at: 0.342", "at: 0.350")
    assert (
        "  seal       does not fit; {at: 0.350, passes: 34.6%, evidence: de-ac0d9ba0} would\n"
    ) in tool("show", "de").out


def test_no_evidence_is_told(tool: Tool) -> None:
    tool.file("evidence/embedding/de.json").unlink()
    assert ("  threshold  0.287; what it passes is not known, for there is no evidence\n") in tool(
        "show", "de"
    ).out


def test_machines_get_the_same_facts(tool: Tool) -> None:
    told = parsed("show-output", tool("show", "de", "--format", "json").out)
    assert told["language"] == "de"
    assert told["history"].startswith("git does not know: ")
    assert told["audit"] is None
    assert told["routes"][1] == {
        "role": "canary",
        "model": "embedding",
        "status": "active",
        "traffic": "10%",
        "fields": ["title"],
        "required": ["title"],
        "on_failure": None,
        "compared": None,
        "threshold": 0.287,
        "passes": "44.0%",
        "recall": None,
        "recall_not_known": OLD_FORMAT,
        "precision": None,
        "precision_not_known": OLD_FORMAT,
        "passed_per_day": pytest.approx(12.571, abs=0.001),
        "fitting_seal": None,
        "evidence": {
            "reference": "de-81791f67",
            "events": 1000,
            "labelled": 144,
            "relevant": 45,
            "first": "2026-10-26",
            "last": "2026-11-08",
            "age_days": 14,
        },
        "endpoints": {
            "staging": {"kind": "http", "url": "https://embedding.staging.acme.example/predict"},
            "production": {"kind": "http", "url": "https://embedding.acme.example/predict"},
        },
        "since": {},
        "older": [],
        "load": {"here": 0.3, "in_all": 0.3, "capacity": 20.0, "not_counted": []},
    }


def test_machines_get_a_language_at_fault_beside_the_others(tool: Tool) -> None:
    tool.swap("languages/en.yaml", "source: newswire", "source: [")
    told = parsed("show-output", tool("show", "--format", "json").out)
    assert told == {
        "schema_version": 1,
        "languages": [
            {
                "language": "de",
                "primary": "words",
                "at": 0.342,
                "passes": "35.6%",
                "canary": {"model": "embedding", "traffic": "10%"},
                "shadows": [],
                "events_per_day": pytest.approx(286, abs=1),
                "owners": ["@acme/risk-dach"],
            },
            {"language": "en", "fault": "config/languages/en.yaml is at fault"},
        ],
    }


def test_machines_get_the_commit_of_each_value(tool: Tool) -> None:
    first = commit(tool.root, "begin", "Ada", "2026-03-01")
    tool.swap("languages/de.yaml", "{at: 0.342, passes: 35.6%", "{at: 0.350, passes: 34.6%")
    told = parsed("show-output", tool("show", "de", "--format", "json").out)
    since = told["routes"][0]["since"]
    assert since["model"].pop("commit").startswith(first)
    assert since == {
        "model": {"author": "Ada", "date": "2026-03-01", "subject": "begin"},
        "threshold": None,
    }


def test_what_earlier_changes_accepted_is_its_history(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tool = tool_on_topic(tmp_path, capsys)
    accepted = tool.file("accepted/languages/de/parked.yaml")
    accepted.parent.mkdir(parents=True)
    accepted.write_text(
        "# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json\n"
        "accepts: [idle-canary 0a1b2c3d, recall-drop 4e5f6071]\n"
        "because: parked until its endpoint is back\n"
        'until: "2027-03-31"\n'
    )
    other = tool.file("accepted/languages/en/other.yaml")
    other.parent.mkdir(parents=True)
    other.write_text(accepted.read_text())
    assert "  not committed  idle-canary, recall-drop: parked" in tool("show", "de").out
    day = "2026-11-20"
    commit(tool.root, "de: park the canary", "Ada", day)
    assert tool("show", "de").out.endswith(
        "accepted by earlier changes\n"
        f"  {day}  idle-canary, recall-drop: parked until its endpoint is back (until 2027-03-31)\n"
        "              config/accepted/languages/de/parked.yaml\n"
    )
    (one,) = parsed("show-output", tool("show", "de", "--format", "json").out)["accepted"]
    assert one["accepts"] == ["idle-canary 0a1b2c3d", "recall-drop 4e5f6071"]
    assert one["since"]["subject"] == "de: park the canary"
