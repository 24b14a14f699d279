"""Parquet: whole files only, and nothing lost where one cannot be made."""

import os
import sys
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from langroute.recording import Parquet, Recorder, SinkError
from langroute.recording.parquet import TYPES
from langroute.recording.record import Record
from tests.recording.records import START, record

PROCESS = os.getpid()
RECORDS = [
    record(1),
    record(2, event_id=None, score=0.0, bucket=None, version=None),
    record(3, score=None, role="canary", final=False, error="it's down"),
    record(4, requested="zh-漢"),
    record(5, role="shadow", final=False, audited=200, copied=10_000, extra=True),
    record(6, sent="a04de9940ff7bfff", prepare_ms=3.25),
]


def files(folder: Path) -> list[str]:
    found = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return sorted(name.replace(f"-{PROCESS}-", "-PID-") for name in found)


def read(folder: Path) -> list[Record]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        rows = connection.execute(
            f"SELECT * REPLACE (CAST(time AS TIMESTAMP) AS time) FROM '{folder}/*.parquet'"
        )
        found = [Record(*row) for row in rows.fetchall()]
    return [one._replace(time=one.time.replace(tzinfo=START.tzinfo)) for one in found]


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    with Recorder(Parquet(tmp_path / "it's here")) as recorder:
        for one in RECORDS:
            recorder.write(one)
    assert read(tmp_path / "it''s here") == RECORDS
    assert files(tmp_path) == ["it's here/predictions-2026-11-09-PID-1.parquet"]
    assert tuple(TYPES) == Record._fields


def test_files_are_closed_after_so_many_rows_and_at_the_turn_of_a_day(tmp_path: Path) -> None:
    log = Parquet(tmp_path, rows=2)
    for hours in (0, 1, 2, 15, 16, 48):
        log.write(record(time=START + timedelta(hours=hours)))
    assert files(tmp_path) == [
        "open/predictions-2026-11-09-PID-2.jsonl",
        "open/predictions-2026-11-11-PID-1.jsonl",
        "predictions-2026-11-09-PID-1.parquet",
        "predictions-2026-11-10-PID-1.parquet",
    ]
    log.close()
    assert len(read(tmp_path)) == 6
    assert not files(tmp_path / "open")


def test_no_file_takes_the_name_of_one_that_is_there(tmp_path: Path) -> None:
    """A container's process has the same number after every start."""
    for number in range(3):
        with Recorder(Parquet(tmp_path)) as recorder:
            recorder.write(record(number))
    assert files(tmp_path) == [f"predictions-2026-11-09-PID-{at}.parquet" for at in (1, 2, 3)]
    assert len(read(tmp_path)) == 3


def test_files_are_closed_after_so_long(tmp_path: Path) -> None:
    patient, hasty = Parquet(tmp_path / "a", seconds=900), Parquet(tmp_path / "b", seconds=0)
    for log in (patient, hasty):
        log.write(record())
        log.tick()
    assert files(tmp_path) == [
        "a/open/predictions-2026-11-09-PID-1.jsonl",
        "b/predictions-2026-11-09-PID-1.parquet",
    ]
    patient.close()


def test_where_no_parquet_can_be_made_the_lines_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Parquet(tmp_path, rows=1)
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "duckdb", None)
        with pytest.raises(SinkError, match="stays as it is: Parquet needs DuckDB") as raised:
            log.write(record())
    assert raised.value.records == 0
    assert files(tmp_path) == ["open/predictions-2026-11-09-PID-1.jsonl"]


def test_lines_that_are_deleted_before_they_are_parquet_are_counted(tmp_path: Path) -> None:
    with Recorder(Parquet(tmp_path)) as recorder:
        for number in range(3):
            recorder.write(record(number))
        assert recorder.flush(60)
        for path in (tmp_path / "open").iterdir():
            path.unlink()
    assert recorder.lost == {"Parquet": 3}
    assert files(tmp_path) == []


def test_without_duckdb_it_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ModuleNotFoundError, match="pip install duckdb"):
        Parquet(tmp_path)
