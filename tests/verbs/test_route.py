"""`route` says where one event goes and why, as the router decides it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.router import Router
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.route import facts, steps
from tests.published import parsed
from tests.rules.examples import BASE
from tests.verbs.tool import Tool, failed, tool_on_base


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


def test_an_event_of_the_canary(tool: Tool) -> None:
    done = tool("route", "--language", "de-CH", "--key", "k1", "--score", "0.5")
    assert (done.code, done.out) == (
        0,
        "look-up   no file for de-CH; de is the nearest that has one: config/languages/de.yaml\n"
        "canary    embedding draws 694 of 10,000 for this key, below its 1,000, so it answers\n"
        "model     embedding, the canary\n"
        "endpoint  https://embedding.acme.example/predict (production)\n"
        "sent      title (required)\n"
        "request   POST; Content-Type: application/json, Accept: application/json\n"
        'body      {"title": "<title>"}\n'
        'answer    a number or {"score": number}, unless the backend has a codec for it: '
        "no protocol is said\n"
        "shadows   none\n"
        "decision  relevant: 0.5 is in cell 500, the threshold is 0.287 (cell 287)\n",
    )


@pytest.mark.parametrize(
    ("asked", "found", "line"),
    [
        ("nds", "also", "nds: also in config/languages/de.yaml"),
        (
            "nds-NL",
            "lookup",
            "no file for nds-NL; nds is the nearest that has one: also in config/languages/de.yaml",
        ),
        (
            "de_AT",
            "lookup",
            "no file for de-AT; de is the nearest that has one: config/languages/de.yaml",
        ),
        (
            "iw_IL",
            "successor",
            "no file for iw-IL, iw, he-IL; he is what the registry replaced it by: "
            "also in config/languages/en.yaml",
        ),
    ],
)
def test_it_says_which_way_the_look_up_went(
    tool: Tool, tmp_path: Path, asked: str, found: str, line: str
) -> None:
    for tag, name in (("de", "nds"), ("en", "he")):
        file = tmp_path / "config/languages" / f"{tag}.yaml"
        text = file.read_text("utf-8").replace(
            "source: newswire", f"source: newswire\nalso: [{name}]"
        )
        file.write_text(text, "utf-8")
    assert tool("route", "--language", asked).out.splitlines()[0] == f"look-up   {line}"
    told = tool("route", "--language", asked, "--format", "json").out
    assert parsed("route-output", told)["found"] == found


def test_an_event_of_a_canary_that_the_primary_stands_in_for(tool: Tool) -> None:
    assert tool("set", "de", "canary.on_failure", "primary").code == 0
    words = ("route", "--language", "de", "--key")
    lines = tool(*words, "k1").out.splitlines()
    assert lines[2] == "model     embedding, the canary"
    assert lines[8] == "fallback  words, the primary, answers if embedding fails"
    assert "fallback" not in tool(*words, "k2").out  # the primary's: its failure is the caller's


def test_an_event_that_primary_and_canary_are_both_asked_about(tool: Tool) -> None:
    words = ("route", "--language", "de", "--key")
    assert tool("set", "de", "canary.compared", "52%").code == 0
    told = [tool(*words, key).out.splitlines()[8] for key in ("k1", "k2", "k3")]
    assert told == [
        "compared  it draws 5,037 of 10,000 for this key, below its 5,200, "
        "so words is asked as well, and only recorded",
        "compared  it draws 451 of 10,000 for this key, below its 5,200, "
        "so embedding is asked as well, and only recorded",
        "compared  it draws 5,440 of 10,000 for this key, not below its 5,200, "
        "so nobody else is asked",
    ]
    assert tool(*words[:-1]).out.splitlines()[8] == (
        "compared  it draws by key; without one nothing is compared"
    )
    asked = parsed("route-output", tool(*words, "k2", "--format", "json").out)
    assert asked["compared"] == {"model": "embedding", "share": 5200, "bucket": 451, "sent": True}
    assert asked["shadows"] == []


def test_an_event_that_an_audit_has_compared(tool: Tool) -> None:
    assert tool("set", "de", "canary.compared", "1%").code == 0
    assert tool("set", "de", "audit", "20%").code == 0
    assert tool("route", "--language", "de", "--key", "k30").out.splitlines()[9] == (
        "compared  it draws 7,948 of 10,000 for this key, not below its 100; "
        "because of the audit embedding is asked as well, and only recorded"
    )
    assert tool("set", "de", "canary.compared", "0%").code == 0
    assert "compared" not in tool("route", "--language", "de", "--key", "k30").out


def test_an_event_without_a_key(tool: Tool) -> None:
    done = tool("route", "--language", "de", "--environment", "staging", "--score", "0.3")
    assert (done.code, done.out) == (
        0,
        "look-up   de: config/languages/de.yaml\n"
        "canary    embedding draws by key; without one the primary answers\n"
        "model     words, the primary\n"
        "endpoint  sagemaker words-staging in eu-central-1 (staging)\n"
        "sent      title (required), body\n"
        "request   InvokeEndpoint; EndpointName: words-staging, ContentType: application/json, "
        "Accept: application/json\n"
        'body      {"title": "<title>", "body": "<body>"}\n'
        'answer    a number or {"score": number}, unless the backend has a codec for it: '
        "no protocol is said\n"
        "shadows   none\n"
        "decision  dropped: 0.3 is in cell 300, below the threshold 0.342 (cell 342)\n",
    )


def test_shadows_are_drawn_on_their_own(tool: Tool) -> None:
    assert tool("set", "en", "shadows.embedding", "50%", "--threshold", "0.3").code == 0
    told = [
        tool("route", "--language", "en", "--key", key).out.splitlines()[8]
        for key in ("key-1", "key-2")
    ]
    assert told == [
        "shadows   embedding draws 3,679 of 10,000 for this key, below its 5,000, "
        "so it is sent a copy",
        "shadows   embedding draws 8,953 of 10,000 for this key, not below its 5,000, "
        "so it is sent nothing",
    ]


def test_an_event_that_is_audited(tool: Tool) -> None:
    assert tool("set", "en", "shadows.embedding", "0%", "--threshold", "0.3").code == 0
    assert tool("set", "en", "audit", "20%").code == 0
    words = ("route", "--language", "en", "--key")
    assert tool(*words, "key-4", "--score", "0.1").out.splitlines()[8:] == [
        "audit     it draws 1,488 of 10,000 for this key, below its 2,000, "
        "so the analysts get it and each shadow a copy",
        "shadows   embedding draws 1,209 of 10,000 for this key, not below its 0; "
        "it is sent a copy because of the audit",
        "decision  dropped: 0.1 is in cell 100, below the threshold 0.415 (cell 415); "
        "the analysts get it nevertheless",
    ]
    assert tool(*words, "key-1").out.splitlines()[8] == (
        "audit     it draws 4,256 of 10,000 for this key, not below its 2,000, so nothing more"
    )
    without = tool("route", "--language", "en").out
    assert "audit     it draws by key; without one nothing is audited\n" in without
    told = parsed("route-output", tool(*words, "key-4", "--format", "json").out)
    assert told["audit"] == {"share": 2000, "bucket": 1488, "audited": True}


def test_the_file_for_all_others(tool: Tool) -> None:
    text = tool.file("languages/en.yaml").read_text()
    und = text.replace("language: en", "language: und").replace("evidence: en-e9b17eea", "")
    tool.file("languages/und.yaml").write_text(
        und.replace(", passes: 27.3%, ", ", evidence: none").replace(", summary", "")
    )
    assert tool("route", "--language", "sv-SE").out.splitlines()[0] == (
        "look-up   no file for sv-SE, sv; und is the file for all others: config/languages/und.yaml"
    )


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (
            ("--language", "xx"),
            'no language answers for "xx"',
            "config/languages has de, en",
        ),
        (
            ("--language", "de", "--environment", "prod"),
            "unknown environment 'prod'",
            "known: production, staging",
        ),
        (
            ("--language", "de", "--score", "7"),
            "nothing is decided on this score: score 7.0 is off the scale from 0 to 1",
            "words scores from 0 to 1",
        ),
        (
            ("--language", "de", "--score", "nan"),
            "nothing is decided on this score: score nan is off the scale from 0 to 1",
            "words scores from 0 to 1",
        ),
        (
            ("--language", "de", "--score", "high"),
            "nothing is decided on this score: 'high' is no number",
            "words scores from 0 to 1",
        ),
        (
            ("--language", "de", "--key", ""),
            "key '' (str) has no bucket: pass the event's stable id as a str that is not empty "
            "or as an int, or None for an event without one",
            "pass --key with the event's id, or leave it out",
        ),
    ],
)
def test_what_has_no_way_is_said_with_the_cure(
    tool: Tool, words: tuple[str, ...], error: str, hint: str
) -> None:
    assert tool("route", *words) == failed(error, hint)


def test_a_language_at_fault_does_not_fall_back_to_a_wider_one(tool: Tool) -> None:
    text = tool.file("languages/de.yaml").read_text()
    broken = text.replace("language: de", "language: de-AT").replace("10%", "10")
    tool.file("languages/de-AT.yaml").write_text(broken)
    done = tool("route", "--language", "de-AT")
    assert (done.code, done.err) == (
        2,
        "error: config/languages/de-AT.yaml is at fault\n"
        "hint: ./langroute check says what to mend\n",
    )
    assert tool("route", "--language", "de").code == 0


def test_a_model_that_is_missing_does_not_fall_back_either(tool: Tool) -> None:
    text = tool.file("languages/de.yaml").read_text()
    tool.file("languages/de-AT.yaml").write_text(
        text.replace("language: de", "language: de-AT").replace("model: words", "model: wrods")
    )
    done = tool("route", "--language", "de-AT")
    assert done.err.startswith("error: de-AT does not compile for production\n")


def test_machines_get_the_same_facts(tool: Tool) -> None:
    words = ("--language", "de", "--key", "k1", "--score", "0.5", "--format", "json")
    assert parsed("route-output", tool("route", *words).out) == {
        "schema_version": 1,
        "environment": "production",
        "requested": "de",
        "key": "k1",
        "tried": ["de"],
        "language": "de",
        "file": "config/languages/de.yaml",
        "found": "exact",
        "canary": {"model": "embedding", "traffic": 1000, "bucket": 694},
        "role": "canary",
        "model": "embedding",
        "endpoint": {"kind": "http", "url": "https://embedding.acme.example/predict"},
        "fields": ["title"],
        "required": ["title"],
        "request": {
            "protocol": None,
            "method": "POST",
            "target": "https://embedding.acme.example/predict",
            "headers": {"Content-Type": "application/json", "Accept": "application/json"},
            "body": '{"title": "<title>"}',
            "timeout_ms": None,
        },
        "fallback": None,
        "compared": None,
        "shadows": [],
        "audit": None,
        "threshold": 0.287,
        "threshold_cell": 287,
        "score": {"score": 0.5, "cell": 500, "relevant": True},
    }


ASKED = """  protocol: {kind: json, body: list, score: "[label=RELEVANT].score"}
  timeout: 800ms
  headers: {X-Tenant: emea, Authorization: {variable: SCORER_TOKEN, scheme: Bearer}}
