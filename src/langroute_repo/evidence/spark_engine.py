"""Runs the evidence SQL with Spark, for a log that is too large for one machine.

It uses the session that is running, or starts one as Spark's own settings say; paths go to Spark as
they are, so that what its file systems read (s3a, hdfs, a folder of many files) can be counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from langroute_repo.evidence.label_sql import ASKED, LABELLED, TOLD, UNUSED
from langroute_repo.evidence.log import (
    COLUMNS,
    RECORDED,
    SHAPE_HINT,
    EvidenceError,
    Grouped,
    Known,
    Say,
    Tables,
    tables,
)
from langroute_repo.evidence.mapping import (
    PATH,
    How,
    Place,
    Reading,
    nested_types,
    places,
    readings,
    recorded_readings,
)
from langroute_repo.evidence.projection import (
    Dialect,
    projection,
    refused_value,
    unnamed_value,
)
from langroute_repo.evidence.spark_labels import labels as open_labels
from langroute_repo.evidence.sql import AGAIN, COUNTS, NAMES, RATES, REPEATS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructField

# As Spark names them. A time is kept without a zone, so that no machine's zone gets into it.
TYPES = COLUMNS | {
    "event_id": "STRING",
    "language": "STRING",
    "model": "STRING",
    "role": "STRING",
    "time": "TIMESTAMP_NTZ",
    "sent": "STRING",
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
    "final": ("boolean",),
    "passed": ("boolean",),
    "latency_ms": ("double", "float", "decimal", *INTEGERS),
    "sent": ("string",),
}
# What a column holds that is taken otherwise.
HELD: dict[How, tuple[str, ...]] = {
    "text": ("string", "boolean", *INTEGERS),
    "number": ("double", "decimal", *INTEGERS),
    "iso": ("string",),
}
JSON_TYPES = RECORDED | TYPES | {
    "audited": "BIGINT", "time": "TIMESTAMP", "text": "STRING", "number": "DOUBLE", "iso": "STRING"
}  # fmt: skip
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # A cast that fails ends the count, as it does elsewhere.
    "spark.sql.ansi.enabled": "true",
    # Otherwise a ${…} in a name or a value of the log would be what a setting or the machine says.
    "spark.sql.variable.substitute": "false",
}
VIEWS = ("log", "models", "languages", "horizon", "again", "labels", "routes", "told", "asked")


def count(
    paths: Sequence[str],
    known: Known,
    say: Say = lambda _: None,
    labels: Sequence[str] = (),
) -> Grouped:
    """Count the rows of all logs together; EvidenceError for a log that cannot be read.

    ``labels`` are files of what people said apart from the logs.
    """
    with opened(paths, known, say, labels) as (spark, given):
        say("looking for repeated rows")
        spark.sql(AGAIN).persist().createOrReplaceTempView("again")
        say("counting scores")
        cells, repeats = (spark.sql(text).collect() for text in (COUNTS, REPEATS))
        say("counting events a second")
        rates = spark.sql(RATES).collect()
        say("counting labels")
        spark.sql(TOLD).persist().createOrReplaceTempView("told")
        spark.sql(ASKED).persist().createOrReplaceTempView("asked")
        told_of, unused = (spark.sql(text).collect() for text in (LABELLED, UNUSED))
        return given.grouped(cells, repeats, rates, told_of, unused)


@contextmanager
def opened(
    paths: Sequence[str], known: Known, say: Say = lambda _: None, labels: Sequence[str] = ()
) -> Iterator[tuple["SparkSession", Tables]]:
    """All logs together as the view ``log``, and all labels as ``labels``, with the small tables.

    What Spark says of one while they are open becomes an ``EvidenceError``.
    """
    say("starting Spark")
    with _session() as spark, _told([*paths, *labels]):
        say("reading the logs")
        first, *others = (_read(spark, path, known) for path in paths)
        for other in others:
            first = first.unionAll(other)
        first.createOrReplaceTempView("log")
        horizon = "begins timestamp_ntz, ends timestamp_ntz"
        _view(spark, "horizon", [(known.ends, known.ends)], horizon)
        given = tables(known, spark.sql(NAMES).collect())
        _give(spark, given, horizon)
        open_labels(spark, labels)
        yield spark, given


@contextmanager
def _session() -> Iterator["SparkSession"]:
    """The session that is running, which goes on, or one for this count."""
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise EvidenceError("Spark is not installed", "pip install pyspark") from None
    running = SparkSession.getActiveSession()
    spark = running or SparkSession.builder.appName("langroute evidence").getOrCreate()
    before = {name: spark.conf.get(name) for name in SETTINGS}
    for name, value in SETTINGS.items():
        spark.conf.set(name, value)
    try:
        yield spark
    finally:
        for view in VIEWS:
            spark.catalog.dropTempView(view)
        if running:
            for name, value in SETTINGS.items():
                spark.conf.set(name, before[name] or value)
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
        names = ", ".join(paths)
        unnamed = unnamed_value(str(error))
        if unnamed:
            raise refused_value(names, *unnamed) from error
        reason = str(error).strip().splitlines()[0]
        raise EvidenceError(f"{names} cannot be read: {reason}", "nothing was written") from error


def _quoted(text: str) -> str:
    """A text as Spark's SQL writes one, in which a backslash means something."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _identifier(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


