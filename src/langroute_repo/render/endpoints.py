"""Where a model answers, for people and for machines."""

from collections.abc import Mapping

from langroute_repo.output.endpoint import Endpoint, HttpEndpoint, SageMakerEndpoint


def endpoint_of(compiled: Mapping[str, str]) -> Endpoint:
    """An endpoint as the compiled document has it."""
    if compiled["kind"] == "sagemaker":
        return SageMakerEndpoint(kind="sagemaker", region=compiled["region"], name=compiled["name"])
    return HttpEndpoint(kind="http", url=compiled["url"])


def place(endpoint: Endpoint | None) -> str:
    """An endpoint in one line."""
    if endpoint is None:
        return "none"
    if isinstance(endpoint, SageMakerEndpoint):
        return f"sagemaker {endpoint.name} in {endpoint.region}"
    return endpoint.url
