"""Every engine makes the same counts of the same log: DuckDB here, Spark where it is installed.

Athena is stood in for by ``AthenaDouble``: what is tested is how it is driven, not Athena.
"""

import importlib.util
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from langroute_repo.evidence import athena_engine, duckdb_engine
from langroute_repo.evidence.athena_engine import AthenaTable
from langroute_repo.evidence.log import Cell, EvidenceError, Grouped, Known, LabelCell, Rate, Unused
from tests.evidence.athena_double import AthenaDouble
from tests.evidence.logs import SCALES, Row, build, json_lines, parquet, row, texts

Capture = pytest.CaptureFixture[str]
ENDS = datetime(2026, 11, 9)
KNOWN = Known(
    {name: (float(low), float(high)) for name, (low, high) in SCALES.items()},
    {"de": "de", "de-AT": "de", "pt": "pt"}.get,
    ENDS,
)
PLACE = AthenaTable("ml", "predictions", "s3://results/", "analysts")

# Every reason for which a row is left out, each kind of repeated row, and both ends of a scale.
ROWS: list[Row] = [
    *(row(at, score=at / 1000, relevant=(None, True, False)[at % 3]) for at in range(0, 1001, 7)),
    row(2000, language="de-AT", score=0.999999),
    row(2001, language="pt", time="2026-11-08T23:59:59.999Z"),
    row(2002, language="pt", time="2026-11-01T23:59:59Z", role="canary"),
    row(2003, model="wide", role="shadow", score=-5),
    row(2003, model="wide", role="primary", score=5),
    row(2004, language="o'neil\\", model="it's"),
    row(2005, language=None),
    row(2006, model=None),
    row(2007, role=None),
    row(2008, score=None, status=503),
    row(2008, score=0.25, status=200),
    row(2008, score=0.25, status=200),
    row(2008, score=0.25, status=200, time="2026-11-04T10:00:00Z", language="pt"),
    row(2009, score=0.25, status=500),
    row(2010, score=float("nan")),
    row(2011, score=float("inf")),
    row(2012, score=1.5),
    row(2013, time=None),
    row(2014, time="2026-11-09T00:00:00Z"),
    row(2015, time="1970-01-01T00:00:00Z"),
    row(2016, event_id=None),
    row(2016, event_id=None),
]


Comparable = tuple[Counter[Cell], dict[str, Rate], Counter[LabelCell], list[Unused]]


def comparable(found: Grouped) -> Comparable:
    """The cells in no order."""
    return Counter(found.cells), dict(found.rates), Counter(found.labels), list(found.unused)


def by_duckdb(*logs: Path) -> Comparable:
    return comparable(duckdb_engine.count(logs, KNOWN))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return parquet(tmp_path / "log.parquet", ROWS)


def test_every_row_is_in_exactly_one_cell(log: Path) -> None:
    found = duckdb_engine.count([log], KNOWN)

    assert sum(cell.events for cell in found.cells) == len(ROWS)
    assert len({cell.reason for cell in found.cells}) == 12


def test_athena_is_asked_for_the_same_counts(log: Path) -> None:
    client = AthenaDouble(f"SELECT * FROM '{log}'")
    said: list[str] = []
    waits: list[float] = []

    found = athena_engine.count(client, PLACE, KNOWN, said.append, waits.append)

    assert comparable(found) == by_duckdb(log)
    assert waits == [0.5, 1.0] * 7
    assert len(said) == 4
    for request in client.requests:
        assert {**request, "QueryString": "the same text"} == {
            "QueryString": "the same text",
            "QueryExecutionContext": {"Database": "ml"},
            "ResultConfiguration": {"OutputLocation": "s3://results/"},
            "WorkGroup": "analysts",
        }


def test_a_table_without_names_is_counted_too(tmp_path: Path) -> None:
    log = parquet(tmp_path / "log.parquet", [row(1, language=None, model=None)])

    found = athena_engine.count(
        AthenaDouble(f"SELECT * FROM '{log}'"), PLACE, KNOWN, sleep=lambda _: None
    )

    assert comparable(found) == by_duckdb(log)


