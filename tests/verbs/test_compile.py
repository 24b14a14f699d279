"""`compile` prints exactly the bytes that would be pushed, or says why there are none."""

import json
from pathlib import Path

import pytest

from langroute.document import plan_hash
from langroute.router import Router
from scripts.deployments.environment import refuse_what_appconfig_would
from scripts.terminal.failure import Failure
from tests.verbs.tool import Tool, tool_on_base


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


def test_the_document_is_the_same_every_time_and_a_reader_takes_it(tool: Tool) -> None:
    first, second = tool("compile", "production"), tool("compile", "production")
    assert (first.code, first.out) == (0, second.out)
    raw = first.out.encode()
    assert Router.from_bytes(raw).route("de", None).model == "words"
    assert first.err == f"plan_hash {plan_hash(raw)}, {len(raw):,} bytes\n"


def test_comments_and_order_change_no_byte(tool: Tool) -> None:
    before = tool("compile", "staging").out
    tool.swap("languages/de.yaml", "language: de\n", "")
    tool.swap("languages/de.yaml", "source: newswire\n", "source: newswire # x\nlanguage: de\n")
    assert tool("compile", "staging").out == before


def test_findings_go_to_stderr_and_no_document_is_printed(tool: Tool) -> None:
    tool.swap("languages/de.yaml", "[title, body]", "[title, summary]")
    done = tool("compile", "production")
    assert (done.code, done.out) == (1, "")
    assert 'newswire has no "summary" in de' in done.err


def test_an_unknown_environment_is_told_with_those_there_are(tool: Tool) -> None:
    done = tool("compile", "prod")
    assert done.code == 2
    assert done.err == ("error: unknown environment 'prod'\nhint: known: production, staging\n")


def test_what_a_draft_04_validator_refuses_is_not_printed(tool: Tool) -> None:
    document = json.loads(tool("compile", "production").out)
    document["languages"]["de"]["primary"]["temperature"] = 1
    with pytest.raises(Failure, match=r"languages\.de\.primary: .*temperature") as told:
        refuse_what_appconfig_would(json.dumps(document).encode())
    assert told.value.exit_code == 1
