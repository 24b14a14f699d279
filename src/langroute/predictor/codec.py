"""What is sent to a model server, and how the one score is found in what it answers."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from langroute.predictor import protocols
from langroute.predictor.json_body import number, read, written

Payload = Mapping[str, Any]
JSON = "application/json"


class Codec(NamedTuple):
    """How a payload becomes the body of a request, and an answer's body becomes its score.

    What ``encode`` raises is a fault of the event where no JSON can hold that, and else one of the
    preparation; what ``decode`` raises is one of the answer. Either may raise ``CallFailed`` to say
    otherwise. Both must be safe for threads; a company's own run on threads of the predictor's.
    """

    encode: Callable[[Payload], bytes]
    decode: Callable[[bytes], float]
    content_type: str = JSON


def codec_for(endpoint: Mapping[str, Any]) -> Codec:
    """The codec of a server that none is named for in code: what its document says it speaks.

    Where that says nothing, as in format 1, TensorFlow Serving's REST URLs end in ``:predict``;
    every other server, one behind SageMaker too, is taken to be a service that gets the payload
    and answers with a score, as BentoML's do.
    """
    protocol = endpoint.get("protocol")
    if protocol is not None:
        said = partial(protocols.encode, protocol), partial(protocols.decode, protocol)
        return Codec(*said, endpoint.get("content_type", JSON))
    found = TENSORFLOW if endpoint.get("url", "").endswith(":predict") else SCORE
    return (
        found._replace(content_type=endpoint["content_type"])
        if "content_type" in endpoint
        else found
    )


def instances(payload: Payload) -> bytes:
    return written({"instances": [payload]})


def prediction(body: bytes) -> float:
    """The score in ``{"predictions": [[0.5]]}``, or in ``{"predictions": [0.5]}``."""
    held = read(body)
    found = _only(held.get("predictions")) if isinstance(held, dict) else None
    if isinstance(found, list):
        found = _only(found)
    return number(found, body, 'expected {"predictions": [[number]]}')


def score(body: bytes) -> float:
    """The score in ``0.5`` or in ``{"score": 0.5}``."""
    found = read(body)
    if isinstance(found, dict):
        found = found.get("score")
    return number(found, body, 'expected a number or {"score": number}')


def _only(items: object) -> Any:
    """The one item of a list; None of anything else."""
    return items[0] if isinstance(items, list) and len(items) == 1 else None


TENSORFLOW = Codec(instances, prediction)
SCORE = Codec(written, score)