"""


def test_the_request_is_shown_as_it_is_sent_with_references_for_credentials(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORER_TOKEN", "not-to-be-shown")
    file = tool.file("models/embedding.yaml")
    file.write_text(file.read_text() + ASKED)
    words = ("route", "--language", "de", "--key", "k1", "--event")
    assert tool(*words, '{"title": "Streik", "id": 7}').out.splitlines()[5:8] == [
        "request   POST, within 800 ms; Content-Type: application/json, Accept: application/json, "
        "Authorization: Bearer ${SCORER_TOKEN}, X-Tenant: emea",
        'body      [{"title": "Streik"}]',
        "answer    by json, body list, score [label=RELEVANT].score",
    ]
    told = parsed("route-output", tool(*words, '{"title": "x"}', "--format", "json").out)
    assert told["request"]["headers"]["Authorization"] == "Bearer ${SCORER_TOKEN}"
    assert told["request"]["timeout_ms"] == 800
    hint = """pass it as one, such as --event '{"title": "Streik im Hafen"}'"""
    for event, error in (
        ("{}", "nothing would be sent: event has no 'title', which embedding needs for de"),
        ("[]", "the event is no JSON object"),
        ("{", "the event is no JSON"),
    ):
        assert tool(*words, event) == failed(error, hint)
    assert tool(*words, '{"title": NaN}').err.startswith("error: the event cannot be sent: ")


TREE = read(Folder(BASE))
ROUTER = Router(compile_tree(TREE, "production"))


@given(
    tag=st.sampled_from(["de", "DE", "de-AT", "de-x-y-z", "en", "en-US"]),
    key=st.none() | st.text(st.characters(codec="utf-8"), min_size=1),
)
def test_it_says_what_the_router_decides(tag: str, key: str | None) -> None:
    told = facts(TREE, "production", tag, key, None)
    decision = ROUTER.route(tag, key)
    said = told.language, told.role, told.model, told.endpoint.model_dump(), told.fields
    assert said == (
        decision.language,
        decision.role,
        decision.model,
        dict(decision.endpoint),
        list(decision.fields),
    )
    assert told.tried[-1].lower() == decision.language
    assert dict(steps(told))["model"] == f"{decision.model}, the {decision.role}"
