"""Logs and rows that cannot be counted: each is told, and the evidence there is stays."""

import gzip
from pathlib import Path

import duckdb
import pytest

from langroute.scale import CELLS
from tests.evidence.logs import Row, build, built, json_lines, left_out, parquet, row, texts

Capture = pytest.CaptureFixture[str]
COLUMNS = "event_id, time, language, model, role, status, score, relevant"
BAD: dict[str, tuple[Row, str]] = {
    "no-score": ({"score": None}, "no score (words in de 1)"),
    "nan": ({"score": float("nan")}, "a score that is no finite number (words in de 1)"),
    "infinite": ({"score": float("-inf")}, "a score that is no finite number (words in de 1)"),
    "above": ({"score": 1.0000001}, "a score off the model's scale (words in de 1)"),
    "below": ({"score": -0.0000001}, "a score off the model's scale (words in de 1)"),
    "failed": ({"status": 500, "score": 0.0}, "a score beside a failed status (words in de 1)"),
    "language": ({"language": "fr"}, "unknown language (words in fr 1)"),
    "no-language": ({"language": None}, "unknown language (words in null 1)"),
    "model": ({"model": "wrods"}, "unknown model (wrods in de 1)"),
    "no-model": ({"model": None}, "unknown model (null in de 1)"),
    "role": ({"role": "fallback"}, "unknown role (words in de 1)"),
    "no-role": ({"role": None}, "unknown role (words in de 1)"),
    "repeated": ({"event_id": "event-1"}, "a repeated row (words in de 1)"),
    "future": ({"time": "2026-11-09T00:00:00Z"}, "a time in the future (words in de 1)"),
    "past": (
        {"time": "2025-09-28T09:59:59Z"},
        "a time long before the newest row's (words in de 1)",
    ),
    "no-time": ({"time": None}, "no time (words in de 1)"),
}


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
@pytest.mark.parametrize(("changed", "told"), BAD.values(), ids=BAD.keys())
def test_a_row_that_cannot_be_counted_is_told(
    root: Path, tmp_path: Path, capsys: Capture, changed: Row, told: str, ending: str
) -> None:
    write = json_lines if ending == "jsonl" else parquet

    code = build(root, write(tmp_path / f"log.{ending}", [row(1), row(2, **changed)]))

    assert code == 0
    assert left_out(capsys) == [f"left out 1 row: {told}"]
    assert (built(root).total, built(root).counts[500]) == (1, 1)


