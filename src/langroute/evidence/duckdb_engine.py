"""Runs the evidence SQL on prediction logs with DuckDB, embedded: Parquet or JSON lines.

DuckDB is imported when a log is opened, for nothing else needs it.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from langroute.evidence.build import Cell, EvidenceError, Grouped, Rate
from langroute.evidence.sql import COUNTS, RATES, REPEATED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Each column, the type it is counted as, and how DuckDB names the types that mean the same.
INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "event_id": ("VARCHAR", ("VARCHAR", "UUID", *INTEGERS)),
    "time": ("TIMESTAMP", ("TIMESTAMP",)),
    "language": ("VARCHAR", ("VARCHAR", "ENUM")),
    "model": ("VARCHAR", ("VARCHAR", "ENUM")),
    "role": ("VARCHAR", ("VARCHAR", "ENUM")),
    "status": ("INTEGER", INTEGERS),
    "score": ("DOUBLE", ("DOUBLE", "FLOAT", "DECIMAL", *INTEGERS)),
    "relevant": ("BOOLEAN", ("BOOLEAN",)),
}
EMPTY_COLUMN = ('"NULL"', "JSON")  # the types of a column that holds nothing but nulls
JSON_TYPES = {name: kind for name, (kind, _) in COLUMNS.items()} | {"time": "TIMESTAMPTZ"}
PARQUET = (".parquet",)
JSON_LINES = (".jsonl", ".ndjson")
ENDINGS = ".parquet, .jsonl or .ndjson"
SHAPE_HINT = f"a log has the columns {', '.join(COLUMNS)}; write null where one is unknown"


def count(
    paths: Sequence[Path],
    models: Mapping[str, tuple[float, float]],
    found: Callable[[str], str | None],
    ends: datetime,
) -> Grouped:
    """Count the rows of all logs together.

    ``models`` gives the ends of each known model's scale, ``found`` the language whose file
    answers for a tag, ``ends`` the moment (UTC, without a zone) from which on a time is wrong.
    Raises ``EvidenceError`` for a log that cannot be read or does not have the columns.
    """
    with opened(paths) as connection:
        give(connection, models, found, ends)
        connection.execute(f"CREATE TABLE repeated AS {REPEATED}")
        cells = [Cell(*row) for row in connection.execute(COUNTS).fetchall()]
        rates = {row[0]: Rate(*row[1:]) for row in connection.execute(RATES).fetchall()}
    return Grouped(cells, rates)


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator["DuckDBPyConnection"]:
    """A connection with all logs together as the view ``log``, in the types that are counted.

    What DuckDB says of them while it is open becomes an ``EvidenceError``.
    """
    with _connection() as connection:
        sources = [_source(connection, path) for path in paths]
        connection.execute("CREATE VIEW log AS " + " UNION ALL ".join(sources))
        with _told(paths):
            yield connection


@contextmanager
def _connection() -> Iterator["DuckDBPyConnection"]:
    """A database in memory that downloads nothing and spills into a folder of its own."""
    try:
        import duckdb
    except ModuleNotFoundError:
        raise EvidenceError(
            "DuckDB is not installed", "the launcher ./langroute brings it"
        ) from None
    with tempfile.TemporaryDirectory() as spill, duckdb.connect() as connection:
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET temp_directory = {_quoted(spill)}")
        yield connection


@contextmanager
def _told(paths: Sequence[Path]) -> Iterator[None]:
    """Tell what DuckDB says of a log in one line instead of a traceback."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        names = ", ".join(map(str, paths))
        reason = str(error).strip().splitlines()[0]
        raise EvidenceError(f"{names} cannot be read: {reason}", "nothing was written") from error


def _source(connection: "DuckDBPyConnection", path: Path) -> str:
    """A query that gives the log's columns in the types that are counted."""
    if not path.is_file():
        raise EvidenceError(f"{path} is no file", "name prediction logs with --log")
    if path.suffix not in PARQUET + JSON_LINES:
        raise EvidenceError(f"{path} is no log: its name must end in {ENDINGS}", SHAPE_HINT)
    if not path.stat().st_size:
        raise EvidenceError(f"{path} is empty", "nothing was written")
    name = _quoted(str(path))
    if path.suffix in PARQUET:
        scan = f"read_parquet({name})"
        _check_columns(path, _described(connection, path, scan), typed=True)
    else:
        scan = f"read_json({name}, format = 'newline_delimited'"
        _check_columns(path, _described(connection, path, f"{scan})"), typed=False)
        types = ", ".join(f"{column}: '{kind}'" for column, kind in JSON_TYPES.items())
        scan += f", columns = {{{types}}})"
    return f"SELECT {_casts()} FROM {scan}"


def _described(connection: "DuckDBPyConnection", path: Path, scan: str) -> Mapping[str, str]:
    with _told([path]):
        rows = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    return {name: kind for name, kind, *_ in rows}


def _check_columns(path: Path, present: Mapping[str, str], typed: bool) -> None:
    """Refuse a column that is missing or, where the file says its types, of a wrong one."""
    missing = [column for column in COLUMNS if column not in present]
    if missing:
        raise EvidenceError(f"{path} has no column {', '.join(missing)}", SHAPE_HINT)
    for column, (kind, accepted) in COLUMNS.items():
        if typed and not present[column].startswith((*accepted, *EMPTY_COLUMN)):
            raise EvidenceError(
                f"{path} holds {column} as {present[column]}; it is counted as {kind}", SHAPE_HINT
            )


def _casts() -> str:
    return ", ".join(
        f"CAST({column} AS {kind}) AS {column}" for column, (kind, _) in COLUMNS.items()
    )


def give(
    connection: "DuckDBPyConnection",
    models: Mapping[str, tuple[float, float]],
    found: Callable[[str], str | None],
    ends: datetime,
) -> None:
    """Make the three small tables beside the log."""
    connection.execute("CREATE TABLE models (model VARCHAR, minimum DOUBLE, maximum DOUBLE)")
    connection.execute("CREATE TABLE languages (asked VARCHAR, found VARCHAR)")
    connection.execute("CREATE TABLE horizon (ends TIMESTAMP)")
    asked = connection.execute("SELECT DISTINCT language FROM log WHERE language IS NOT NULL")
    languages = [(tag, found(tag)) for (tag,) in asked.fetchall()]
    _insert(connection, "models", [(name, *ends) for name, ends in models.items()])
    _insert(connection, "languages", languages)
    _insert(connection, "horizon", [(ends,)])


def _insert(
    connection: "DuckDBPyConnection", table: str, rows: Sequence[tuple[object, ...]]
) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
