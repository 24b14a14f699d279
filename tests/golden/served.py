"""Servers in this process that take only what their protocol says: MLServer's, and SageMaker.

They stand where the network would: what a backend sends is written and read by its own code, and a
request that MLServer or SageMaker would refuse is refused. tests/golden/test_real_server.py asks
MLServer itself, where there is one.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from io import BytesIO
from typing import Any

import botocore.session
from botocore.response import StreamingBody
from botocore.validate import ParamValidator

from langroute.predictor.attempt import Asker
from langroute.predictor.deadline import Deadline
from langroute.predictor.failure import CallFailed
from langroute.predictor.sagemaker import SageMaker
from tests.golden.simulated import Recorded

Says = Callable[[dict[str, Any], int], float | int]
MLSERVER: dict[str, Any] = {
    "kind": "http",
    "url": "http://models.test/v2/models/words/infer",
    "protocol": {"kind": "kserve-v2", "output": "score"},
}
SAGEMAKER = {"kind": "sagemaker", "region": "eu-central-1", "name": "words"}
TENSOR = {"name", "shape", "datatype", "data"}


class Served:
    """Says of each event what it is told to; a whole number is a status, and no answer."""

    def __init__(self, says: Says, output: str = "score") -> None:
        self._says, self.output = says, output
        self._asked = 0

    def said(self, event: dict[str, Any]) -> float:
        said = self._says(event, self._asked)
        self._asked += 1
        if isinstance(said, int):
            raise CallFailed(said, f"answered {said}")
        return said


class MlServer(Served):
    """The Open Inference protocol: one row, each field a tensor of its own."""

    def ask(
        self, where: Mapping[str, Any], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        assert (where["url"], content_type) == (MLSERVER["url"], "application/json")
        assert deadline.left() > 0
        asked = json.loads(body)
        if set(asked) - {"id", "parameters", "inputs", "outputs"} or not asked.get("inputs"):
            raise CallFailed(422, f"no inference request: {asked}")
        event = {one["name"]: _text(one) for one in asked["inputs"]}
        tensor = {"shape": [1, 1], "datatype": "FP64", "data": [self.said(event)]}
        outputs = [{"name": self.output, **tensor}]
        return json.dumps({"model_name": "words", "outputs": outputs}).encode()

    def close(self) -> None:
        """Nothing is open."""


def _text(tensor: Mapping[str, Any]) -> str:
    """As MLServer reads a text: its bytes, as many as the shape says."""
    if set(tensor) - {"parameters"} != TENSOR or tensor["datatype"] != "BYTES":
        raise CallFailed(422, f"no tensor of text: {tensor}")
    if tensor["shape"] not in ([1], [1, 1]) or len(tensor["data"]) != 1:
        raise CallFailed(422, f"no row of one text: {tensor}")
    return str(tensor["data"][0])


class Runtime(Served):
    """A client of SageMaker's runtime, held against the service's own model."""

    def invoke_endpoint(self, **call: Any) -> dict[str, Any]:
        report = ParamValidator().validate(call, _invoke_endpoint().input_shape)
        assert not report.has_errors(), report.generate_report()
        assert (call["EndpointName"], call["ContentType"]) == ("words", "application/json")
        answer = json.dumps({self.output: self.said(json.loads(call["Body"]))}).encode()
        return {"Body": StreamingBody(BytesIO(answer), len(answer))}

    def close(self) -> None:
        """Nothing is open."""


@cache
def _invoke_endpoint() -> Any:
    model = botocore.session.Session().get_service_model("sagemaker-runtime")
    return model.operation_model("InvokeEndpoint")


@contextmanager
def mlserver(says: Says, output: str = "score") -> Iterator[Asker]:
    yield Asker({"http": MlServer(says, output)}, {})


@contextmanager
def sagemaker(says: Says, output: str = "score") -> Iterator[Asker]:
    runtime = Runtime(says, output)
    way = SageMaker(workers=1, client=lambda _: runtime)
    try:
        yield Asker({"sagemaker": way}, {})
    finally:
        way.close()


Serve = Callable[[Says, str], AbstractContextManager[Asker]]
SERVERS: dict[str, tuple[Serve, dict[str, Any]]] = {
    "mlserver": (mlserver, MLSERVER),
    "sagemaker": (sagemaker, SAGEMAKER),
}


def faults(kind: str, one: Recorded, says: Says, output: str = "score") -> list[str]:
    """The kinds of what is found wrong when it is asked through a server of this kind."""
    serve, where = SERVERS[kind]
    with serve(says, output) as asker:
        return [fault.kind for fault in one.at(where).faults(asker)]
