"""What DuckDB says of a log, in one line with the user's file and line."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, cast

from langroute_repo.evidence.log import EvidenceError
from langroute_repo.evidence.projection import refused_value, unnamed_value

AT_LINE = re.compile(r"^.* in file .*, (?:at byte \d+ )?in line (\d+): (.*?)\.?\s*$")
ERROR_CLASS = re.compile(r"^[A-Z][\w ]* Error: ")
QUOTED = re.compile('"[^"]*"')
BLOCK = 2048  # rows that DuckDB reads at once


@contextmanager
def told(paths: Sequence[Path]) -> Iterator[None]:
    """Tell what DuckDB says of a log in one line instead of a traceback."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise _refusal(paths, str(error).strip().splitlines()[0]) from error


def _refusal(paths: Sequence[Path], reason: str) -> EvidenceError:
    names = ", ".join(map(str, paths))
    unnamed = unnamed_value(reason)
    if unnamed:
        return refused_value(names, *unnamed)
    matched = AT_LINE.match(reason) if len(paths) == 1 else None
    if matched:
        return _at_line(paths[0], int(matched[1]), matched[2])
    return EvidenceError(
        f"{names} cannot be read: {ERROR_CLASS.sub('', reason)}",
        "nothing was written; is the file whole, and what its name says?",
    )


def _at_line(path: Path, near: int, why: str) -> EvidenceError:
    return EvidenceError(
        f"{path} cannot be read: line {_line(path, near, why)}: {why[0].lower()}{why[1:]}",
        "mend that line or take it out; nothing was written",
    )


def _line(path: Path, near: int, why: str) -> int:
    """The line that an editor shows, for DuckDB counts to one beside it or to the block's first."""
    value = QUOTED.search(why)
    with suppress(OSError, EOFError, zlib.error), opened_bytes(path) as file:
        for number, text in islice(enumerate(file, start=1), max(0, near - 2), near + BLOCK):
            if not is_json(text) or (value and value[0].encode() in text):
                return number
    return near


def opened_bytes(path: Path) -> IO[bytes]:
    if path.name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def is_json(text: bytes) -> bool:
    try:
        json.loads(text or b"null")
    except (ValueError, RecursionError):
        return False
    return True
