"""Mappings and logs that do not fit each other: told in one sentence each, nothing is written."""

from pathlib import Path
from typing import Any

import pytest

from tests.evidence.foreign_logs import mapped, parquet_of
from tests.evidence.logs import Row, build, json_lines, row, texts

Capture = pytest.CaptureFixture[str]
TYPES = (
    "event_id: 'VARCHAR', ts: 'BIGINT', lang: 'VARCHAR', model: 'VARCHAR', role: 'VARCHAR', "
    "status: 'INTEGER', score: 'DOUBLE', label: 'VARCHAR'"
)


def theirs(**changed: Any) -> Row:
    """A row of a log with three columns of their own."""
    usual = row(1) | {"ts": 1_762_164_000, "lang": "de_DE", "label": "yes"} | changed
    names = [one.split(":")[0] for one in TYPES.split(", ")]
    return {name: usual.pop(name) for name in names} | changed


FITS = """\
time: {column: ts, format: seconds}
language: {column: lang, values: {de_DE: de}}
relevant: {column: label, values: {"yes": true}}
"""
HAS = "event_id, ts, lang, model, role and 3 more"
NOT_NAMED: dict[str, tuple[str, str]] = {
    "a misspelt column": (
        FITS.replace("lang,", "lnag,"),
        'error: LOG has no column lnag\nhint: did you mean "lang" for language? '
        f"config/log.yaml names it; the log has {HAS}\n",
    ),
    "a misspelt label": (
        FITS.replace("label", "lable"),
        'error: LOG has no column lable\nhint: did you mean "label" for relevant? '
        f"config/log.yaml names it; the log has {HAS}\n",
    ),
    "something in a column that is nested in nothing": (
        FITS.replace("ts,", "ts.at,"),
        "error: LOG has no column ts.at\nhint: config/log.yaml names it; the log has " + HAS + "\n",
    ),
    "a label that nobody named": (
        FITS.replace('"yes"', '"no"'),
        'error: LOG has "yes" where config/log.yaml says what the values of relevant mean\n'
        "hint: add it to values or unknown of relevant; nothing was written\n",
    ),
    "a mapping at fault": (
        FITS.replace("seconds", "weeks"),
        "error: config/log.yaml is at fault\nhint: ./langroute check says where and why\n",
    ),
    "one column for two": (
        FITS.replace("ts,", "score,"),
        "error: config/log.yaml is at fault\nhint: ./langroute check says where and why\n",
    ),
    "a zone beside a number": (
        FITS.replace("seconds", "seconds, zone: UTC"),
        "error: config/log.yaml is at fault\nhint: ./langroute check says where and why\n",
    ),
}


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
@pytest.mark.parametrize(("mapping", "told"), NOT_NAMED.values(), ids=NOT_NAMED.keys())
def test_what_does_not_fit_the_log_is_told(
    root: Path, tmp_path: Path, capsys: Capture, mapping: str, told: str, ending: str
) -> None:
    log = tmp_path / f"log.{ending}"
    json_lines(log, [theirs()]) if ending == "jsonl" else parquet_of(log, [theirs()], TYPES)
    mapped(root, mapping)

    assert build(root, log) == 2

    assert capsys.readouterr().err.replace(str(log), "LOG") == told
    assert texts(root) == {}


WRONG: dict[str, tuple[str, str, str]] = {
    "a number that is a time": (
        FITS.replace(", format: seconds", ""),
        "LOG holds ts as BIGINT; it is counted as TIMESTAMP",
        "a text or a number is taken by time: {format: …} in config/log.yaml",
    ),
    "a number that is a text": (
        FITS.replace("seconds", "iso"),
        "LOG holds ts as BIGINT; its format in config/log.yaml is that of a text",
        "config/log.yaml says of time what it holds",
    ),
    "a score by its values": (
        FITS + "role: {column: score, values: {x: primary}}\n",
        "LOG holds score as DOUBLE; its values have to be text, true or false, or whole numbers",
        "config/log.yaml says of role what it holds",
    ),
    "a status that is a word": (
        FITS + "status: {column: lang}\n",
        "LOG cannot be read: Could not convert string 'de_DE' to INT32",
        "nothing was written",
    ),
}


@pytest.mark.parametrize(("mapping", "told", "cure"), WRONG.values(), ids=WRONG.keys())
def test_a_column_that_holds_something_else_is_told(
    root: Path, tmp_path: Path, capsys: Capture, mapping: str, told: str, cure: str
) -> None:
    log = parquet_of(tmp_path / "log.parquet", [theirs()], TYPES)
    mapped(root, mapping)

    assert build(root, log) == 2

    error, hint = capsys.readouterr().err.replace(str(log), "LOG").splitlines()
    assert error.startswith(f"error: {told}")
    assert cure in hint
    assert texts(root) == {}


def test_a_column_of_ours_that_is_missing_is_told_with_the_nearest(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    log = json_lines(tmp_path / "log.jsonl", [{"Language": "de", "roles": "primary", "x": 1}])

    assert build(root, log) == 2

    error, hint = capsys.readouterr().err.splitlines()
    assert error.endswith(
        "log.jsonl has no column event_id, time, language, model, role, status, score"
    )
    assert 'did you mean "Language" for language? did you mean "roles" for role?' in hint
    assert hint.endswith("says which of its columns they are: Language, roles and x")


def test_a_bad_value_of_json_lines_is_told_with_the_users_file_and_line(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    good = [theirs(event_id=str(at)) for at in range(5)]
    for column, value in {"ts": "soon", "score": "high"}.items():
        log = json_lines(tmp_path / "log.jsonl", [*good, theirs(**{column: value}), *good])
        mapped(root, FITS)

        assert build(root, log) == 2

        assert f"{log} cannot be read: line 6: " in capsys.readouterr().err
        assert texts(root) == {}


def test_a_time_in_a_wrong_unit_is_no_evidence(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = json_lines(tmp_path / "log.jsonl", [theirs(event_id=str(at)) for at in range(5)])
    for unit, told in {
        "milliseconds": "the newest row of the log that is not in the future is of 1970-01-21 09:",
        "microseconds": "the newest row of the log that is not in the future is of 1970-01-01 00:",
    }.items():
        mapped(root, FITS.replace("seconds", unit))

        assert build(root, log) == 2

        assert capsys.readouterr().err.startswith(f"error: {told}")
    thousand = json_lines(tmp_path / "log.jsonl", [theirs(ts=1_762_164_000_000)])
    mapped(root, FITS)

    assert build(root, thousand) == 2

    assert "(1 row: a time in the future)" in capsys.readouterr().err
    assert texts(root) == {}


def test_a_last_line_that_is_cut_off_is_a_row_without_a_time(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    log = json_lines(tmp_path / "log.jsonl", [theirs(ts=None, e={"t": 1_762_164_000})])
    log.write_text(log.read_text() + '{"event_id": "cut", "e": {"t": 17')
    mapped(root, FITS.replace("column: ts", "column: e.t"))

    assert build(root, log) == 0
    assert "left out 1 row: no time (null in null 1)" in capsys.readouterr().out
