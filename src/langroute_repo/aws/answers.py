"""Whether an answer is the service's: a proxy's page with a 200 and half a body are none.

boto3 makes an empty answer of both, in which a list has no items and an environment no alarms. So
each operation has to say what it cannot leave out, by its service model or, where that has nothing,
by its status; then no missing data is taken for a yes.
"""

from typing import Any

# Of these at least one has to be there.
NEEDED: dict[str, tuple[str, ...]] = {
    "create_endpoint": ("EndpointArn",),
    "create_environment": ("Id",),
    "create_hosted_configuration_version": ("VersionNumber",),
    "describe_endpoint": ("EndpointStatus",),
    "describe_endpoint_config": ("ProductionVariants",),
    "describe_alarms": ("CompositeAlarms", "MetricAlarms"),
    "get_configuration_profile": ("Id",),
    "get_deployment": ("State",),
    "get_environment": ("Id",),
    "get_hosted_configuration_version": ("VersionNumber",),
    "get_latest_configuration": ("NextPollConfigurationToken",),
    "get_metric_data": ("MetricDataResults",),
    "list_applications": ("Items",),
    "list_configuration_profiles": ("Items",),
    "list_deployment_strategies": ("Items",),
    "list_deployments": ("Items",),
    "list_environments": ("Items",),
    "list_hosted_configuration_versions": ("Items",),
    "list_tags": ("Tags",),
    "list_tags_for_resource": ("Tags",),
    "start_configuration_session": ("InitialConfigurationToken",),
    "start_deployment": ("DeploymentNumber",),
    "stop_deployment": ("DeploymentNumber",),
}
# These answer nothing, which only their status tells from a page.
EMPTY = frozenset(
    {
        "delete_environment",
        "delete_hosted_configuration_version",
        "tag_resource",
        "validate_configuration",
    }
)
NO_CONTENT = 204


def whole(operation: str, answer: dict[str, Any]) -> bool:
    """Whether the answer has what the operation's has to have; of others nothing is asked."""
    if operation in EMPTY:
        return bool(answer.get("ResponseMetadata", {}).get("HTTPStatusCode") == NO_CONTENT)
    needed = NEEDED.get(operation, ())
    return not needed or any(key in answer for key in needed)


def read_streams(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with the bytes of its bodies, which boto3 fetches when they are read."""
    return {key: one.read() if hasattr(one, "read") else one for key, one in answer.items()}
