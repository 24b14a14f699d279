"""Opens files of labels for DuckDB: what people said of events, apart from the log.

One row for each time that somebody said something: ``event_id`` and ``relevant``, and at will
``time`` and ``reason``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from langroute_repo.evidence.described import described
from langroute_repo.evidence.duckdb_dialect import quoted
from langroute_repo.evidence.log import EvidenceError
from langroute_repo.evidence.parquet import EMPTY_COLUMN, INTEGERS, JSON_LINES, PARQUET
from langroute_repo.evidence.refusals import opened_bytes, told
from langroute_repo.evidence.strict_lines import Kind, check

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = {"event_id": "VARCHAR", "relevant": "BOOLEAN", "time": "TIMESTAMP", "reason": "VARCHAR"}
REQUIRED = ("event_id", "relevant")
HINT = (
    "labels have the columns event_id and relevant (true, false or null) and, where it is known, "
    "time and reason (passed, audit, disagreement, or another word)"
)
EMPTY = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in COLUMNS.items())
ACCEPTED = {
    "event_id": ("VARCHAR", "UUID", *INTEGERS),
    "relevant": ("BOOLEAN",),
    "time": ("TIMESTAMP",),
    "reason": ("VARCHAR", "ENUM"),
}
# As `strict_lines` holds logs to them.
KINDS: Mapping[str, Kind] = {
    "event_id": ("text or a whole number", (str, int)),
    "relevant": ("true or false", (bool,)),
    "time": ("text", (str,)),
    "reason": ("text", (str,)),
}


def labels(connection: "DuckDBPyConnection", paths: Sequence[Path]) -> None:
    """Make the table ``labels`` of all files together; EvidenceError for one that cannot be."""
    selects = [_select(connection, path) for path in paths]
    rows = " UNION ALL ".join(selects) or f"SELECT {EMPTY} WHERE FALSE"
    with told(paths):
        made = connection.execute(f"CREATE TABLE labels AS {rows}").fetchone()
    if paths and made == (0,):
        names = ", ".join(map(str, paths))
        raise EvidenceError(f"{names}: no label at all", "leave --labels out to count without any")


def _select(connection: "DuckDBPyConnection", path: Path) -> str:
    if not path.is_file():
        raise EvidenceError(f"{path} is no file", "name files of labels with --labels")
    if path.name.endswith(PARQUET):
        return _of_parquet(connection, path)
    if path.name.endswith(JSON_LINES):
        return _of_lines(connection, path)
    raise EvidenceError(f"{path} holds no labels: its name must end in .parquet or .jsonl", HINT)


def _of_parquet(connection: "DuckDBPyConnection", path: Path) -> str:
    scan = f"read_parquet({quoted(path)})"
    present = {place[0]: kind for place, kind in described(connection, path, scan).items()}
    _refuse_missing(path, present)
    for name in COLUMNS.keys() & present.keys():
        if not present[name].startswith((*ACCEPTED[name], *EMPTY_COLUMN)):
            raise EvidenceError(
                f"{path} holds {name} as {present[name]}; it has to be {KINDS[name][0]}"
                if name != "time"
                else f"{path} holds time as {present[name]}; it has to be a timestamp",
                HINT,
            )
    return _selected(scan, {name: name if name in present else None for name in COLUMNS})


def _of_lines(connection: "DuckDBPyConnection", path: Path) -> str:
    with opened_bytes(path) as file:
        check(path, file, KINDS)
    columns = ", ".join(f"{name}: 'VARCHAR'" for name in COLUMNS)
    scan = f"read_json({quoted(path)}, format = 'newline_delimited', columns = {{{columns}}})"
    with told([path]):
        seen = connection.execute(
            f"SELECT COUNT(*), COUNT(event_id), COUNT(relevant) FROM {scan}"
        ).fetchone()
    assert seen is not None
    if seen[0]:
        _refuse_missing(path, [name for name, has in zip(REQUIRED, seen[1:], strict=True) if has])
    return _selected(scan, {name: name for name in COLUMNS})


def _selected(scan: str, taken: Mapping[str, str | None]) -> str:
    made = [
        f"CAST({_utc(name, column)} AS {COLUMNS[name]}) AS {name}"
        if column
        else f"CAST(NULL AS {COLUMNS[name]}) AS {name}"
        for name, column in taken.items()
    ]
    return f"SELECT {', '.join(made)} FROM {scan}"


def _utc(name: str, column: str) -> str:
    """The session is in UTC, which a time without a zone is taken for."""
    return f"CAST({column} AS TIMESTAMPTZ)" if name == "time" else column


def _refuse_missing(path: Path, present: Sequence[str] | Mapping[str, str]) -> None:
    missing = [name for name in REQUIRED if name not in present]
    if missing:
        raise EvidenceError(f"{path} has no column {', '.join(missing)}", HINT)
