"""A model for MLServer with two outputs, which takes a text and whatever else it is sent."""

from mlserver import MLModel  # type: ignore[import-not-found]
from mlserver.codecs import StringCodec  # type: ignore[import-not-found]
from mlserver.types import (  # type: ignore[import-not-found]
    InferenceRequest,
    InferenceResponse,
    ResponseOutput,
)


class Chars(MLModel):  # type: ignore[misc]
    async def load(self) -> bool:
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        inputs = {one.name: one for one in payload.inputs}
        (title,) = StringCodec.decode_input(inputs["title"])
        score = 0.8 if title == "Streik" and all(one.data for one in payload.inputs) else 0.0
        outputs = [
            ResponseOutput(name="score", shape=[1, 1], datatype="FP64", data=[score]),
            ResponseOutput(name="length", shape=[1], datatype="INT64", data=[len(title)]),
        ]
        wanted = {one.name for one in payload.outputs or outputs}
        chosen = [one for one in outputs if one.name in wanted]
        return InferenceResponse(model_name="chars", outputs=chosen)
