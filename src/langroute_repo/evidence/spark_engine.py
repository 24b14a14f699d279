"""Runs the evidence SQL with Spark, for a log that is too large for one machine.

It uses the session that is running, or starts one as Spark's own settings say; paths go to Spark as
they are, so that what its file systems read (s3a, hdfs, a folder of many files) can be counted.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from langroute_repo.evidence.log import (
    COLUMNS,
    REQUIRED,
    SHAPE_HINT,
    EvidenceError,
    Grouped,
    Known,
    Say,
    Tables,
    tables,
)
from langroute_repo.evidence.sql import AGAIN, COUNTS, NAMES, RATES, REPEATS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# As Spark names them. A time is kept without a zone, so that no machine's zone gets into it.
TYPES = COLUMNS | {
    "event_id": "STRING",
    "language": "STRING",
    "model": "STRING",
    "role": "STRING",
    "time": "TIMESTAMP_NTZ",
}
INTEGERS = ("tinyint", "smallint", "int", "bigint")
ACCEPTED: dict[str, tuple[str, ...]] = {
    "event_id": ("string", *INTEGERS),
    "time": ("timestamp",),
    "language": ("string",),
    "model": ("string",),
    "role": ("string",),
    "status": INTEGERS,
    "score": ("double", "float", "decimal", *INTEGERS),
    "relevant": ("boolean",),
}
JSON_TYPES = TYPES | {"time": "TIMESTAMP"}
VIEWS = ("log", "models", "languages", "horizon", "again")


def count(paths: Sequence[str], known: Known, say: Say = lambda _: None) -> Grouped:
    """Count the rows of all logs together; EvidenceError for a log that cannot be read."""
    say("starting Spark")
    with _session() as spark, _told(paths):
        say("reading the logs")
        first, *others = (_read(spark, path) for path in paths)
        for other in others:
            first = first.unionAll(other)
        first.createOrReplaceTempView("log")
        horizon = "begins timestamp_ntz, ends timestamp_ntz"
        _view(spark, "horizon", [(known.ends, known.ends)], horizon)
        given = tables(known, spark.sql(NAMES).collect())
        _give(spark, given, horizon)
        say("looking for repeated rows")
        spark.sql(AGAIN).persist().createOrReplaceTempView("again")
        say("counting scores")
        cells, repeats = (spark.sql(text).collect() for text in (COUNTS, REPEATS))
        say("counting events a second")
        return given.grouped(cells, repeats, spark.sql(RATES).collect())


@contextmanager
def _session() -> Iterator["SparkSession"]:
    """The session that is running, which goes on, or one for this count."""
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise EvidenceError("Spark is not installed", "pip install 'langroute[spark]'") from None
    running = SparkSession.getActiveSession()
    spark = running or SparkSession.builder.appName("langroute evidence").getOrCreate()
    zone = spark.conf.get("spark.sql.session.timeZone")
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    try:
        yield spark
    finally:
        for view in VIEWS:
            spark.catalog.dropTempView(view)
        if running:
            spark.conf.set("spark.sql.session.timeZone", zone or "UTC")
        else:
            spark.stop()


@contextmanager
def _told(paths: Sequence[str]) -> Iterator[None]:
    """Tell what Spark says of a log in one line instead of a traceback of two languages."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JJavaError) as error:
        reason = str(error).strip().splitlines()[0]
        names = ", ".join(paths)
        raise EvidenceError(f"{names} cannot be read: {reason}", "nothing was written") from error


def _read(spark: "SparkSession", path: str) -> "DataFrame":
    """The log's columns in the types that are counted."""
    if path.endswith((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")):
        _check_columns(path, dict(spark.read.json(path).dtypes), typed=False)
        types = ", ".join(f"{column} {kind}" for column, kind in JSON_TYPES.items())
        found = spark.read.schema(types).json(path, mode="FAILFAST")
    else:
        found = spark.read.parquet(path)
        _check_columns(path, dict(found.dtypes), typed=True)
    return found.selectExpr(
        *(
            f"CAST({name if name in found.columns else 'NULL'} AS {kind}) AS {name}"
            for name, kind in TYPES.items()
        )
    )


def _check_columns(path: str, present: dict[str, str], typed: bool) -> None:
    missing = [column for column in REQUIRED if column not in present]
    if missing:
        raise EvidenceError(f"{path} has no column {', '.join(missing)}", SHAPE_HINT)
    for column, accepted in ACCEPTED.items():
        held, kind = present.get(column, "void"), COLUMNS[column]
        if typed and not held.startswith((*accepted, "void")):
            raise EvidenceError(
                f"{path} holds {column} as {held}; it is counted as {kind}", SHAPE_HINT
            )


def _give(spark: "SparkSession", given: Tables, horizon: str) -> None:
    """Make the small tables beside the log."""
    _view(spark, "models", given.models, "model string, number int, minimum double, maximum double")
    _view(spark, "languages", given.languages, "asked string, number int, known boolean")
    _view(spark, "horizon", [given.horizon], horizon)


def _view(spark: "SparkSession", name: str, rows: Sequence[object], schema: str) -> None:
    spark.createDataFrame(list(rows), schema).createOrReplaceTempView(name)
