"""Records as JSON lines, in the shape that evidence is built from."""

import json
from datetime import UTC
from os import PathLike
from pathlib import Path

from langroute.recording.dated_files import DatedFiles, Every
from langroute.recording.record import Record
from langroute.recording.sink import Output

ENDINGS = (".jsonl", ".ndjson")
LARGEST = 256 * 2**20  # bytes: some 500,000 records


def line(record: Record) -> bytes:
    """The record as one line: its fields as they are named, the time in UTC with a Z.

    ``ValueError`` or ``TypeError`` for what JSON does not have, such as NaN. Half a surrogate pair
    in a caller's language tag becomes a question mark: with one of them a whole log is unreadable.
    """
    time = record.time.astimezone(UTC).isoformat(timespec="microseconds")
    columns = record._asdict() | {"time": f"{time.removesuffix('+00:00')}Z"}
    text = json.dumps(columns, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode(errors="replace")


class JsonLines(Output):
    """Appends each record to a file of its day or hour, process and number beside ``path``.

    ``predictions.jsonl`` becomes ``predictions-2026-11-09-4711-1.jsonl``. A record is in the file
    as soon as it is written; from ``largest`` bytes on the next ones go into another file.
    """

    def __init__(
        self, path: str | PathLike[str], every: Every = "day", largest: int = LARGEST
    ) -> None:
        if not str(path).endswith(ENDINGS):
            raise ValueError(f"{path} is no name for a log: end it in {' or '.join(ENDINGS)}")
        self._files = DatedFiles(Path(path), every, largest)

    def write(self, record: Record, /) -> None:
        self._files.write(record.time, line(record))

    def close(self) -> None:
        self._files.close()

    def forked(self) -> None:
        self._files.forget()
