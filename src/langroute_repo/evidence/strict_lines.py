"""Holds each line of a log against strict JSON and the types that are counted, before DuckDB does.

DuckDB reads a trailing comma, takes the last of two equal keys, makes 1 of true and true of 2, and
names the line beside the one at fault. Parquet can hold none of that, so JSON lines must not.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from langroute_repo.evidence.log import SHAPE_HINT, EvidenceError
from langroute_repo.evidence.mapping import Reading
from langroute_repo.strict_yaml.repeated import repeated

BLOCK = 2**20  # bytes read at once
LONGEST_LINE = 16 * 2**20  # bytes: DuckDB's maximum_object_size
MEND = "mend that line or take it out; nothing was written"
WHOLE = "nothing was written; is the file whole, and what its name says?"

# What each column may hold beside null, as in Parquet: true is no number and "0.5" none either.
Kind = tuple[str, tuple[type, ...]]
KINDS: dict[str, Kind] = {
    "event_id": ("text or a whole number", (str, int)),
    "time": ("text", (str,)),
    "language": ("text", (str,)),
    "model": ("text", (str,)),
    "role": ("text", (str,)),
    "status": ("a whole number", (int,)),
    "score": ("a number", (int, float)),
    "relevant": ("true or false", (bool,)),
    "final": ("true or false", (bool,)),
    "passed": ("true or false", (bool,)),
    "audited": ("a whole number", (int,)),
    "extra": ("true or false", (bool,)),
    "latency_ms": ("a number", (int, float)),
    "sent": ("text", (str,)),
}
# What a column holds that the company's mapping takes otherwise.
MAPPED: dict[str, Kind] = {
    "text": ("text, true or false, or a whole number", (str, bool, int)),
    "number": ("a number", (int, float)),
    "iso": ("text", (str,)),
}
# Each type of value as JSON writes it; NaN and the infinite ones are counted as scores left out.
_WRITTEN = {
    str: rb'"[^"\\\x00-\x1f]*+(?:\\["\\/bfnrt][^"\\\x00-\x1f]*+)*+"',
    int: rb"-?(?:0|[1-9][0-9]{0,17})",
    float: rb"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?",
    bool: rb"(?:true|false)",
}
_ANY = tuple(_WRITTEN)
_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "a byte order mark; save the file without one",
    b"\xff\xfe": "UTF-16; save the file as UTF-8",
    b"\xfe\xff": "UTF-16; save the file as UTF-8",
}
_NOTHING = re.compile(b"")
_AT = re.compile(r": line 1 column (\d+) \(char \d+\)$")


class _Fault(Exception):
    """What is wrong with a line."""


class _NoJson(_Fault):
    """A line that may have been cut off."""


def kinds(read: Iterable[Reading]) -> dict[str, Kind]:
    """What each of their columns may hold; of one inside an object nothing is said."""
    return {one.theirs: _kind(one) for one in read if "." not in one.theirs}


def _kind(one: Reading) -> Kind:
    if one.how != "own":
        return MAPPED[one.how]
    # Servers of others write it as text, which is then read as a number or refused.
    foreign = one.ours == "status" and one.theirs != one.ours
    return ("a whole number", (int, str)) if foreign else KINDS[one.ours]


def check(path: Path, file: IO[bytes], wanted: Mapping[str, Kind]) -> None:
    """Refuse a log by its first line at fault, but not by a last one that is cut off.

    EvidenceError names ``path``, whose decompressed bytes ``file`` gives; ``wanted`` says what the
    columns that are read may hold. A program writes its keys
    in one order: most lines look like one that was read, which is seen in a fifth of the time.
    """
    number, like = 0, _NOTHING
    try:
        for block in _blocks(file):
            at = 0
            if not _is_utf8(block):
                like = _NOTHING
            while at < len(block):
                if alike := like.match(block, at):
                    number += block.count(b"\n", at, alike.end())
                    at = alike.end()
                if line := block[at : block.find(b"\n", at) + 1 or len(block)]:
                    number += 1
                    at += len(line)
                    like = _alike(_checked(path, number, line, wanted), wanted) or like
    except (OSError, EOFError, zlib.error) as error:
        raise EvidenceError(f"{path} cannot be read: {error}", WHOLE) from error


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that end with a line, or are longer than a line may be."""
    rest = b""
    while more := file.read(BLOCK):
        head, feed, tail = more.rpartition(b"\n")
        if feed or len(rest) > LONGEST_LINE:
            yield rest + head + feed
            rest = b""
        rest += tail
    yield rest


def _checked(path: Path, number: int, line: bytes, wanted: Mapping[str, Kind]) -> dict[str, object]:
    try:
        return _row(path, number, line, wanted)
    except _Fault as fault:
        if isinstance(fault, _NoJson) and not line.endswith(b"\n"):
            return {}
        raise EvidenceError(f"{path} cannot be read: line {number}: {fault}", MEND) from None


def _row(path: Path, number: int, line: bytes, wanted: Mapping[str, Kind]) -> dict[str, object]:
    """The row of a line, or none for an empty one."""
    if len(line) > LONGEST_LINE:
        raise _Fault(f"it is longer than {LONGEST_LINE:,} bytes")
    if not line.strip():
        return {}
    row = _read(line)
    if not isinstance(row, dict):
        raise EvidenceError(f"{path}, line {number} is no JSON object", SHAPE_HINT)
    for name, (expected, types) in wanted.items():
        value = row.get(name)
        if value is not None and type(value) not in types:
            raise _Fault(f"{name} is {_shown(value)}; {expected} is needed, or null")
    if b"\\u" in line and not _is_whole(row):
        raise _Fault("half a character: a surrogate without the other one")
    return row


def _read(line: bytes) -> object:
    for mark, why in _BYTE_ORDER_MARKS.items():
        if line.startswith(mark):
            raise _Fault(why)
    try:
        return json.loads(line.decode(), object_pairs_hook=_distinct)
    except UnicodeDecodeError as error:
        raise _NoJson(f"byte 0x{line[error.start]:02X} is not UTF-8") from None
    except RecursionError:
        raise _Fault("nested too deeply") from None
    except ValueError as error:
        why = _AT.sub(r", at column \1", str(error))
        raise _NoJson(f"no JSON: {why[:1].lower()}{why[1:]}") from None


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if (key := repeated(pairs)) is not None:
        raise _Fault(f"{_shown(key)} is written twice")
    return dict(pairs)


def _alike(row: dict[str, object], wanted: Mapping[str, Kind]) -> re.Pattern[bytes] | None:
    """Matches only lines that this module finds nothing wrong with: the same keys in their order.

    None for a row that holds more than texts, numbers, true and false.
    """
    if not row or any(isinstance(value, dict | list) for value in row.values()):
        return None
    parts = []
    for name in row:
        types = wanted[name][1] if name in wanted else _ANY
        held = b"|".join((*(_WRITTEN[one] for one in types), b"null"))
        parts.append(rb" ?%b ?: ?(?:%b) ?" % (re.escape(json.dumps(name).encode()), held))
    return re.compile(rb"(?:\{%b\}\r?\n)*+" % b",".join(parts))


def _is_whole(row: object) -> bool:
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _shown(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=True) if not isinstance(value, dict | list) else ""
    return (shown if len(shown) <= 40 else f"{shown[:40]}…") or (
        "a list" if isinstance(value, list) else "an object"
    )
