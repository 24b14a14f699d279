"""Opens prediction logs for DuckDB: finds their columns and makes ours of them.

Every log ends as Parquet, whatever it is written in.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from langroute_repo.evidence.described import described
from langroute_repo.evidence.duckdb_dialect import expression, quoted, select
from langroute_repo.evidence.json_lines import rewritten
from langroute_repo.evidence.log import COLUMNS, RECORDED, SHAPE_HINT, EvidenceError, Known
from langroute_repo.evidence.mapping import PATH, How, Reading, places, readings
from langroute_repo.evidence.proposal import NUMBERS, Seen
from langroute_repo.evidence.refusals import told
from langroute_repo.tree.files.log import LogFile

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
# How DuckDB names the types that mean the same as the one a column is counted as.
ACCEPTED: dict[str, tuple[str, ...]] = {
    "event_id": ("VARCHAR", "UUID", *INTEGERS),
    "time": ("TIMESTAMP",),
    "language": ("VARCHAR", "ENUM"),
    "model": ("VARCHAR", "ENUM"),
    "role": ("VARCHAR", "ENUM"),
    "status": INTEGERS,
    "score": ("DOUBLE", "FLOAT", "DECIMAL", *INTEGERS),
    "relevant": ("BOOLEAN",),
    "final": ("BOOLEAN",),
    "passed": ("BOOLEAN",),
    "latency_ms": ("DOUBLE", "FLOAT", "DECIMAL", *INTEGERS),
    "sent": ("VARCHAR", "UUID"),
}
# What a column holds that is taken otherwise, and the words for it.
HELD: dict[How, tuple[tuple[str, ...], str]] = {
    "text": (
        ("VARCHAR", "ENUM", "BOOLEAN", "UUID", *INTEGERS),
        "its values have to be text, true or false, or whole numbers",
    ),
    "number": (
        ("DOUBLE", "DECIMAL", *INTEGERS),
        "its format in config/log.yaml is that of a number",
    ),
    "iso": (("VARCHAR",), "its format in config/log.yaml is that of a text"),
}
EMPTY_COLUMN = ('"NULL"', "JSON")  # the types of a column that holds nothing but nulls
FEW = 40  # values of a column that can be words with a meaning
PARQUET = (".parquet",)
JSON_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
ENDINGS = ".parquet, .jsonl or .ndjson (.gz behind the last two)"


def source(
    connection: "DuckDBPyConnection", path: Path, index: int, folder: Path, known: Known
) -> str:
    """A query that gives the log's columns as they are counted.

    ``index`` tells the logs of one build apart; ``folder`` is for files that go with the build.
    """
    _refuse_at_sight(path)
    if not path.name.endswith(PARQUET):
        lines = rewritten(connection, path, folder / f"{index}.parquet", known)
        return f"SELECT * FROM read_parquet({quoted(lines)})"
    scan = f"read_parquet({quoted(path)})"
    present = described(connection, path, scan)
    found = places(path, known.log, False, present)
    for reading in readings(known.log, lines=False):
        if reading.ours in found:
            _check_type(path, reading, present[found[reading.ours]], known.log)
    return select(scan, found, known, lines=False)


def _refuse_at_sight(path: Path) -> None:
    if path.is_dir():
        raise EvidenceError(f"{path} is a folder", f"name the logs in it: --log {path}/*.parquet")
    if not path.is_file():
        raise EvidenceError(f"{path} is no file", "name prediction logs with --log")
    if not path.name.endswith(PARQUET + JSON_LINES):
        raise EvidenceError(f"{path} is no log: its name must end in {ENDINGS}", SHAPE_HINT)
    if not path.stat().st_size:
        raise EvidenceError(f"{path} is empty", "nothing was written")


def _check_type(path: Path, reading: Reading, held: str, log: LogFile) -> None:
    """Refuse a column of a wrong type, where the file says its types."""
    accepted, counted_as = (
        ACCEPTED[reading.ours],
        f"it is counted as {(COLUMNS | RECORDED)[reading.ours]}",
    )
    hint = SHAPE_HINT
    if reading.how != "own":
        accepted, counted_as = HELD[reading.how]
        hint = f"{PATH} says of {reading.ours} what it holds"
    elif reading.ours == "status" and log.status:
        accepted = (*accepted, "VARCHAR")
    elif reading.ours == "time":
        hint = f"{hint}; a text or a number is taken by time: {{format: …}} in {PATH}"
    if not held.startswith((*accepted, *EMPTY_COLUMN)):
        raise EvidenceError(f"{path} holds {reading.theirs} as {held}; {counted_as}", hint)


def look(connection: "DuckDBPyConnection", path: Path) -> list[Seen]:
    """The columns of a log, those that are nested behind what they are in, with their values."""
    scan = _scan(path)
    with told([path]):
        return [
            Seen(".".join(place), kind, *_values(connection, expression(place), kind, scan))
            for place, kind in described(connection, path, scan).items()
        ]


def has_column(connection: "DuckDBPyConnection", path: Path, name: str) -> bool:
    """Whether a log has a column of this name."""
    return (name,) in described(connection, path, _scan(path))


def _scan(path: Path) -> str:
    _refuse_at_sight(path)
    if path.name.endswith(PARQUET):
        return f"read_parquet({quoted(path)})"
    return f"read_json({quoted(path)}, format = 'newline_delimited')"


def _values(
    connection: "DuckDBPyConnection", column: str, kind: str, scan: str
) -> tuple[list[str], float | None]:
    """All values of a column where they are few, and the highest of numbers."""
    if kind.startswith(("STRUCT", "MAP")) or kind.endswith("[]"):
        return [], None
    rows = f"FROM {scan} AS theirs"
    few = f"SELECT DISTINCT CAST({column} AS VARCHAR) {rows} LIMIT {FEW + 1}"
    values = sorted(one for (one,) in connection.execute(few).fetchall() if one)
    highest = f"SELECT CAST(MAX({column}) AS DOUBLE) {rows}"
    found = connection.execute(highest).fetchall() if kind.startswith(NUMBERS) else [(None,)]
    return (values if len(values) <= FEW else []), found[0][0]
