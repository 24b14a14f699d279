"""Opens prediction logs for DuckDB: checks their columns, and reads JSON lines once for all.

Every log ends as Parquet: JSON lines are rewritten into a folder of their own, for parsing them
takes longer than everything that is then counted from them.
"""

import gzip
import json
import os
import re
import shutil
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from langroute_repo.evidence.json_lines import LONGEST_LINE, MEND, WHOLE, check
from langroute_repo.evidence.log import COLUMNS, REQUIRED, SHAPE_HINT, EvidenceError

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
AT_LINE = re.compile(r"^.* in file .*, (?:at byte \d+ )?in line (\d+): (.*?)\.?\s*$")
ERROR_CLASS = re.compile(r"^[A-Z][\w ]* Error: ")
QUOTED = re.compile('"[^"]*"')
BLOCK = 2048  # rows that DuckDB reads at once


def source(connection: "DuckDBPyConnection", path: Path, index: int, folder: Path) -> str:
    """A query that gives the log's columns as they are counted.

    ``index`` tells the logs of one build apart; ``folder`` is for files that go with the build.
    """
    _refuse_at_sight(path)
    if not path.name.endswith(PARQUET):
        path = _rewritten(connection, path, folder / f"{index}.parquet")
    scan = f"read_parquet({quoted(path)})"
    present = _described(connection, path, scan)
    _check_columns(path, present, typed=True)
    return f"SELECT {_casts(present)} FROM {scan}"


def _casts(present: Container[str]) -> str:
    return ", ".join(
        f"CAST({column if column in present else 'NULL'} AS {kind}) AS {column}"
        for column, kind in COLUMNS.items()
    )


def _refuse_at_sight(path: Path) -> None:
    if path.is_dir():
        raise EvidenceError(f"{path} is a folder", f"name the logs in it: --log {path}/*.parquet")
    if not path.is_file():
        raise EvidenceError(f"{path} is no file", "name prediction logs with --log")
    if not path.name.endswith(PARQUET + JSON_LINES):
        raise EvidenceError(f"{path} is no log: its name must end in {ENDINGS}", SHAPE_HINT)
    if not path.stat().st_size:
        raise EvidenceError(f"{path} is empty", "nothing was written")


def _rewritten(connection: "DuckDBPyConnection", path: Path, target: Path) -> Path:
    """JSON lines as Parquet; EvidenceError with the line that is at fault."""
    with _bytes(path) as file:
        check(path, file)
    whole = _with_a_whole_end(path, target.with_suffix(".jsonl"))
    scan = f"read_json({quoted(whole)}, format = 'newline_delimited'"
    present = _described(connection, path, f"{scan})")
    _refuse_no_objects(path, present)
    _check_columns(path, present, typed=False)
    types = ", ".join(f"{column}: '{kind}'" for column, kind in JSON_TYPES.items())
    rows = f"SELECT {_casts(COLUMNS)} FROM {scan}, columns = {{{types}}})"
    with told([path]):
        connection.execute(f"COPY ({rows}) TO {quoted(target)} (FORMAT PARQUET)")
    return target


def _with_a_whole_end(path: Path, target: Path) -> Path:
    """The log itself, or a copy in which a last line that is cut off has become an empty row.

    A process that is killed while it writes leaves such a line, and must not cost all the others.
    """
    last = b"" if path.name.endswith(".gz") else _unended(path)
    if _is_json(last):
        return path
    shutil.copyfile(path, target)
    with target.open("r+b") as copy:
        copy.truncate(path.stat().st_size - len(last))
        copy.seek(0, os.SEEK_END)
        copy.write(json.dumps(dict.fromkeys(REQUIRED)).encode())
    return target


def _unended(path: Path) -> bytes:
    """What comes behind the last line feed; nothing where that is more than DuckDB's longest."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - LONGEST_LINE))
        end = file.read()
    start = end.rfind(b"\n") + 1
    return end[start:] if start or len(end) == size else b""


@contextmanager
def told(paths: Sequence[Path]) -> Iterator[None]:
    """Tell what DuckDB says of a log in one line instead of a traceback."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        matched = AT_LINE.match(reason) if len(paths) == 1 else None
        if matched:
            raise _at_line(paths[0], int(matched[1]), matched[2]) from error
        names = ", ".join(map(str, paths))
        raise EvidenceError(
            f"{names} cannot be read: {ERROR_CLASS.sub('', reason)}", WHOLE
        ) from error


def _at_line(path: Path, near: int, why: str) -> EvidenceError:
    return EvidenceError(
        f"{path} cannot be read: line {_line(path, near, why)}: {why[0].lower()}{why[1:]}",
        MEND,
    )


def _line(path: Path, near: int, why: str) -> int:
    """The line that an editor shows, for DuckDB counts to one beside it or to the block's first."""
    value = QUOTED.search(why)
    with suppress(OSError, EOFError, zlib.error), _bytes(path) as file:
        for number, text in islice(enumerate(file, start=1), max(0, near - 2), near + BLOCK):
            if not _is_json(text) or (value and value[0].encode() in text):
                return number
    return near


def _bytes(path: Path) -> IO[bytes]:
    if path.name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text or b"null")
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_no_objects(path: Path, present: Mapping[str, str]) -> None:
    """DuckDB gives lines of which some are no objects as one column of this name."""
    if list(present) != ["json"]:
        return
    with _bytes(path) as file:
        lines = (number for number, text in enumerate(file, 1) if text.strip()[:1] not in b"{")
        first = next(lines, None)
    if first is None:
        raise EvidenceError(f"{path} is empty", "nothing was written")
    raise EvidenceError(f"{path}, line {first} is no JSON object", SHAPE_HINT)


def _described(connection: "DuckDBPyConnection", path: Path, scan: str) -> Mapping[str, str]:
    with told([path]):
        rows = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    return {name: kind for name, kind, *_ in rows}


def _check_columns(path: Path, present: Mapping[str, str], typed: bool) -> None:
    """Refuse a column that is missing or, where the file says its types, of a wrong one."""
    missing = [column for column in REQUIRED if column not in present]
    if missing:
        raise EvidenceError(f"{path} has no column {', '.join(missing)}", SHAPE_HINT)
    for column, accepted in ACCEPTED.items():
        held, kind = present.get(column, EMPTY_COLUMN[0]), COLUMNS[column]
        if typed and not held.startswith((*accepted, *EMPTY_COLUMN)):
            raise EvidenceError(
                f"{path} holds {column} as {held}; it is counted as {kind}", SHAPE_HINT
            )


def quoted(text: object) -> str:
    """A text as SQL writes one."""
    return "'" + str(text).replace("'", "''") + "'"
