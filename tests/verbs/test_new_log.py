# ruff: noqa: E501 -- lines as they are written
"""`new log` begins a mapping from a log: what it writes is a guess that the check takes."""

from pathlib import Path

import pytest

from tests.evidence.foreign_logs import answers, clocks_table, serving, warehouse
from tests.evidence.logs import build, built, json_lines, lay_tree, parquet, row
from tests.verbs.tool import Tool, failed, tool_on_base


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


EXPECTED = {
    serving: """\
event_id: {column: event.id} # VARCHAR
time: {column: ts, format: milliseconds} # BIGINT
language: {column: lang} # VARCHAR, such as de_DE, pt_PT
model: {column: model_name, values: {"words:3": words}} # VARCHAR, such as wide:1, words:3
role: {column: kind, values: {live: primary, mirror: shadow, trial: canary}} # VARCHAR, such as live, mirror, trial
status: {column: http_status} # VARCHAR, such as 200, 503
score: {column: confidence, divided_by: 100} # DOUBLE
relevant: {column: label, values: {"yes": true, "no": false}, unknown: [unsure]} # VARCHAR, such as no, unsure, yes
# Columns that are not used: event.source.name
""",
    warehouse: """\
event_id: {column: event.key} # VARCHAR
time: {column: answered_at} # TIMESTAMP, in UTC? Otherwise add its zone: Europe/Warsaw
# language: which column is it?
model: {column: deployment, values: {words-blue: words}} # VARCHAR, such as wide, words-blue
# role: which column is it?
status: {column: ok, success: ["true"]} # BOOLEAN, such as false, true
score: {column: p} # DOUBLE
relevant: {column: verdict} # BOOLEAN, such as false, true
# Columns that are not used: asked, decided_by, decision
""",
    clocks_table: """\
# event_id has our name: VARCHAR
time: {column: at, format: iso} # VARCHAR
# language has our name: VARCHAR, such as de, pt
# model has our name: VARCHAR, such as wide, words
# role has our name: VARCHAR, such as canary, primary, shadow
status: {column: status_code} # VARCHAR, such as 200, 503
# score has our name: DOUBLE
relevant: {column: label, values: {"yes": true, "no": false}, unknown: [unsure]} # VARCHAR, such as no, unsure, yes
# Columns that are not used: none
""",
}  # fmt: skip


@pytest.mark.parametrize(
    ("write", "expected"), EXPECTED.items(), ids=[one.__name__ for one in EXPECTED]
)
def test_each_line_is_a_guess_with_what_it_rests_on(
    tool: Tool, tmp_path: Path, write: object, expected: str
) -> None:
    log = write(tmp_path, list(answers()))  # type: ignore[operator]

    done = tool("new", "log", "--from", str(log))

    assert done.code == 0
    text = (tool.root / "config/log.yaml").read_text()
    head = "# yaml-language-server: $schema=../schemas/log.schema.json\n# Begun from a log: each "
    assert text.startswith(head)
    assert text.split("\n", 2)[2] == expected


def test_what_it_writes_counts_the_log(tmp_path: Path) -> None:
    from scripts.__main__ import main

    root = lay_tree(tmp_path / "tree")
    log = serving(tmp_path, list(answers()))
    assert main(["new", "log", "--from", str(log), "--root", str(root)]) == 0
    mapping = root / "config/log.yaml"
    mapping.write_text(mapping.read_text().replace("confidence}", "confidence, divided_by: 100}"))

    assert build(root, log) == 0

    assert built(root).total > 0


def test_a_log_with_our_columns_needs_no_file(tool: Tool, tmp_path: Path) -> None:
    log = parquet(tmp_path / "log.parquet", [row(1)])
    assert tool("new", "log", "--from", str(log)) == failed(
        "log.parquet has our columns", "it needs no config/log.yaml"
    )


def test_what_it_cannot_begin_from_is_told(tool: Tool, tmp_path: Path) -> None:
    log = json_lines(tmp_path / "log.jsonl", [{"x": 1, "zzz": "a"}])
    assert tool("new", "log", "--from", str(log)) == failed(
        "no column of log.jsonl is called as one of ours", "it has x and zzz"
    )
    assert tool("new", "log") == failed("--from is needed", "for example --from predictions.jsonl")
    assert tool("new", "log", "mine.jsonl") == failed(
        "a log's file has no name", "./langroute new log --from mine.jsonl"
    )
    assert tool("new", "model") == failed("a model needs a name", "./langroute new model NAME")
    assert not (tool.root / "config/log.yaml").exists()


def test_a_file_that_exists_stays(tool: Tool, tmp_path: Path) -> None:
    log = serving(tmp_path, list(answers()))
    (tool.root / "config/log.yaml").write_text("role: {constant: primary}\n")
    before = (tool.root / "config/log.yaml").read_text()
    assert tool("new", "log", "--from", str(log)).code == 2
    assert (tool.root / "config/log.yaml").read_text() == before
