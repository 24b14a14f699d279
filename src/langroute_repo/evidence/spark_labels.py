"""Opens files of labels for Spark, as ``label_files`` does for DuckDB."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from langroute_repo.evidence.label_files import COLUMNS, HINT, KINDS, REQUIRED
from langroute_repo.evidence.log import EvidenceError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ACCEPTED = {
    "event_id": ("string", "tinyint", "smallint", "int", "bigint"),
    "relevant": ("boolean",),
    "time": ("timestamp",),
    "reason": ("string",),
}
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
TYPES = {
    "event_id": "STRING",
    "relevant": "BOOLEAN",
    "time": "TIMESTAMP_NTZ",
    "reason": "STRING",
}


def labels(spark: "SparkSession", paths: Sequence[str]) -> None:
    """Make the view ``labels`` of all files together; EvidenceError for one that cannot be."""
    rows = spark.createDataFrame(
        [], ", ".join(f"{name} {kind.lower()}" for name, kind in TYPES.items())
    )
    for path in paths:
        rows = rows.unionAll(_read(spark, path))
    rows.createOrReplaceTempView("labels")


def _read(spark: "SparkSession", path: str) -> "DataFrame":
    lines = path.endswith(LINES)
    rows = spark.read.json(path) if lines else spark.read.parquet(path)
    present = {field.name: field.dataType.simpleString() for field in rows.schema}
    missing = [name for name in REQUIRED if name not in present]
    if missing:
        raise EvidenceError(f"{path} has no column {', '.join(missing)}", HINT)
    for name in COLUMNS.keys() & present.keys():
        # In JSON lines a time is text, and a column of nulls is taken for text as well.
        accepted = (*ACCEPTED[name], "void", *(("string",) if lines and name == "time" else ()))
        if not present[name].startswith(accepted):
            raise EvidenceError(
                f"{path} holds {name} as {present[name]}; it has to be {KINDS[name][0]}", HINT
            )
    return rows.selectExpr(*(_made(name, kind, present) for name, kind in TYPES.items()))


def _made(name: str, kind: str, present: dict[str, str]) -> str:
    column = name if name in present else "NULL"
    if name == "time":
        column = f"CAST({column} AS TIMESTAMP)"
    return f"CAST({column} AS {kind}) AS {name}"