def test_reasons_are_told_from_the_most_frequent(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    many = [row(at, language=tag) for at, tag in enumerate(["fr", "fr", "it", "nl", "sv", "sv"])]

    build(root, json_lines(tmp_path / "log.jsonl", [row(10), row(11, score=None), *many]))

    assert left_out(capsys) == [
        "left out 6 rows: unknown language (words in fr 2, words in sv 2, words in it 1, 1 more)",
        "left out 1 row: no score (words in de 1)",
    ]


SHAPE = (
    "hint: a log has the columns event_id, time, language, model, role, status, score and, "
    "if anybody labels, relevant; write null where one is unknown\n"
)
KEPT = "hint: nothing was written\n"
WHOLE = "hint: nothing was written; is the file whole, and what its name says?\n"
MEND = "hint: mend that line or take it out; nothing was written\n"


def refused(root: Path, log: Path, capsys: Capture) -> str:
    """What is said on stderr about a log; whatever it is, the evidence there is stays."""
    build(root, json_lines(log.with_name("good.jsonl"), [row(1)]))
    before = texts(root)
    capsys.readouterr()

    assert build(root, log) == 2

    assert texts(root) == before
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.replace(str(log), log.name)


def test_a_missing_log(root: Path, tmp_path: Path, capsys: Capture) -> None:
    told = refused(root, tmp_path / "log.parquet", capsys)

    assert told == "error: log.parquet is no file\nhint: name prediction logs with --log\n"


def test_a_log_of_another_kind(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = tmp_path / "log.csv"
    log.write_text(COLUMNS)

    told = refused(root, log, capsys)

    assert told == (
        "error: log.csv is no log: its name must end in .parquet, .jsonl or .ndjson "
        "(.gz behind the last two)\n" + SHAPE
    )


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_an_empty_file(root: Path, tmp_path: Path, capsys: Capture, ending: str) -> None:
    log = tmp_path / f"log.{ending}"
    log.touch()

    assert refused(root, log, capsys) == f"error: log.{ending} is empty\n" + KEPT


def test_a_log_without_rows(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = parquet(tmp_path / "log.parquet", [])

    assert refused(root, log, capsys) == "error: the log has no rows\n" + KEPT


def test_a_log_without_a_usable_row(root: Path, tmp_path: Path, capsys: Capture) -> None:
    rows = [row(1, score=None), row(2, language="fr"), row(3, language="it")]

    told = refused(root, json_lines(tmp_path / "log.jsonl", rows), capsys)

    assert told == (
        "error: no row of the log can be counted (2 rows: unknown language, 1 row: no score)\n"
        + KEPT
    )


def test_truncated_parquet(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = parquet(tmp_path / "log.parquet", [row(at) for at in range(50)])
    log.write_bytes(log.read_bytes()[:-100])

    told = refused(root, log, capsys)

    assert told == (
        "error: log.parquet cannot be read: No magic bytes found at end of file 'log.parquet'\n"
        + WHOLE
    )


def test_a_line_that_is_no_json(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = json_lines(tmp_path / "log.jsonl", [row(at) for at in range(3)])
    log.write_text(log.read_text() + "no JSON at all\n")

    told = refused(root, log, capsys)

    assert told.startswith("error: log.jsonl cannot be read: line 4: ")
    assert told.endswith("\n" + MEND)


@pytest.mark.parametrize("cut", [b'{"event_id": "a", "ti', b'{"score":0.5', b'{"a' + bytes(50)])
def test_a_last_line_that_is_cut_off_is_a_row_without_a_time(
    root: Path, tmp_path: Path, capsys: Capture, cut: bytes
) -> None:
    """As a process leaves it that is killed while it writes."""
    log = json_lines(tmp_path / "log.jsonl", [row(at) for at in range(3)])
    whole = log.read_bytes()
    log.write_bytes(whole + cut)

    assert build(root, log) == 0

    assert left_out(capsys) == ["left out 1 row: no time (null in null 1)"]
    assert built(root).total == 3
    assert log.read_bytes() == whole + cut


def test_a_last_line_without_a_line_feed_is_a_row(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    log = json_lines(tmp_path / "log.jsonl", [row(at) for at in range(3)])
    log.write_bytes(log.read_bytes().rstrip())

    build(root, log)

    assert (built(root).total, left_out(capsys)) == (3, [])


def test_nothing_but_a_line_that_is_cut_off(root: Path, tmp_path: Path, capsys: Capture) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b'{"event_id": "a", "ti')

    assert build(root, json_lines(tmp_path / "log.jsonl", [row(1)]), cut) == 0
    assert left_out(capsys) == ["left out 1 row: no time (null in null 1)"]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_missing_column(root: Path, tmp_path: Path, capsys: Capture, ending: str) -> None:
    log = tmp_path / f"log.{ending}"
    lines = json_lines(tmp_path / "whole.jsonl", [row(1)])
    with duckdb.connect() as connection:
        kept = COLUMNS.replace("status, ", "").replace("time, ", "")
        form = "JSON" if ending == "jsonl" else "PARQUET"
        connection.execute(f"COPY (SELECT {kept} FROM '{lines}') TO '{log}' (FORMAT {form})")

    told = refused(root, log, capsys)

    assert told == (
        f"error: log.{ending} has no column time, status\n"
        + SHAPE[:-1]
        + "; or config/log.yaml says which of its columns they are: "
        "event_id, language, model, role, score and relevant\n"
    )


def test_a_parquet_column_of_another_type(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = parquet(tmp_path / "log.parquet", [row(1)], score="VARCHAR")

    told = refused(root, log, capsys)

    assert told == ("error: log.parquet holds score as VARCHAR; it is counted as DOUBLE\n" + SHAPE)


def test_a_json_value_of_another_type(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = json_lines(tmp_path / "log.jsonl", [row(1), row(2, score="high")])

    told = refused(root, log, capsys)

    assert told == (
        'error: log.jsonl cannot be read: line 2: score is "high"; a number is needed, or null\n'
        + MEND
    )


def test_a_time_that_is_none_is_told_with_its_line(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    rows = [*map(row, range(5000)), row(5000, time="02.11.2026"), row(5001)]

    told = refused(root, json_lines(tmp_path / "log.jsonl", rows), capsys)

    assert told.startswith(
        'error: log.jsonl cannot be read: line 5001: invalid timestamp field format: "02.11.2026"'
    )
    assert told.endswith("\n" + MEND)


@pytest.mark.parametrize(
    ("text", "line"), [("[{}]\n", 1), ('{"event_id": "a"}\n\n42\n', 3)], ids=["list", "number"]
)
def test_json_that_is_no_object(
    root: Path, tmp_path: Path, capsys: Capture, text: str, line: int
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(text)

    assert refused(root, log, capsys) == f"error: log.jsonl, line {line} is no JSON object\n{SHAPE}"


def test_lines_of_nothing(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("\n\n")

    assert refused(root, log, capsys) == "error: log.jsonl is empty\n" + KEPT


def test_a_folder(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = tmp_path / "logs.parquet"
    log.mkdir()

    assert refused(root, log, capsys) == (
        "error: logs.parquet is a folder\nhint: name the logs in it: --log logs.parquet/*.parquet\n"
    )


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_log_without_labels(root: Path, tmp_path: Path, ending: str) -> None:
    log = tmp_path / f"log.{ending}"
    lines = json_lines(tmp_path / "whole.jsonl", [row(1, relevant=True)])
    with duckdb.connect() as connection:
        kept = COLUMNS.replace(", relevant", "")
        form = "JSON" if ending == "jsonl" else "PARQUET"
        connection.execute(f"COPY (SELECT {kept} FROM '{lines}') TO '{log}' (FORMAT {form})")

    assert build(root, log) == 0
    assert (built(root).total, built(root).labelled) == (1, [0] * (CELLS + 1))


def test_a_column_of_nothing_but_nulls_is_one(root: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    lines = json_lines(tmp_path / "lines.jsonl", [row(1)])
    with duckdb.connect() as connection:
        columns = COLUMNS.replace("relevant", "NULL AS relevant")
        connection.execute(f"COPY (SELECT {columns} FROM '{lines}') TO '{log}'")

    assert build(root, log) == 0
    assert built(root).labelled == [0] * (CELLS + 1)


def test_a_name_with_the_signs_of_sql_is_a_name(root: Path, tmp_path: Path) -> None:
    build(root, json_lines(tmp_path / "it's; DROP TABLE log --.jsonl", [row(1)]))

    assert built(root).total == 1


def test_a_tree_at_fault_is_not_counted_for(root: Path, tmp_path: Path, capsys: Capture) -> None:
    (root / "config/models/words.yaml").write_text("model: [")

    code = build(root, json_lines(tmp_path / "log.jsonl", [row(1)]))

    assert code == 2
    assert capsys.readouterr().err == (
        "error: config/models/words.yaml is at fault\nhint: ./langroute check says where and why\n"
    )
    assert texts(root) == {}


@pytest.mark.parametrize("ending", ["jsonl", "ndjson.gz"])
def test_a_line_at_fault_is_named_as_an_editor_counts_it(
    root: Path, tmp_path: Path, capsys: Capture, ending: str
) -> None:
    log = tmp_path / f"log.{ending}"
    text = json_lines(tmp_path / "lines.jsonl", [row(1), row(2)]).read_bytes() + b"no JSON\n{}\n"
    log.write_bytes(gzip.compress(text) if ending.endswith("gz") else text)

    assert " cannot be read: line 3: " in refused(root, log, capsys)


def test_compressed_lines_are_a_log(root: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl.gz"
    log.write_bytes(gzip.compress(json_lines(tmp_path / "lines.jsonl", [row(1)]).read_bytes()))

    assert build(root, log) == 0
    assert built(root).total == 1


def test_a_compressed_log_that_ends_early(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = tmp_path / "log.jsonl.gz"
    lines = json_lines(tmp_path / "lines.jsonl", [row(at) for at in range(500)])
    log.write_bytes(gzip.compress(lines.read_bytes())[:-200])

    told = refused(root, log, capsys)

    assert told.startswith("error: log.jsonl.gz cannot be read: ")
    assert told.endswith("\n" + WHOLE)


def test_400_days_before_the_newest_row_are_counted(root: Path, tmp_path: Path) -> None:
    build(root, json_lines(tmp_path / "log.jsonl", [row(1), row(2, time="2025-09-28T10:00:00Z")]))

    assert (built(root).window.first, built(root).total) == ("2025-09-28", 2)


def test_a_future_row_does_not_make_the_others_old(root: Path, tmp_path: Path) -> None:
    build(root, json_lines(tmp_path / "log.jsonl", [row(1), row(2, time="2029-01-01T00:00:00Z")]))

    assert (built(root).window.last, built(root).total) == ("2026-11-02", 1)


def test_one_clock_that_runs_ahead_does_not_empty_the_log(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    rows = [row(at, time="2025-01-01T00:00:00Z") for at in range(3)]

    told = refused(root, json_lines(tmp_path / "log.jsonl", [row(9), *rows]), capsys)

    assert told == (
        "error: 3 rows of the log are more than 400 days older than its newest row, "
        "and only 1 can be counted\n"
        "hint: if the newest row has a wrong clock, give the last day of the log with --today\n"
    )


def test_the_same_score_for_every_event_is_told_loudly(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    rows = [row(at, score=0.731) for at in range(40)]
    others = [row(100 + at, language="pt", score=at / 40) for at in range(40)]
    log = json_lines(tmp_path / "log.jsonl", [*rows, *others])

    for _ in ("when it is new", "as long as it is so"):
        assert build(root, log) == 0
        assert capsys.readouterr().err == (
            "warning: words gives nearly all of 40 events in de the same score, 0.731 "
            "(config/evidence/words/de.json)\n"
            "hint: look at the model's inputs before anybody relies on these scores\n"
        )
