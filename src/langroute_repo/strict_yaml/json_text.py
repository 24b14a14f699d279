"""What is wrong with the text of a JSON file before anybody looks at what it says."""

import json
import re

from langroute_repo.strict_yaml.fault import shortened
from langroute_repo.strict_yaml.plain import MAX_NUMBER
from langroute_repo.strict_yaml.reader import parse
from langroute_repo.strict_yaml.repeated import repeated
from langroute_repo.strict_yaml.syntax import merge_mark

LONG = re.compile(f"[0-9]{{{MAX_NUMBER + 1}}}")


class _Twice(Exception):
    """A key that an object has twice; readers of JSON take the last one, or the first."""


def json_fault(raw: bytes) -> str | None:
    """Why a text is no JSON that all readers take for the same, with its line; None if it is."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte 0x{raw[error.start]:02X} on line {_line(raw, error.start)} is not UTF-8"
    try:
        # Asked about each number, a file of thousands takes three times as long.
        long = _short if LONG.search(text) else None
        json.loads(text, object_pairs_hook=_distinct, parse_int=long)
    except _Twice as error:
        return _twice(raw, str(error))
    except RecursionError:
        return "nested too deeply"
    except ValueError as error:
        if merged := merge_mark(text):
            return f"{merged.message}, on line {merged.span.line}"
        why = str(error).partition(" (char")[0]
        return f"no JSON: {why[:1].lower()}{why[1:]}"
    return None


def _distinct(pairs: list[tuple[str, object]]) -> None:
    if (key := repeated(pairs)) is not None:
        raise _Twice(key)


def _short(digits: str) -> int:
    if len(digits) > MAX_NUMBER:
        raise ValueError(f"a number of {len(digits):,} digits")
    return int(digits)


def _twice(raw: bytes, key: str) -> str:
    """JSON is nearly YAML, whose strict reader knows the lines."""
    said = (fault.message for fault in parse(raw).faults if "is written twice" in fault.message)
    return next(said, f"key '{shortened(key)}' is written twice")


def _line(raw: bytes, index: int) -> int:
    return raw.count(b"\n", 0, index) + 1
