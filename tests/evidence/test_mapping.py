"""A log with other columns gives the evidence that it would give with ours, on every engine."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import duckdb
import pytest

from langroute.lookup import answering
from langroute.lookup import names as names_of
from langroute_repo.evidence import athena_engine, duckdb_engine
from langroute_repo.evidence.log import EvidenceError, Known
from langroute_repo.evidence.sql import BY_SCORE
from langroute_repo.tree.files.log import LogFile
from langroute_repo.tree.read import read_file
from tests.evidence.athena_double import AthenaDouble
from tests.evidence.foreign_logs import (
    FOREIGN,
    MODELINE,
    WAREHOUSE,
    Foreign,
    answers,
    mapped,
    parquet_of,
    utc,
    warehouse,
)
from tests.evidence.logs import SCALES, build, json_lines, left_out, parquet, row, texts
from tests.evidence.test_engines import PLACE, Comparable, comparable
from tests.setup.checkout import REPOSITORY

Capture = pytest.CaptureFixture[str]
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("foreign", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_foreign_log_gives_the_same_bytes_as_ours(
    root: Path, tmp_path: Path, capsys: Capture, foreign: Foreign
) -> None:
    rows = list(answers())
    theirs = shutil.copytree(root, tmp_path / "theirs")
    mapped(theirs, foreign.mapping)

    assert build(root, json_lines(tmp_path / "log.jsonl", rows), today=TODAY) == 0
    said = left_out(capsys)
    assert build(theirs, foreign.write(tmp_path, rows), today=TODAY) == 0

    assert texts(theirs) == texts(root)
    assert len(texts(root)) == 4
    assert (
        left_out(capsys)
        == said
        == ["left out 17 rows: no score (words in de 8, wide in de 5, words in pt 3, 1 more)"]
    )


def known(mapping: str, log: LogFile | None = None) -> Known:
    """What a tree of two models and two languages says, with a mapping as it is written."""
    if mapping:
        log = read_file((MODELINE + mapping).encode(), "config/log.yaml", LogFile).model
        assert log is not None
    scales = {name: (float(low), float(high)) for name, (low, high) in SCALES.items()}
    found = partial(answering, known={"de": "de", "pt": "pt"})
    return Known(scales, found, datetime(2026, 11, 20), log or LogFile())


def by_duckdb(log: Path, mapping: str) -> Comparable:
    return comparable(duckdb_engine.count([log], known(mapping)))


def by_athena(log: Path, mapping: str) -> Comparable:
    double = AthenaDouble(f"SELECT * FROM '{log}'")
    return comparable(athena_engine.count(double, PLACE, known(mapping), sleep=lambda _: None))


@pytest.mark.parametrize("name", ["a warehouse", "clocks of a town in Parquet"])
def test_athena_counts_the_same_of_a_mapped_table(tmp_path: Path, name: str) -> None:
    mapping, write = FOREIGN[name]
    log = write(tmp_path, list(answers()))

    found = by_athena(log, mapping)

    assert found == by_duckdb(log, mapping)
    assert sum(cell.events * times for cell, times in found[0].items()) == 120


def test_rows_are_counted_by_every_name_of_their_language(tmp_path: Path) -> None:
    rows = list(answers())
    named = {"de": ["de", "nds", "de_AT", "DE"], "pt": ["pt", "pt_BR", "pt-AO", "kea"]}
    spelt = [one | {"language": named[one["language"]][at % 4]} for at, one in enumerate(rows)]
    names = names_of({"de": ["nds"], "pt": ["kea"]})
    there = replace(known(""), found=partial(answering, known=names))

    log = parquet(tmp_path / "spelt.parquet", spelt)

    ours = by_duckdb(parquet(tmp_path / "log.parquet", rows), "")
    assert comparable(duckdb_engine.count([log], there)) == ours


@pytest.mark.parametrize("unit", ["seconds", "milliseconds", "microseconds", "nanoseconds"])
def test_a_number_of_any_unit_is_the_same_time(tmp_path: Path, unit: str) -> None:
    mapping = f"time: {{column: since, format: {unit}}}\n"
    per_second = 1000 ** ["seconds", "milliseconds", "microseconds", "nanoseconds"].index(unit)
    rows = list(answers())
    numbered = [one | {"since": round(utc(one).timestamp()) * per_second} for one in rows]
    log = parquet_of(
        tmp_path / "since.parquet",
        numbered,
        "event_id: 'VARCHAR', since: 'BIGINT', language: 'VARCHAR', model: 'VARCHAR', "
        "role: 'VARCHAR', status: 'INTEGER', score: 'DOUBLE', relevant: 'BOOLEAN'",
    )
    ours = by_duckdb(parquet(tmp_path / "log.parquet", rows), "")

    assert by_duckdb(log, mapping) == ours
    lines = json_lines(tmp_path / "since.jsonl", numbered)
    assert by_duckdb(lines, mapping) == ours
    double = AthenaDouble(f"SELECT * FROM '{log}'")
    assert (
        comparable(athena_engine.count(double, PLACE, known(mapping), sleep=lambda _: None)) == ours
    )


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_what_was_decided_comes_along(tmp_path: Path, ending: str) -> None:
    rows = list(answers())
    log = warehouse(tmp_path, rows)
    if ending == "jsonl":
        lines = tmp_path / "warehouse.jsonl"
        duckdb.execute(f"COPY (SELECT * FROM '{log}') TO '{lines}' (FORMAT JSON)")
        log = lines

    with duckdb_engine.opened([log], known(WAREHOUSE)) as (connection, _):
        found = connection.execute("SELECT event_id, final, passed FROM log").fetchall()

    assert {one: rest for one, *rest in found} == {
        one["event_id"]: [
            one["role"] != "shadow",
            None if one["score"] is None else one["score"] >= 0.5,
        ]
        for one in rows
    }


def test_the_page_tells_the_truth(tmp_path: Path) -> None:
    """The one line of its log is counted by the mapping that it shows."""
    page = (REPOSITORY / "docs/log.md").read_text("utf-8")
    (mapping,) = re.findall(r"```yaml\n(.+?)```", page, re.S)
    (line,) = re.findall(r"\n    (\{.+?\})\n\n", page, re.S)
    log = tmp_path / "log.jsonl"
    log.write_text(" ".join(line.split()) + "\n")
    told = known(mapping)
    scale = {"relevance-e5-v3": (0.0, 1.0)}
    there = Known(scale, partial(answering, known={"pl": "pl", "he": "he"}), told.ends, told.log)

    (cell,) = duckdb_engine.count([log], there).cells

    assert (cell.language, cell.model, cell.reason, cell.cell) == (
        "pl", "relevance-e5-v3", "counted", 342
    )  # fmt: skip
    assert (cell.first_day, cell.decision) == (date(2026, 11, 4), BY_SCORE)


@pytest.mark.slow
@pytest.mark.usefixtures("_spark")
@pytest.mark.filterwarnings("default")
class TestSpark:
    """The same on a Spark that really runs."""

    def test_the_counts_of_foreign_logs_are_identical(self, tmp_path: Path) -> None:
        from langroute_repo.evidence import spark_engine

        for name, (mapping, write) in FOREIGN.items():
            log = write(tmp_path, list(answers()))
            found = comparable(spark_engine.count([str(log)], known(mapping)))
            assert found == by_duckdb(log, mapping), name

    def test_hostile_names_and_values_are_no_sql(self, tmp_path: Path) -> None:
        from langroute_repo.evidence import spark_engine

        words = ["a`b'c", 'd"e', "f\\", "g\\'h", "'; --", "i.j", "${k}"]
        mapping = json.dumps(
            {
                "language": {"column": "l`'\\", "values": dict.fromkeys(words, "pt")},
                "relevant": {"column": "r.`", "values": dict.fromkeys(words, True)},
            }
        )
        rows = [row(at, **{"l`'\\": one, "r.`": one}) for at, one in enumerate(words)]
        for one in rows:
            del one["language"], one["relevant"]
        log = json_lines(tmp_path / "log.jsonl", rows)

        found = comparable(spark_engine.count([str(log)], known(mapping)))

        assert found == by_duckdb(log, mapping)
        assert [(cell.language, cell.events) for cell in found[0]] == [("pt", len(words))]
        assert [(label.language, label.relevant) for label in found[2]] == [("pt", len(words))]

    def test_a_value_without_a_meaning_is_told(self, tmp_path: Path) -> None:
        from langroute_repo.evidence import spark_engine

        log = json_lines(tmp_path / "log.jsonl", [row(1, relevant="perhaps")])

        with pytest.raises(EvidenceError) as raised:
            spark_engine.count([str(log)], known('relevant: {values: {"yes": true}}\n'))

        assert str(raised.value) == (
            f'{log} has "perhaps" where config/log.yaml says what the values of relevant mean'
        )
