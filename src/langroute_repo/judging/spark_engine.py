"""Counts candidates with Spark, for a log that is too large for one machine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from langroute_repo.evidence.log import Known, Say
from langroute_repo.evidence.spark_engine import opened
from langroute_repo.judging.counting import Candidate, Judged
from langroute_repo.judging.counting import count as count_with

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CANDIDATES = (
    "number int, language int, candidate int, beside int, cell int, beside_cell int, "
    "begins timestamp_ntz, slow double, salt string, asked int"
)


@dataclass(frozen=True, slots=True)
class _Spark:
    spark: "SparkSession"
    made: list[str] = field(default_factory=list)

    def ask(self, text: str) -> Iterable[Sequence[Any]]:
        rows: list[Sequence[Any]] = self.spark.sql(text).collect()
        return rows

    def make(self, name: str, text: str) -> None:
        self.spark.sql(text).persist().createOrReplaceTempView(name)
        self.made.append(name)

    def give(self, rows: Sequence[tuple[object, ...]]) -> None:
        table = self.spark.createDataFrame(list(rows), CANDIDATES)
        table.createOrReplaceTempView("candidates")
        self.made.append("candidates")

    def drop(self) -> None:
        for name in self.made:
            self.spark.catalog.dropTempView(name)


def count(
    paths: Sequence[str],
    known: Known,
    candidates: Sequence[Candidate],
    say: Say = lambda _: None,
    labels: Sequence[str] = (),
) -> Judged:
    """Count the rows of all logs together; EvidenceError for one that cannot be read."""
    with opened(paths, known, say, labels) as (spark, given):
        engine = _Spark(spark)
        try:
            return count_with(engine, given, candidates, say)
        finally:
            engine.drop()
