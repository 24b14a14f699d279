"""Reads JSON lines once for all: rewritten as Parquet, with our columns.

Parsing them takes longer than everything that is then counted from them.
"""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langroute_repo.evidence.described import described
from langroute_repo.evidence.duckdb_dialect import identifier, quoted, select
from langroute_repo.evidence.log import COLUMNS, RECORDED, SHAPE_HINT, EvidenceError, Known
from langroute_repo.evidence.mapping import (
    Place,
    Reading,
    nested_types,
    places,
    readings,
    recorded,
    recorded_readings,
)
from langroute_repo.evidence.refusals import is_json, opened_bytes, told
from langroute_repo.evidence.strict_lines import LONGEST_LINE, check, kinds

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES = COLUMNS | RECORDED | {
    "audited": "BIGINT", "time": "TIMESTAMPTZ",
    "text": "VARCHAR", "number": "DOUBLE", "iso": "VARCHAR",
}  # fmt: skip


def rewritten(connection: "DuckDBPyConnection", path: Path, target: Path, known: Known) -> Path:
    """The same rows with our columns; EvidenceError with the line that is at fault."""
    read = readings(known.log, lines=True)
    nothing = dict.fromkeys(one.theirs.partition(".")[0] for one in read)
    whole = _with_a_whole_end(path, target.with_suffix(".jsonl"), json.dumps(nothing))
    scan = f"read_json({quoted(whole)}, format = 'newline_delimited'"
    try:
        present = described(connection, path, f"{scan})")
    except EvidenceError:
        _check(path, known, read, {})  # which says it better
        raise
    _check(path, known, read, present)
    _refuse_no_objects(path, present)
    try:
        found = places(path, known.log, True, present)
    except EvidenceError:
        # What comes late in a log is not described by its beginning.
        present = described(connection, path, f"{scan}, sample_size = -1)")
        found = places(path, known.log, True, present)
    read += recorded_readings(known.log, found)
    held = nested_types(read, found, TYPES, "VARCHAR")
    scan = f"{scan}, columns = {_columns(held)})"
    with told([path]):
        rows = select(scan, found, known, lines=True)
        connection.execute(f"COPY ({rows}) TO {quoted(target)} (FORMAT PARQUET)")
    return target


def _check(path: Path, known: Known, read: Sequence[Reading], present: Mapping[Place, str]) -> None:
    """Hold every line against what is read of it, and against what our own recorder writes."""
    kinds_of = {column: kind for (column, *below), kind in present.items() if not below}
    own = [Reading(one, one, "own") for one in recorded(known.log, kinds_of)]
    with opened_bytes(path) as file:
        check(path, file, kinds([*read, *own]))


def _columns(held: Mapping[str, Any]) -> str:
    """The types as the reader takes them, which refuses a line with another one."""
    pairs = (f"{quoted(name)}: {quoted(_type(kind))}" for name, kind in held.items())
    return "{" + ", ".join(pairs) + "}"


def _type(kind: str | dict[str, Any]) -> str:
    if isinstance(kind, str):
        return kind
    inside = ", ".join(f"{identifier(name)} {_type(one)}" for name, one in kind.items())
    return f"STRUCT({inside})"


def _with_a_whole_end(path: Path, target: Path, empty: str) -> Path:
    """The log itself, or a copy in which a last line that is cut off has become an empty row.

    A process that is killed while it writes leaves such a line, and must not cost all the others.
    """
    last = b"" if path.name.endswith(".gz") else _unended(path)
    if is_json(last):
        return path
    shutil.copyfile(path, target)
    with target.open("r+b") as copy:
        copy.truncate(path.stat().st_size - len(last))
        copy.seek(0, os.SEEK_END)
        copy.write(empty.encode())
    return target


def _unended(path: Path) -> bytes:
    """What comes behind the last line feed; nothing where that is more than DuckDB's longest."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - LONGEST_LINE))
        end = file.read()
    start = end.rfind(b"\n") + 1
    return end[start:] if start or len(end) == size else b""


def _refuse_no_objects(path: Path, present: Mapping[Place, str]) -> None:
    """DuckDB gives lines of which some are no objects as one column of this name."""
    if list(present) != [("json",)]:
        return
    with opened_bytes(path) as file:
        lines = (number for number, text in enumerate(file, 1) if text.strip()[:1] not in b"{")
        first = next(lines, None)
    if first is None:
        raise EvidenceError(f"{path} is empty", "nothing was written")
    raise EvidenceError(f"{path}, line {first} is no JSON object", SHAPE_HINT)
