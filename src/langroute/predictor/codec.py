"""What is sent to a model server, and how the one score is found in what it answers."""

import json
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, NamedTuple

from langroute.predictor.failure import CallFailed, excerpt
from langroute.recording.record import UNUSABLE_ANSWER

Payload = Mapping[str, Any]


class Codec(NamedTuple):
    """How a payload becomes the body of a request, and an answer's body becomes its score.

    What ``encode`` raises is a fault of the event where no JSON can hold that, and else one of the
    preparation; what ``decode`` raises is one of the answer. Either may raise ``CallFailed`` to say
    otherwise. Both must be safe for threads; a company's own run on threads of the predictor's.
    """

    encode: Callable[[Payload], bytes]
    decode: Callable[[bytes], float]
    content_type: str = "application/json"


def codec_for(endpoint: Mapping[str, str]) -> Codec:
    """The codec of a server that none is named for.

    TensorFlow Serving's REST URLs end in ``:predict``; every other server, one behind SageMaker
    too, is taken to be a service that gets the payload and answers with a score, as BentoML's do.
    """
    return TENSORFLOW if endpoint.get("url", "").endswith(":predict") else SCORE


def written(value: object) -> bytes:
    """A value as JSON. NaN and infinity are a ValueError: JSON has none, and servers differ."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def instances(payload: Payload) -> bytes:
    return written({"instances": [payload]})


def prediction(body: bytes) -> float:
    """The score in ``{"predictions": [[0.5]]}``, or in ``{"predictions": [0.5]}``."""
    read = _read(body)
    found = _only(read.get("predictions")) if isinstance(read, dict) else None
    if isinstance(found, list):
        found = _only(found)
    return _number(found, body, 'expected {"predictions": [[number]]}')


def score(body: bytes) -> float:
    """The score in ``0.5`` or in ``{"score": 0.5}``."""
    found = _read(body)
    if isinstance(found, dict):
        found = found.get("score")
    return _number(found, body, 'expected a number or {"score": number}')


def _read(body: bytes) -> Any:
    try:
        return json.loads(body, object_pairs_hook=_unrepeated)
    except (ValueError, RecursionError) as error:
        raise _unusable("expected JSON", body) from error


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a key twice in one object")
    return members


def _only(items: object) -> Any:
    """The one item of a list; None of anything else."""
    return items[0] if isinstance(items, list) and len(items) == 1 else None


def _number(found: object, body: bytes, expected: str) -> float:
    if type(found) not in (int, float):
        raise _unusable(expected, body)
    try:
        number = float(found)  # type: ignore[arg-type]
    except OverflowError:  # an integer beyond every float
        raise _unusable("expected a finite number", body) from None
    if not isfinite(number):
        raise _unusable("expected a finite number", body)
    return number


def _unusable(expected: str, body: bytes) -> CallFailed:
    return CallFailed(UNUSABLE_ANSWER, f"{expected}, got {excerpt(body)}")


TENSORFLOW = Codec(instances, prediction)
SCORE = Codec(written, score)
