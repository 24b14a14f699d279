"""A stand-in for TensorFlow Serving, made from the public description of its REST API.

https://www.tensorflow.org/tfx/serving/api_rest: the signatures, rows and columns, one output
without its name and several by theirs, and errors as 400 or 404 with ``{"error": …}``. The server
itself was not run.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from langroute.predictor import CallFailed, Deadline, Http
from langroute.predictor.codec import codec_for
from tests.predictor.server import Handler, Server, serving

PATH = "/v1/models/words/labels/stable:predict"
EVENT = {"title": "Streik", "vector": [0.5, 1.0]}


def score(row: dict[str, Any]) -> float:
    return 0.75 if row == EVENT else 0.0


def serve(handler: Handler) -> None:
    try:
        handler.say(json.dumps(_answer(json.loads(handler.server.asked[-1][1]))).encode())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        handler.say(json.dumps({"error": f"JSON Value: {error}"}).encode(), 400)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    several = {"serving_default": False, "with_classes": True}[
        request.get("signature_name", "serving_default")
    ]
    if ("instances" in request) == ("inputs" in request):
        raise ValueError("either instances or inputs")
    if "instances" in request:
        rows = request["instances"]
        each = [{"score": [score(row)], "classes": ["a"]} if several else [score(row)]
                for row in rows]  # fmt: skip
        return {"predictions": each}
    columns = request["inputs"]
    rows = [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]
    scores = [[score(row)] for row in rows]
    return {"outputs": {"score": scores, "classes": [["a"]] * len(rows)} if several else scores}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({PATH: serve}) as running:
        yield running


@pytest.mark.parametrize("kind", ["tensorflow-rows", "tensorflow-columns"])
@pytest.mark.parametrize("more", [{}, {"signature": "with_classes", "output": "score"}])
def test_rows_and_columns(server: Server, kind: str, more: dict[str, str]) -> None:
    assert asked(server, {"kind": kind, **more}) == 0.75


@pytest.mark.parametrize(
    ("protocol", "status", "reason"),
    [
        ({"kind": "json", "score": "score"}, 400, "either instances or inputs"),
        ({"kind": "kserve-v2"}, 400, "JSON Value"),
        ({"kind": "tensorflow-rows", "signature": "no"}, 400, "JSON Value"),
        ({"kind": "tensorflow-rows", "signature": "with_classes"}, 502, "the protocol names none"),
    ],
)
def test_another_protocol_fails_and_says_why(
    server: Server, protocol: dict[str, str], status: int, reason: str
) -> None:
    with pytest.raises(CallFailed) as caught:
        asked(server, protocol)
    assert caught.value.status == status
    assert reason in caught.value.reason


def asked(server: Server, protocol: dict[str, str]) -> float:
    where = {"kind": "http", "url": server.url(PATH), "protocol": protocol}
    codec = codec_for(where)
    with closing(Http()) as http:
        answer = http.ask(where, codec.encode(EVENT), codec.content_type, Deadline(10))
    return codec.decode(answer)
