"""Exactly one finite number is a score; of all else it is said what came."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.predictor import SCORE, TENSORFLOW, CallFailed, Codec
from langroute.predictor.codec import codec_for


@pytest.mark.parametrize(
    ("codec", "body", "score"),
    [
        (TENSORFLOW, b'{"predictions": [[0.75]]}', 0.75),
        (TENSORFLOW, b'{"predictions": [0.75]}', 0.75),
        (TENSORFLOW, b' {"predictions":[[1]], "model": "words"} ', 1.0),
        (SCORE, b"0.75", 0.75),
        (SCORE, b"-1e-3\n", -0.001),
        (SCORE, b'{"score": 0, "label": "no"}', 0.0),
    ],
)
def test_scores(codec: Codec, body: bytes, score: float) -> None:
    found = codec.decode(body)
    assert (found, type(found)) == (score, float)


TF = 'expected {"predictions": [[number]]}'
PLAIN = 'expected a number or {"score": number}'


@pytest.mark.parametrize(
    ("codec", "body", "reason"),
    [
        (TENSORFLOW, b'{"predictions": [[0.1], [0.2]]}', TF),
        (TENSORFLOW, b'{"predictions": [[0.1, 0.9]]}', TF),
        (TENSORFLOW, b'{"predictions": [[[0.1]]]}', TF),
        (TENSORFLOW, b'{"predictions": []}', TF),
        (TENSORFLOW, b'{"predictions": 0.1}', TF),
        (TENSORFLOW, b'{"predictions": [["0.1"]]}', TF),
        (TENSORFLOW, b'{"predictions": [[NaN]]}', "expected a finite number"),
        (TENSORFLOW, b'{"error": "no such model"}', TF),
        (TENSORFLOW, b"0.1", TF),
        (SCORE, b"[0.1]", PLAIN),
        (SCORE, b'"0.1"', PLAIN),
        (SCORE, b"true", PLAIN),
        (SCORE, b"null", PLAIN),
        (SCORE, b'{"score": null}', PLAIN),
        (SCORE, b'{"score": 0.1, "score": 0.9}', "expected JSON"),
        (SCORE, b"Infinity", "expected a finite number"),
        (SCORE, b"1e999", "expected a finite number"),
        (SCORE, b"1" + b"0" * 400, "expected a finite number"),
        (SCORE, b"1" * 5000, "expected JSON"),
        (SCORE, b"[" * 100_000, "expected JSON"),
        (SCORE, b"", "expected JSON"),
        (SCORE, b"0.1 0.9", "expected JSON"),
        (SCORE, b"<html>", "expected JSON"),
        (SCORE, b"\xff\xfe\x00", "expected JSON"),
    ],
)
def test_what_is_no_score(codec: Codec, body: bytes, reason: str) -> None:
    with pytest.raises(CallFailed) as caught:
        codec.decode(body)
    assert caught.value.status == 502
    assert caught.value.reason.startswith(f"{reason}, got ")


def test_what_came_is_shown_in_one_short_line() -> None:
    with pytest.raises(CallFailed) as caught:
        SCORE.decode("<h1>\nZu groß\x1b[31m\u202e".encode() + b"x" * 200)
    assert str(caught.value) == (
        "expected JSON, got '<h1>\\nZu groß\\x1b[31m\\u202e" + "x" * (80 - 18) + "'"
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["predictions", "score", "x"]), inner, max_size=2)
    ),
)


@given(
    st.sampled_from([SCORE, TENSORFLOW]), st.binary() | json_values.map(json.dumps).map(str.encode)
)
def test_any_bytes_are_a_finite_number_or_a_failure(codec: Codec, body: bytes) -> None:
    try:
        found = codec.decode(body)
    except CallFailed:
        return
    assert math.isfinite(found)


def test_the_payload_is_sent_as_it_is() -> None:
    payload = {"title": "Grève à 東京", "n": 1}
    assert SCORE.encode(payload) == '{"title": "Grève à 東京", "n": 1}'.encode()
    assert json.loads(TENSORFLOW.encode(payload)) == {"instances": [payload]}


@pytest.mark.parametrize(
    ("endpoint", "codec"),
    [
        ({"kind": "http", "url": "https://m.example/v1/models/words:predict"}, TENSORFLOW),
        ({"kind": "http", "url": "https://m.example/words/score"}, SCORE),
        ({"kind": "sagemaker", "region": "eu-central-1", "name": "words"}, SCORE),
    ],
)
def test_the_codec_of_an_endpoint(endpoint: dict[str, str], codec: Codec) -> None:
    assert codec_for(endpoint) is codec
