"""What each protocol sends, and which number of an answer it takes for the score."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.endpoint_shape import KINDS
from langroute.predictor import CallFailed, Codec
from langroute.predictor.codec import codec_for

Said = dict[str, str]
EVENT = {"title": "Streik", "body": "Hafen"}
ROWS: Said = {"kind": "tensorflow-rows"}
COLUMNS: Said = {"kind": "tensorflow-columns"}
TENSORS: Said = {"kind": "kserve-v2"}
NAMED = {"output": "score"}


def plain(path: str, **more: str) -> Said:
    return {"kind": "json", "score": path, **more}


def codec(protocol: Said) -> Codec:
    return codec_for({"kind": "http", "url": "https://models.test/m", "protocol": protocol})


def tensor(name: str, shape: list[int], datatype: str, *data: object) -> dict[str, object]:
    return {"name": name, "shape": shape, "datatype": datatype, "data": list(data)}


@pytest.mark.parametrize(
    ("protocol", "payload", "body"),
    [
        (plain("."), EVENT, EVENT),
        (plain(".", body="list"), EVENT, [EVENT]),
        (plain(".", body="object", under="event"), EVENT, {"event": EVENT}),
        (plain(".", body="list", under="instances"), EVENT, {"instances": [EVENT]}),
        (plain(".", body="value", under="inputs"), {"title": "x"}, {"inputs": "x"}),
        (ROWS, EVENT, {"instances": [EVENT]}),
        (ROWS | {"signature": "s"}, EVENT, {"signature_name": "s", "instances": [EVENT]}),
        (COLUMNS, EVENT, {"inputs": {"title": ["Streik"], "body": ["Hafen"]}}),
        (COLUMNS | {"signature": "s"}, {"v": [1, 2]},
         {"signature_name": "s", "inputs": {"v": [[1, 2]]}}),
        (TENSORS, EVENT, {"inputs": [tensor("title", [1], "BYTES", "Streik"),
                                     tensor("body", [1], "BYTES", "Hafen")]}),
        (TENSORS | NAMED, {"n": 3, "urgent": True, "v": [0.5, 1]},
         {"inputs": [tensor("n", [1], "FP64", 3), tensor("urgent", [1], "BOOL", True),
                     tensor("v", [1, 2], "FP64", 0.5, 1)], "outputs": [{"name": "score"}]}),
    ],
)  # fmt: skip
def test_what_is_sent(protocol: Said, payload: dict[str, Any], body: object) -> None:
    assert json.loads(codec(protocol).encode(payload)) == body


@pytest.mark.parametrize(
    ("protocol", "payload", "reason"),
    [
        (plain(".", body="value"), EVENT, "the server takes the value of one field, not of 2"),
        (plain(".", body="value"), {}, "the server takes the value of one field, not of 0"),
        (TENSORS, {"where": {"country": "DE"}}, "where is no text, number or list of one of them"),
        (TENSORS, {"v": []}, "v is no text, number or list of one of them"),
        (TENSORS, {"v": ["a", 1]}, "v is no text, number or list of one of them"),
        (TENSORS, {"v": [[1]]}, "v is no text, number or list of one of them"),
    ],
)
def test_an_event_that_cannot_be_sent(protocol: Said, payload: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        codec(protocol).encode(payload)


LABELS = [{"label": "IRRELEVANT", "score": 0.1}, {"label": "RELEVANT", "score": 0.9}]


@pytest.mark.parametrize(
    ("protocol", "answer", "score"),
    [
        (plain("."), 0.5, 0.5),
        (plain("probability"), {"probability": 1, "label": "yes"}, 1.0),
        (plain("predictions[0]"), {"predictions": [0.25]}, 0.25),
        (plain("[0].score"), [{"score": 0.75}], 0.75),
        (plain("[label=RELEVANT].score"), LABELS, 0.9),
        (plain("[0][label=RELEVANT].score"), [LABELS], 0.9),
        (plain("a.b-c.d_1[1][0]"), {"a": {"b-c": {"d_1": [0, [-2.5]]}}}, -2.5),
        (ROWS, {"predictions": [0.5]}, 0.5),
        (ROWS, {"predictions": [[0.5]]}, 0.5),
        (ROWS | NAMED, {"predictions": [{"score": [0.5], "classes": ["a"]}]}, 0.5),
        (COLUMNS, {"outputs": [[0.5]]}, 0.5),
        (COLUMNS, {"outputs": [0.5]}, 0.5),
        (COLUMNS | NAMED, {"outputs": {"score": [[0.5]], "classes": [["a"]]}}, 0.5),
        (TENSORS, {"outputs": [tensor("s", [1, 1], "FP32", 0.5)]}, 0.5),
        (TENSORS, {"outputs": [tensor("s", [1, 1], "FP32", [0.5])]}, 0.5),
        (TENSORS | NAMED, {"outputs": [tensor("length", [1], "INT64", 6),
                                       tensor("score", [1], "FP64", 0.5)]}, 0.5),
    ],
)  # fmt: skip
def test_scores(protocol: Said, answer: object, score: float) -> None:
    found = codec(protocol).decode(json.dumps(answer).encode())
    assert (found, type(found)) == (score, float)


@pytest.mark.parametrize(
    ("protocol", "answer", "reason"),
    [
        (plain("predictions"), {"predictions": [0.5]},
         "expected a number at predictions, found a list"),
        (plain("."), [0.5], "expected a number at the answer, found a list"),
        (plain("probability"), {"error": "out of memory"}, "no probability in the answer"),
        (plain("a.b"), {"a": 0.5}, "expected an object with b at a, found a number"),
        (plain("a.b"), {"a": [{"b": 0.5}]}, "expected an object with b at a, found a list"),
        (plain("[0]"), {"0": 0.5}, "expected a list at the answer, found an object"),
        (plain("a[1]"), {"a": [0.5]}, "no item 1 in the 1 of a"),
        (plain("[label=NO].score"), LABELS, "no items of the answer have label NO, not one"),
        (plain("[label=RELEVANT].score"), LABELS * 2,
         "2 items of the answer have label RELEVANT, not one"),
        (plain("[label=1].score"), [{"label": 1, "score": 0.5}],
         "no items of the answer have label 1, not one"),
        (plain("a"), {"a": "0.5"}, "expected a number"),
        (plain("a"), {"a": True}, "expected a number"),
        (plain("a"), {"a": None}, "expected a number"),
        (plain("a"), {"a": math.nan}, "expected a finite number"),
        (plain("a"), {"a": math.inf}, "expected a finite number"),
        (ROWS, {"error": "no such signature"}, "expected an object with predictions"),
        (ROWS, {"predictions": [0.1, 0.2]},
         "expected a list of one at predictions, found 2 items"),
        (ROWS, {"predictions": [[0.1, 0.9]]},
         "expected a list of one at predictions[0], found 2 items"),
        (ROWS, {"predictions": [{"score": 0.5}]},
         "several outputs in predictions[0], and the protocol names none"),
        (ROWS | NAMED, {"predictions": [0.5]}, "no output score in predictions[0]"),
        (ROWS | NAMED, {"predictions": [{"other": 0.5}]}, "no output score in predictions[0]"),
        (COLUMNS, {"outputs": {"score": [0.5]}},
         "several outputs in outputs, and the protocol names none"),
        (COLUMNS, {"predictions": [0.5]}, "expected an object with outputs"),
        (COLUMNS, {"outputs": 0.5}, "expected a list of one at the output, found none"),
        (TENSORS, {"outputs": [tensor("a", [1], "FP64", 1), tensor("b", [1], "FP64", 2)]},
         "expected one output and no more, found 2"),
        (TENSORS | NAMED, {"outputs": [tensor("a", [1], "FP64", 1)]},
         "expected one output called score, found 0"),
        (TENSORS, {"outputs": [tensor("a", [2], "FP64", 1, 2)]},
         "expected a list of one at data, found 2 items"),
        (TENSORS, {"outputs": {"score": 0.5}}, "expected a list of outputs"),
        (TENSORS, {"error": "unknown model"}, "expected an object with outputs"),
    ],
)  # fmt: skip
def test_an_answer_without_the_score_says_where_it_ends(
    protocol: Said, answer: object, reason: str
) -> None:
    body = json.dumps(answer).encode()
    with pytest.raises(CallFailed) as caught:
        codec(protocol).decode(body)
    assert caught.value.status == 502
    said, _, came = str(caught.value).partition(", got ")
    assert (said, came[:2]) == (reason, f"'{body[:1].decode()}")


EVERY = [plain("a[0].b"), plain("[a=x].b"), ROWS, ROWS | NAMED, COLUMNS, COLUMNS | NAMED, TENSORS]
words = st.sampled_from(["predictions", "outputs", "data", "name", "score", "a", "b", "x"])
answers = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=3),
)


@given(st.sampled_from(EVERY), answers)
def test_any_answer_is_a_finite_number_or_a_failure(protocol: Said, answer: object) -> None:
    try:
        found = codec(protocol).decode(json.dumps(answer).encode())
    except CallFailed:
        return
    assert math.isfinite(found)


def test_no_protocol_of_a_document_is_without_a_codec() -> None:
    for kind in KINDS:
        assert codec({"kind": kind, "score": "."}).encode({"title": "x"})


def test_the_content_type_is_the_documents() -> None:
    where = {"kind": "sagemaker", "region": "eu-central-1", "name": "words"}
    assert codec_for(where).content_type == "application/json"
    said = where | {"content_type": "application/jsonlines"}
    assert codec_for(said).content_type == "application/jsonlines"
    assert codec_for(said | {"protocol": plain(".")}).content_type == "application/jsonlines"
