"""What a model's server speaks, and how it is asked: what an endpoint says beyond its address."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field
from pydantic import Tag as UnionTag

from langroute_repo.tree.endpoint_values import (
    HeaderName,
    HeaderValue,
    HeaderWord,
    KeyName,
    ScorePath,
    VariableName,
)
from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import Omittable


class Json(Part):
    """Plain JSON, as BentoML's services and Hugging Face's pipelines have it."""

    kind: Literal["json"]
    score: ScorePath = Field(description="Where in the answer the one score stands.")
    body: Omittable[Literal["object", "list", "value"]] = Field(
        None,
        description="What is sent: the fields as an object, the same in a list, or the value of "
        "the one field; object when left out.",
    )
    under: Omittable[KeyName] = Field(
        None, description="The key under which it is sent; none when left out.", examples=["inputs"]
    )


class _TensorFlow(Part):
    signature: Omittable[KeyName] = Field(
        None, description="The model's signature; serving_default when left out."
    )
    output: Omittable[KeyName] = Field(
        None, description="The score's output, where the signature has several."
    )


class Rows(_TensorFlow):
    """TensorFlow Serving's REST API by rows: instances and predictions."""

    kind: Literal["tensorflow-rows"]


class Columns(_TensorFlow):
    """TensorFlow Serving's REST API by columns: inputs and outputs."""

    kind: Literal["tensorflow-columns"]


class KServe(Part):
    """The Open Inference Protocol of KServe, MLServer and Triton: each field is a tensor."""

    kind: Literal["kserve-v2"]
    output: Omittable[KeyName] = Field(
        None, description="The score's output, where the server has several."
    )


Protocol = Annotated[Json | Rows | Columns | KServe, Discriminator("kind")]


class Reference(Part):
    """A header's value, by the name of the environment variable that holds it in the backend."""

    variable: VariableName
    scheme: Omittable[HeaderWord] = Field(
        None, description="What stands before the value, with a blank between.", examples=["Bearer"]
    )


def _text_or_reference(value: object) -> str:
    return "reference" if isinstance(value, dict | Reference) else "text"


Headers = Annotated[
    dict[
        HeaderName,
        Annotated[
            Annotated[HeaderValue, UnionTag("text")] | Annotated[Reference, UnionTag("reference")],
            Discriminator(_text_or_reference),
        ],
    ],
    Field(min_length=1),
]
