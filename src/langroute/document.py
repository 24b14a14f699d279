"""The compiled document as bytes: written canonically, named by a hash, read with distrust."""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from math import isfinite, nan
from numbers import Real
from typing import Any, NoReturn

from langroute.shape import FORMATS, Document, DocumentError, Key, UnknownFormat, check

__all__ = [
    "FORMATS",
    "Document",
    "DocumentError",
    "UnknownFormat",
    "canonical",
    "parse",
    "plan_hash",
]


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes of a document: sorted keys, no blanks, equal numbers written alike, UTF-8.

    A number is the shortest text that reads back as the same double, without a point when it
    is whole: Decimal("0.340") is 0.34 and 1.0 is 1. What JSON lacks is a ``DocumentError``.
    """
    text = json.dumps(_plain(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(f"expected Unicode, found {text[error.start]!a}") from None


def plan_hash(raw: bytes) -> str:
    """The name of exactly these bytes: their sha256 in hex."""
    return sha256(raw).hexdigest()


def parse(raw: bytes) -> Document:
    """The document that the bytes hold, complete and checked, or a ``DocumentError``."""
    return check(_loaded(raw))


def _plain(value: object) -> object:
    """The value in types of which ``json`` writes equal ones alike."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, (list, tuple)):
        return [
            inner if type(inner) is str else _plain_below(index, inner)
            for index, inner in enumerate(value)
        ]
    # The abstract kinds last: to be asked whether they hold a value takes them long.
    if isinstance(value, (float, Decimal)):
        return _plain_number(value)
    if isinstance(value, (dict, Mapping)):
        return {
            key if type(key) is str else _text(key): (
                inner if type(inner) is str else _plain_below(key, inner)
            )
            for key, inner in value.items()
        }
    if isinstance(value, Real):
        return _plain_number(value)
    raise DocumentError(f"{type(value).__name__} cannot be written as JSON")


def _plain_below(key: Key, value: object) -> object:
    try:
        return _plain(value)
    except DocumentError as error:
        raise error.below(key) from None


def _plain_number(value: float | Decimal | Real) -> float | int:
    try:
        number = float(value)
    except (OverflowError, ValueError):  # a fraction beyond every float, a signalling NaN
        number = nan
    if not isfinite(number):
        raise DocumentError(f"expected a finite number, found {value}")
    return int(number) if number.is_integer() else number


def _text(key: object) -> str:
    if not isinstance(key, str):
        raise DocumentError(f"expected a text as key, found {key!r}")
    return key


def _loaded(raw: bytes) -> object:
    if not raw:
        raise DocumentError("empty: 0 bytes")
    try:
        return json.loads(
            raw.decode(), object_pairs_hook=_unrepeated, parse_constant=_refuse_constant
        )
    except DocumentError:
        raise
    except json.JSONDecodeError as error:
        reason = f"{error.msg} at character {error.pos} of {len(error.doc)}"
        raise DocumentError(f"cut off or not JSON: {reason}") from None
    except UnicodeDecodeError as error:
        raise DocumentError(f"not UTF-8 at byte {error.start} of {len(raw)}") from None
    except (ValueError, RecursionError) as error:  # thousands of digits or of brackets
        raise DocumentError(f"not a document: {error}") from None


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, unless one of its keys is repeated: other readers might take the first."""
    members = dict(pairs)
    if len(members) < len(pairs):
        _refuse_repeated(pairs)
    return members


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise DocumentError(f"key {key!r:.60} appears twice in one object")
        seen.add(key)


def _refuse_constant(name: str) -> NoReturn:
    raise DocumentError(f"expected a finite number, found {name}")
