"""Opens prediction logs for DuckDB: checks their columns, and reads JSON lines once for all.

Every log ends as Parquet: JSON lines are rewritten into a folder of their own, for parsing them
takes longer than everything that is then counted from them.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from langroute.evidence.log import COLUMNS, SHAPE_HINT, EvidenceError

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
}
EMPTY_COLUMN = ('"NULL"', "JSON")  # the types of a column that holds nothing but nulls
JSON_TYPES = COLUMNS | {"time": "TIMESTAMPTZ"}
PARQUET = (".parquet",)
JSON_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
ENDINGS = ".parquet, .jsonl or .ndjson (.gz behind the last two)"
MALFORMED = re.compile(r"^(.*Malformed JSON in file .*), at byte \d+ in line (\d+): (.*?)\.?\s*$")


def source(connection: "DuckDBPyConnection", path: Path, index: int, folder: Path) -> str:
    """A query that gives the log's columns as they are counted.

    ``index`` tells the logs of one build apart; ``folder`` is for files that go with the build.
    """
    _refuse_at_sight(path)
    casts = ", ".join(f"CAST({column} AS {kind}) AS {column}" for column, kind in COLUMNS.items())
    if not path.name.endswith(PARQUET):
        path = _rewritten(connection, path, casts, folder / f"{index}.parquet")
    else:
        scan = f"read_parquet({quoted(path)})"
        _check_columns(path, _described(connection, path, scan), typed=True)
    return f"SELECT {casts} FROM read_parquet({quoted(path)})"


def _refuse_at_sight(path: Path) -> None:
    if not path.is_file():
        raise EvidenceError(f"{path} is no file", "name prediction logs with --log")
    if not path.name.endswith(PARQUET + JSON_LINES):
        raise EvidenceError(f"{path} is no log: its name must end in {ENDINGS}", SHAPE_HINT)
    if not path.stat().st_size:
        raise EvidenceError(f"{path} is empty", "nothing was written")


def _rewritten(connection: "DuckDBPyConnection", path: Path, casts: str, target: Path) -> Path:
    """JSON lines as Parquet; EvidenceError with the line that is at fault."""
    scan = f"read_json({quoted(path)}, format = 'newline_delimited'"
    _check_columns(path, _described(connection, path, f"{scan})"), typed=False)
    types = ", ".join(f"{column}: '{kind}'" for column, kind in JSON_TYPES.items())
    rows = f"SELECT {casts} FROM {scan}, columns = {{{types}}})"
    with told([path]):
        connection.execute(f"COPY ({rows}) TO {quoted(target)} (FORMAT PARQUET)")
    return target


@contextmanager
def told(paths: Sequence[Path]) -> Iterator[None]:
    """Tell what DuckDB says of a log in one line instead of a traceback."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        names = ", ".join(map(str, paths))
        reason = str(error).strip().splitlines()[0]
        if len(paths) == 1:
            reason = _counted_from_one(paths[0], reason)
        raise EvidenceError(f"{names} cannot be read: {reason}", "nothing was written") from error


def _counted_from_one(path: Path, reason: str) -> str:
    """The reason with the line that an editor shows: DuckDB may count one line too many."""
    matched = MALFORMED.match(reason)
    if not matched:
        return reason
    what, last, why = matched[1], int(matched[2]), matched[3]
    with _bytes(path) as file:
        near = list(islice(enumerate(file, start=1), max(0, last - 2), last))
    broken = next((number for number, text in near if not _is_json(text)), last)
    return f"{what}, line {broken}: {why}"


def _bytes(path: Path) -> IO[bytes]:
    if path.name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text or b"null")
    except ValueError:
        return False
    return True


def _described(connection: "DuckDBPyConnection", path: Path, scan: str) -> Mapping[str, str]:
    with told([path]):
        rows = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    return {name: kind for name, kind, *_ in rows}


def _check_columns(path: Path, present: Mapping[str, str], typed: bool) -> None:
    """Refuse a column that is missing or, where the file says its types, of a wrong one."""
    missing = [column for column in COLUMNS if column not in present]
    if missing:
        raise EvidenceError(f"{path} has no column {', '.join(missing)}", SHAPE_HINT)
    for column, accepted in ACCEPTED.items():
        if typed and not present[column].startswith((*accepted, *EMPTY_COLUMN)):
            held, kind = present[column], COLUMNS[column]
            raise EvidenceError(
                f"{path} holds {column} as {held}; it is counted as {kind}", SHAPE_HINT
            )


def quoted(text: object) -> str:
    """A text as SQL writes one."""
    return "'" + str(text).replace("'", "''") + "'"
