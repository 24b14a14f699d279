"""Opens prediction logs for a replay, with what the two states know of their rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from langroute.evidence.duckdb_engine import database, insert
from langroute.evidence.log import Known
from langroute.evidence.parquet import source, told

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def opened(logs: Sequence[Path], known: Known) -> Iterator["DuckDBPyConnection"]:
    """A connection with all logs together as the view ``log``, and the tables beside it.

    What DuckDB says of the logs while it is open becomes an ``EvidenceError``.
    """
    with database() as (connection, folder):
        sources = [source(connection, path, at, folder) for at, path in enumerate(logs)]
        connection.execute("CREATE VIEW log AS " + " UNION ALL ".join(sources))
        with told(logs):
            _give(connection, known)
            yield connection


def _give(connection: "DuckDBPyConnection", known: Known) -> None:
    connection.execute("CREATE TABLE models (model VARCHAR, minimum DOUBLE, maximum DOUBLE)")
    connection.execute("CREATE TABLE languages (asked VARCHAR, found VARCHAR)")
    connection.execute("CREATE TABLE horizon (ends TIMESTAMP)")
    asked = connection.execute("SELECT DISTINCT language FROM log WHERE language IS NOT NULL")
    languages = [(tag, known.found(tag)) for (tag,) in asked.fetchall()]
    insert(connection, "models", [(name, *ends) for name, ends in known.models.items()])
    insert(connection, "languages", languages)
    insert(connection, "horizon", [(known.ends,)])
