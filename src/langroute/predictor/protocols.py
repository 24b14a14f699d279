"""What servers speak, by the names that a document of format 2 has for it.

TensorFlow Serving's REST API (``:predict``, rows and columns), the Open Inference Protocol of
KServe, MLServer and Triton (``/v2/models/NAME/infer``), and plain JSON with a path to the score, as
BentoML's services and Hugging Face's pipelines have it. One event is one row.
"""

from collections.abc import Callable, Mapping
from typing import Any

from langroute.predictor.json_body import number, only, read, unusable, written
from langroute.score_path import NoScore, found

Payload = Mapping[str, Any]
Said = Mapping[str, Any]  # the protocol, as the document has it


def encode(protocol: Said, payload: Payload) -> bytes:
    """The body of the request."""
    return written(BODIES[protocol["kind"]](protocol, payload))


def decode(protocol: Said, body: bytes) -> float:
    """The score in the answer; ``CallFailed`` says what came instead."""
    answer = read(body)
    try:
        return number(SCORES[protocol["kind"]](protocol, answer), body, "expected a number")
    except NoScore as error:
        raise unusable(f"{error}", body) from error


def _json(protocol: Said, payload: Payload) -> object:
    form = protocol.get("body", "object")
    said: object = payload
    if form == "list":
        said = [payload]
    elif form == "value":
        if len(payload) != 1:
            raise ValueError(f"the server takes the value of one field, not of {len(payload)}")
        said = next(iter(payload.values()))
    under = protocol.get("under")
    return {under: said} if under else said


def _rows(protocol: Said, payload: Payload) -> object:
    return {**_signature(protocol), "instances": [payload]}


def _columns(protocol: Said, payload: Payload) -> object:
    return {**_signature(protocol), "inputs": {name: [one] for name, one in payload.items()}}


def _signature(protocol: Said) -> dict[str, object]:
    return {"signature_name": protocol["signature"]} if "signature" in protocol else {}


def _tensors(protocol: Said, payload: Payload) -> object:
    inputs = {"inputs": [_tensor(name, one) for name, one in payload.items()]}
    return inputs | ({"outputs": [{"name": protocol["output"]}]} if "output" in protocol else {})


def _tensor(name: str, value: object) -> dict[str, object]:
    """A value as a tensor of one, a list of numbers or of texts as one of a row."""
    row = isinstance(value, list)
    data: list[Any] = value if isinstance(value, list) else [value]
    kinds = {DATATYPES.get(type(one)) for one in data}
    if len(kinds) != 1 or None in kinds:
        raise ValueError(f"{name} is no text, number or list of one of them")
    shape = [1, len(data)] if row else [1]
    return {"name": name, "shape": shape, "datatype": kinds.pop(), "data": data}


# A whole number too is sent as a double: a tensor has one type, whatever the event of the day.
DATATYPES = {str: "BYTES", float: "FP64", int: "FP64", bool: "BOOL"}


def _of_path(protocol: Said, answer: object) -> object:
    return found(answer, protocol["score"])


def _of_predictions(protocol: Said, answer: object) -> object:
    """``{"predictions": [X]}``: X is the score, a list of it, or one of these by output."""
    row = only(_member(answer, "predictions"), "predictions")
    return _scalar(_output(protocol, row, "predictions[0]"), "predictions[0]")


def _of_outputs(protocol: Said, answer: object) -> object:
    """``{"outputs": X}``: X is a column of one score, or one column by output."""
    column = _output(protocol, _member(answer, "outputs"), "outputs")
    return _scalar(only(column, "the output"), "the output")


def _of_tensors(protocol: Said, answer: object) -> object:
    tensors = _member(answer, "outputs")
    if not isinstance(tensors, list):
        raise NoScore("expected a list of outputs")
    name = protocol.get("output")
    chosen = [one for one in tensors if isinstance(one, dict) and name in (None, one.get("name"))]
    if len(chosen) != 1:
        which = f"called {name}" if name else "and no more"
        raise NoScore(f"expected one output {which}, found {len(chosen)}")
    return _scalar(only(_member(chosen[0], "data"), "data"), "data")


def _member(value: object, name: str) -> object:
    if not isinstance(value, dict) or name not in value:
        raise NoScore(f"expected an object with {name}")
    return value[name]


def _output(protocol: Said, value: object, at: str) -> object:
    """One of several named outputs, or the only one, which has no name."""
    name = protocol.get("output")
    if name is not None:
        # A server with a single output leaves its name out, so a name given is a name checked.
        if not isinstance(value, dict) or name not in value:
            raise NoScore(f"no output {name} in {at}")
        return value[name]
    if isinstance(value, dict):
        raise NoScore(f"several outputs in {at}, and the protocol names none")
    return value


def _scalar(value: object, at: str) -> object:
    """A score alone in a list is the score."""
    return only(value, at) if isinstance(value, list) else value


BODIES: dict[str, Callable[[Said, Payload], object]] = {
    "json": _json,
    "tensorflow-rows": _rows,
    "tensorflow-columns": _columns,
    "kserve-v2": _tensors,
}
SCORES: dict[str, Callable[[Said, object], object]] = {
    "json": _of_path,
    "tensorflow-rows": _of_predictions,
    "tensorflow-columns": _of_outputs,
    "kserve-v2": _of_tensors,
}