def test_waiting_for_athena_grows_to_a_limit() -> None:
    client = AthenaDouble("SELECT 1 AS one", states=("RUNNING",) * 7)
    client.fails_with = "out of luck"
    waits: list[float] = []

    with pytest.raises(EvidenceError, match=r"the query on ml\.predictions failed: out of luck"):
        athena_engine.count(client, PLACE, KNOWN, sleep=waits.append)

    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


def test_ctrl_c_stops_what_athena_would_be_paid_for(log: Path) -> None:
    client = AthenaDouble(f"SELECT * FROM '{log}'")

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        athena_engine.count(client, PLACE, KNOWN, sleep=interrupted)

    assert client.stopped == ["query-1"]


def test_a_name_that_is_more_than_a_name_is_not_asked_for(log: Path) -> None:
    client = AthenaDouble(f"SELECT * FROM '{log}'")

    with pytest.raises(EvidenceError, match="is no name of Athena"):
        athena_engine.count(client, AthenaTable("ml", 'x" UNION SELECT'), KNOWN)

    assert client.requests == []


OPTIONS: dict[str, tuple[list[str], str]] = {
    "no log": ([], "error: no log given\nhint: name prediction logs with --log PATH\n"),
    "athena with a log": (
        ["--engine", "athena", "--log", "a.parquet"],
        "error: athena counts a table, no files\n"
        "hint: name it with --table DATABASE.TABLE, without --log\n",
    ),
    "a table of another engine": (
        ["--table", "ml.predictions"],
        "error: --table is for --engine athena\nhint: name logs with --log PATH\n",
    ),
}


@pytest.mark.parametrize(("options", "told"), OPTIONS.values(), ids=OPTIONS.keys())
def test_options_that_do_not_go_together(
    root: Path, capsys: Capture, options: list[str], told: str
) -> None:
    assert build(root, options=options) == 2
    assert capsys.readouterr().err == told


WITHOUT_SPARK = importlib.util.find_spec("pyspark") is None


@pytest.mark.skipif(not WITHOUT_SPARK, reason="pyspark is installed")
def test_spark_that_is_not_installed_is_told(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = json_lines(tmp_path / "log.jsonl", [row(1)])

    assert build(root, log, options=["--engine", "spark"]) == 2
    assert capsys.readouterr().err == ("error: Spark is not installed\nhint: pip install pyspark\n")


@pytest.mark.slow
@pytest.mark.usefixtures("_spark")
@pytest.mark.filterwarnings("default")
class TestSpark:
    """The same text on a Spark that really runs."""

    def test_the_counts_are_identical(self, log: Path, tmp_path: Path) -> None:
        from langroute_repo.evidence import spark_engine

        unlabelled = [row(1, score=0.5), row(3000, score=0.75)]
        for one in unlabelled:
            del one["relevant"]
        lines = json_lines(tmp_path / "lines.jsonl", unlabelled)

        found = spark_engine.count([str(log), str(lines)], KNOWN)

        assert comparable(found) == by_duckdb(log, lines)

    def test_the_files_are_identical(self, root: Path, log: Path) -> None:
        build(root, log)
        by_embedded = texts(root)
        for path in (root / "config/evidence").rglob("*.json"):
            path.unlink()

        assert build(root, log, options=["--engine", "spark"]) == 0

        assert texts(root) == by_embedded

    def test_a_log_that_spark_cannot_read_is_told(
        self, root: Path, tmp_path: Path, capsys: Capture
    ) -> None:
        cut = tmp_path / "cut.parquet"
        cut.write_bytes(parquet(tmp_path / "log.parquet", [row(1)]).read_bytes()[:-40])
        wrong = json_lines(tmp_path / "wrong.jsonl", [row(1, score="high")])
        short = json_lines(tmp_path / "short.jsonl", [{"event_id": "a", "score": 1}])
        for path, said in {
            cut: "cannot be read: ",
            wrong: "cannot be read: ",
            short: "has no column time, language, model, role, status",
        }.items():
            assert build(root, path, options=["--engine", "spark"]) == 2
            assert f"error: {path} {said}" in capsys.readouterr().err
        assert texts(root) == {}
