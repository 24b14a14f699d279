"""The shapes of where a model answers, in what show and route print for machines."""

from typing import Literal

from langroute_repo.output.base import Output


class SageMakerEndpoint(Output):
    """A SageMaker endpoint."""

    kind: Literal["sagemaker"]
    region: str
    name: str


class HttpEndpoint(Output):
    """A model behind a REST URL."""

    kind: Literal["http"]
    url: str


Endpoint = SageMakerEndpoint | HttpEndpoint
