"""Bodies in JSON, and the one number in them."""

import json
from math import isfinite
from typing import Any

from langroute.predictor.failure import CallFailed, excerpt
from langroute.recording.record import UNUSABLE_ANSWER
from langroute.score_path import NoScore


def written(value: object) -> bytes:
    """A value as JSON. NaN and infinity are a ValueError: JSON has none, and servers differ."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def read(body: bytes) -> Any:
    """What the body holds; ``CallFailed`` when that is no JSON, or a key stands in it twice."""
    try:
        return json.loads(body, object_pairs_hook=_unrepeated)
    except (ValueError, RecursionError) as error:
        raise unusable("expected JSON", body) from error


def only(items: object, at: str) -> object:
    """The one item of a list."""
    if not isinstance(items, list) or len(items) != 1:
        many = f"{len(items)} items" if isinstance(items, list) else "none"
        raise NoScore(f"expected a list of one at {at}, found {many}")
    return items[0]


def number(found: object, body: bytes, expected: str) -> float:
    """A finite number as a float; ``CallFailed`` says what came."""
    if type(found) not in (int, float):
        raise unusable(expected, body)
    try:
        value = float(found)  # type: ignore[arg-type]
    except OverflowError:  # an integer beyond every float
        raise unusable("expected a finite number", body) from None
    if not isfinite(value):
        raise unusable("expected a finite number", body)
    return value


def unusable(expected: str, body: bytes) -> CallFailed:
    return CallFailed(UNUSABLE_ANSWER, f"{expected}, got {excerpt(body)}")


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a key twice in one object")
    return members