SPARK = Dialect(
    text="STRING",
    types=TYPES,
    literal=_quoted,
    moment="CAST({} AS TIMESTAMP_NTZ)",
    iso="CAST(CAST({} AS TIMESTAMP) AS TIMESTAMP_NTZ)",
    microseconds="CAST(TIMESTAMP_MICROS({}) AS TIMESTAMP_NTZ)",
    zoned="TYPEOF({}) = 'timestamp'",
)


def _read(spark: "SparkSession", path: str, known: Known) -> "DataFrame":
    """The log's columns in the types that are counted."""
    lines = path.endswith((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"))
    rows = spark.read.json(path) if lines else spark.read.parquet(path)
    present = dict(_nested((), rows.schema))
    found = places(path, known.log, lines, present)
    read = readings(known.log, lines)
    if lines:
        # Its reader takes no text for a number; a cast does, and refuses what is none.
        kinds = JSON_TYPES | ({"status": "STRING"} if known.log.status else {})
        read += recorded_readings(known.log, found)
        held = nested_types(read, found, kinds, "STRING")
        types = ", ".join(f"{_identifier(name)} {_type(kind)}" for name, kind in held.items())
        rows = spark.read.schema(types).json(path, mode="FAILFAST")
    else:
        for reading in read:
            if reading.ours in found:
                _check_type(path, reading, present[found[reading.ours]], known)
    taken = {ours: ".".join(map(_identifier, place)) for ours, place in found.items()}
    made = projection(known.log, SPARK, taken, known.ends, lines)
    return rows.selectExpr(*made.taken).selectExpr(*made.converted)


def _nested(above: Place, held: Iterable["StructField"]) -> Iterator[tuple[Place, str]]:
    """The types of all columns, and of what is nested in them."""
    for field in held:
        kind = field.dataType
        yield (*above, field.name), kind.simpleString()
        if kind.typeName() == "struct":
            yield from _nested((*above, field.name), kind)


def _type(kind: str | dict[str, Any]) -> str:
    if isinstance(kind, str):
        return kind
    return (
        f"STRUCT<{', '.join(f'{_identifier(name)}: {_type(one)}' for name, one in kind.items())}>"
    )


def _check_type(path: str, reading: Reading, held: str, known: Known) -> None:
    if reading.how == "own":
        accepted, hint = ACCEPTED[reading.ours], SHAPE_HINT
        if reading.ours == "status" and known.log.status:
            accepted = (*accepted, "string")
    else:
        accepted, hint = HELD[reading.how], f"{PATH} says of {reading.ours} what it holds"
    if not held.startswith((*accepted, "void")):
        kind = (COLUMNS | RECORDED)[reading.ours]
        raise EvidenceError(
            f"{path} holds {reading.theirs} as {held}; {reading.ours} is counted as {kind}", hint
        )


def _give(spark: "SparkSession", given: Tables, horizon: str) -> None:
    """Make the small tables beside the log."""
    _view(spark, "models", given.models, "model string, number int, minimum double, maximum double")
    _view(spark, "languages", given.languages, "asked string, number int, known boolean")
    _view(spark, "horizon", [given.horizon], horizon)
    _view(spark, "routes", given.routes, "language int, model int, cell int")


def _view(spark: "SparkSession", name: str, rows: Sequence[object], schema: str) -> None:
    spark.createDataFrame(list(rows), schema).createOrReplaceTempView(name)
