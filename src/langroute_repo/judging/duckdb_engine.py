"""Counts candidates with DuckDB, embedded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langroute_repo.evidence.duckdb_engine import opened
from langroute_repo.evidence.label_files import labels as open_labels
from langroute_repo.evidence.log import Known, Say
from langroute_repo.judging.counting import Candidate, Judged
from langroute_repo.judging.counting import count as count_with

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GB"  # beyond that it spills, so that a long log takes time and not the machine
CANDIDATES = (
    "number INTEGER, language INTEGER, candidate INTEGER, beside INTEGER, cell INTEGER, "
    "beside_cell INTEGER, begins TIMESTAMP, slow DOUBLE, salt VARCHAR, asked INTEGER"
)


@dataclass(frozen=True, slots=True)
class _DuckDB:
    connection: "DuckDBPyConnection"

    def ask(self, text: str) -> Iterable[Sequence[Any]]:
        return self.connection.execute(text).fetchall()

    def make(self, name: str, text: str) -> None:
        self.connection.execute(f"CREATE TABLE {name} AS {text}")

    def give(self, rows: Sequence[tuple[object, ...]]) -> None:
        self.connection.execute(f"CREATE TABLE candidates ({CANDIDATES})")
        if rows:
            self.connection.executemany(
                f"INSERT INTO candidates VALUES ({', '.join('?' * len(rows[0]))})", rows
            )


def count(
    paths: Sequence[Path],
    known: Known,
    candidates: Sequence[Candidate],
    say: Say = lambda _: None,
    labels: Sequence[Path] = (),
) -> Judged:
    """Count the rows of all logs together; EvidenceError for one that cannot be read."""
    with opened(paths, known, say) as (connection, given):
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        open_labels(connection, labels)
        return count_with(_DuckDB(connection), given, candidates, say)
