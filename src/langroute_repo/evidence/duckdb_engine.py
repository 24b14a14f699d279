"""Runs the evidence SQL on prediction logs with DuckDB, embedded: Parquet or JSON lines.

DuckDB is imported when a log is opened, for nothing else needs it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from langroute_repo.evidence.duckdb_dialect import quoted
from langroute_repo.evidence.label_files import labels as open_labels
from langroute_repo.evidence.label_sql import ASKED, LABELLED, TOLD, UNUSED
from langroute_repo.evidence.log import EvidenceError, Grouped, Known, Say, Tables, tables
from langroute_repo.evidence.parquet import has_column, source
from langroute_repo.evidence.parquet import look as columns_of
from langroute_repo.evidence.proposal import Seen
from langroute_repo.evidence.refusals import told
from langroute_repo.evidence.sql import COUNTS, IDENTIFIED, NAMES, RATES, REPEATS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Two rows of the same answer have the same number; of the others, in 20 M rows, one in 100,000
# logs. Sorting such numbers takes a quarter of the time and a fifth of the memory of AGAIN. That
# the sorted order holds for an empty OVER is documented; sorting within OVER takes a half longer.
KEY = "hash(event_id, model, role)"
TWICE = f"""
SELECT DISTINCT key
FROM (SELECT key, LAG(key) OVER () AS neighbour
      FROM (SELECT {{key}} AS key FROM log WHERE {IDENTIFIED} ORDER BY key) AS sorted) AS neighbours
WHERE key = neighbour
"""
SUSPECTS = f"SELECT * FROM log WHERE {IDENTIFIED} AND {{key}} IN (SELECT key FROM twice)"


def count(
    paths: Sequence[Path], known: Known, say: Say = lambda _: None, labels: Sequence[Path] = ()
) -> Grouped:
    """Count the rows of all logs together; ``say`` is told what is done next.

    ``labels`` are files of what people said apart from the logs. Raises ``EvidenceError`` for a
    log that cannot be read or does not have the columns.
    """
    with opened(paths, known, say) as (connection, given):
        say("looking for repeated rows")
        _find_again(connection)
        say("counting scores")
        cells, repeats = (connection.execute(text).fetchall() for text in (COUNTS, REPEATS))
        say("counting events a second")
        rates = connection.execute(RATES).fetchall()
        say("counting labels")
        open_labels(connection, labels)
        connection.execute(f"CREATE TABLE told AS {TOLD}")
        connection.execute(f"CREATE TABLE asked AS {ASKED}")
        told_of, unused = (connection.execute(text).fetchall() for text in (LABELLED, UNUSED))
        return given.grouped(cells, repeats, rates, told_of, unused)


@contextmanager
def opened(
    paths: Sequence[Path], known: Known, say: Say = lambda _: None
) -> Iterator[tuple["DuckDBPyConnection", Tables]]:
    """All logs together as the view ``log``, with the small tables beside it.

    What DuckDB says of a log while it is open becomes an ``EvidenceError``.
    """
    with _connection() as (connection, folder):
        say("reading the logs")
        sources = [source(connection, path, at, folder, known) for at, path in enumerate(paths)]
        connection.execute("CREATE VIEW log AS " + " UNION ALL ".join(sources))
        with told(paths):
            yield connection, _tables(connection, known)


def look(path: Path) -> list[Seen]:
    """Which columns a log has, whosever it is, and what is in them."""
    with _connection() as (connection, _):
        return columns_of(connection, path)


def all_have(paths: Sequence[Path], name: str) -> bool:
    """Whether each of the logs has a column of this name."""
    with _connection() as (connection, _):
        return all(has_column(connection, path, name) for path in paths)


@contextmanager
def _connection() -> Iterator[tuple["DuckDBPyConnection", Path]]:
    """A database in memory that downloads nothing, and a folder that it may spill into."""
    try:
        import duckdb
    except ModuleNotFoundError:
        raise EvidenceError(
            "DuckDB is not installed", "the launcher ./langroute brings it"
        ) from None
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET temp_directory = {quoted(folder)}")
        with _stopped_as_python_is():
            yield connection, Path(folder)


@contextmanager
def _stopped_as_python_is() -> Iterator[None]:
    """Ctrl-C within a query is a RuntimeError of DuckDB's; everybody else waits for another."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise


def _tables(connection: "DuckDBPyConnection", known: Known) -> Tables:
    """Make the small tables for what the log names."""
    connection.execute("CREATE TABLE horizon (begins TIMESTAMP, ends TIMESTAMP)")
    _insert(connection, "horizon", [(known.ends, known.ends)])
    given = tables(known, connection.execute(NAMES).fetchall())
    _give(connection, given)
    return given


def _give(connection: "DuckDBPyConnection", given: Tables) -> None:
    """Make the small tables beside the log."""
    connection.execute(
        "CREATE TABLE models (model VARCHAR, number INTEGER, minimum DOUBLE, maximum DOUBLE)"
    )
    connection.execute("CREATE TABLE languages (asked VARCHAR, number INTEGER, known BOOLEAN)")
    connection.execute("CREATE TABLE routes (language INTEGER, model INTEGER, cell INTEGER)")
    connection.execute("DELETE FROM horizon")
    _insert(connection, "models", given.models)
    _insert(connection, "languages", given.languages)
    _insert(connection, "horizon", [given.horizon])
    _insert(connection, "routes", given.routes)


def _find_again(connection: "DuckDBPyConnection") -> None:
    """Make the table of answers that stand in the log more than once, and few beside."""
    connection.execute(f"CREATE TABLE twice AS {TWICE.format(key=KEY)}")
    connection.execute(f"CREATE TABLE again AS {SUSPECTS.format(key=KEY)}")


def _insert(
    connection: "DuckDBPyConnection", table: str, rows: Sequence[tuple[object, ...]]
) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
