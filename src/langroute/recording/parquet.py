"""Records as Parquet files, which are small and quick to count; needs the extra ``parquet``."""

import os
from os import PathLike
from pathlib import Path
from types import ModuleType

from langroute.recording.dated_files import DatedFiles, Every
from langroute.recording.json_lines import LARGEST, line
from langroute.recording.record import Record
from langroute.recording.sink import Output, SinkError

# As DuckDB names them, in the order of Record.
TYPES = {
    "event_id": "VARCHAR",
    "time": "TIMESTAMPTZ",
    "language": "VARCHAR",
    "model": "VARCHAR",
    "role": "VARCHAR",
    "status": "SMALLINT",
    "score": "DOUBLE",
    "latency_ms": "DOUBLE",
    "requested": "VARCHAR",
    "bucket": "SMALLINT",
    "cell": "SMALLINT",
    "passed": "BOOLEAN",
    "final": "BOOLEAN",
    "plan_hash": "VARCHAR",
    "version": "VARCHAR",
    "error": "VARCHAR",
    "audited": "SMALLINT",
    "copied": "SMALLINT",
    "extra": "BOOLEAN",
    "sent": "VARCHAR",
    "prepare_ms": "DOUBLE",
    "compared": "SMALLINT",
}


class Parquet(Output):
    """Collects records as JSON lines in ``folder/open`` and makes Parquet of them in ``folder``.

    That happens every ``rows`` records or ``seconds``, at the turn of a day or hour, and at the
    end. A file appears under its name when it is whole. What a killed process leaves in ``open``
    is a log as well; nothing of it is in a Parquet file. ``ModuleNotFoundError`` without DuckDB.
    """

    def __init__(
        self,
        folder: str | PathLike[str],
        every: Every = "day",
        rows: int = 100_000,
        seconds: float = 900,
    ) -> None:
        _duckdb()
        self._folder, self._seconds = Path(folder), seconds
        spool = self._folder / "open" / "predictions.jsonl"
        self._files = DatedFiles(spool, every, LARGEST, rows, self._convert, self._is_there)

    def write(self, record: Record, /) -> None:
        self._files.write(record.time, line(record))

    def tick(self) -> None:
        self._files.close_older(self._seconds)

    def close(self) -> None:
        self._files.close()

    def forked(self) -> None:
        self._files.forget()

    def _made_of(self, lines: Path) -> Path:
        return self._folder / lines.with_suffix(".parquet").name

    def _is_there(self, lines: Path) -> bool:
        return self._made_of(lines).exists()

    def _convert(self, lines: Path) -> None:
        half = lines.with_suffix(".parquet")
        try:
            _copy(lines, half)
            half.replace(self._made_of(lines))
            lines.unlink()
        except Exception as error:  # DuckDB's own are known only where it is installed
            half.unlink(missing_ok=True)
            raise SinkError(f"{lines} stays as it is: {error}", records=0) from error


def _duckdb() -> ModuleType:
    try:
        import duckdb
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "Parquet needs DuckDB: pip install duckdb", name="duckdb"
        ) from None
    return duckdb


def _copy(lines: Path, target: Path) -> None:
    """Write JSON lines as Parquet, down to the disk, with one thread and little memory."""
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in TYPES.items())
    rows = f"read_json({_quoted(lines)}, format = 'newline_delimited', columns = {{{columns}}})"
    config = {"threads": 1, "memory_limit": "512MB", "autoinstall_known_extensions": False}
    with _duckdb().connect(config=config) as connection:
        connection.execute(
            f"COPY (SELECT * FROM {rows}) TO {_quoted(target)} (FORMAT PARQUET, COMPRESSION ZSTD)"
        )
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _quoted(path: Path) -> str:
    """A path as SQL writes a text."""
    return "'" + str(path).replace("'", "''") + "'"
