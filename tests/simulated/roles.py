"""Who may do what in the double, by statements of IAM policies.

A role is a list of statements as in a template, with resources as strings. What it does not allow,
or denies, answers AccessDenied before the server acts. Of conditions and trust nothing is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from tests.simulated.aws import Aws

# [D] the Service Authorization Reference: these name no resource, so that only * allows them.
UNNAMED = frozenset({
    "ListApplications", "ListDeploymentStrategies", "DescribeAlarms", "GetMetricData",
    "CreateApplication", "CreateDeploymentStrategy", "GetCallerIdentity",
})  # fmt: skip
# [M] the name of an operation is that of its action; those of appconfigdata are AppConfig's.
PREFIXES = {"appconfigdata": "appconfig"}


@dataclass(frozen=True)
class Role:
    """An identity in an account; without statements it may do everything there."""

    name: str
    account: str
    statements: Sequence[Mapping[str, Any]] | None = field(default=None)

    def may(self, action: str, resources: Sequence[str]) -> bool:
        """Whether every one of the resources is allowed and none is denied."""
        if self.statements is None:
            return True
        return all(self._allows(action, one) for one in resources)

    def _allows(self, action: str, resource: str) -> bool:
        said = {
            one["Effect"]
            for one in self.statements or ()
            if _fits(one["Action"], action) and _fits(one["Resource"], resource)
        }
        return said == {"Allow"}


def _fits(patterns: str | Sequence[str], value: str) -> bool:
    listed = [patterns] if isinstance(patterns, str) else patterns
    return any(fnmatchcase(value, pattern) for pattern in listed)


def action_of(service: str, operation: str) -> str:
    """An operation as policies call it."""
    return f"{PREFIXES.get(service, service)}:{operation}"


def resources_of(aws: Aws, operation: str, given: Mapping[str, Any]) -> list[str]:
    """[D] The ARNs that a call needs rights on: StartDeployment on all four that it names."""
    if operation in UNNAMED:
        return ["*"]
    if "EndpointName" in given or "EndpointConfigName" in given:
        return list(_of_sagemaker(aws, given))
    if "ResourceArn" in given:
        return [given["ResourceArn"]]
    if operation == "GetLatestConfiguration":  # its token says of which configuration
        token = aws.tokens.get(given["ConfigurationToken"])
        session = token.session if token else None
        of = session.environment if session else None
        path = f"{of.application}/environment/{of.id}" if of else "unknown"
        profile = session.profile if session else "unknown"
        return [aws.arn("appconfig", f"application/{path}/configuration/{profile}")]
    if operation == "StartConfigurationSession":
        return [aws.arn("appconfig", _configuration(aws, given))]
    return [aws.arn("appconfig", one) for one in _named(given)] or ["*"]


def _of_sagemaker(aws: Aws, given: Mapping[str, Any]) -> Iterator[str]:
    """In lower case; CreateEndpoint needs the right on the configuration as well."""
    for key, kind in (("EndpointName", "endpoint"), ("EndpointConfigName", "endpoint-config")):
        if key in given:
            yield aws.arn("sagemaker", f"{kind}/{given[key].lower()}")


def _configuration(aws: Aws, given: Mapping[str, Any]) -> str:
    """The data plane takes names as well as ids; policies know ids."""
    application = _id(aws.applications, given["ApplicationIdentifier"])
    held = aws.applications.get(application)
    environment = _id(held.environments if held else {}, given["EnvironmentIdentifier"])
    profile = _id(held.profiles if held else {}, given["ConfigurationProfileIdentifier"])
    return f"application/{application}/environment/{environment}/configuration/{profile}"


def _id(known: Mapping[str, Any], wanted: str) -> str:
    return next((one.id for one in known.values() if wanted in (one.id, one.name)), wanted)


def _named(given: Mapping[str, Any]) -> Iterator[str]:
    application = f"application/{given['ApplicationId']}" if "ApplicationId" in given else ""
    if "DeploymentStrategyId" in given:
        yield f"deploymentstrategy/{given['DeploymentStrategyId']}"
    environment = f"{application}/environment/{given.get('EnvironmentId')}"
    profile = f"{application}/configurationprofile/{given.get('ConfigurationProfileId')}"
    if application:
        yield application
    if "EnvironmentId" in given:
        yield environment
    if "ConfigurationProfileId" in given:
        yield profile
    if "DeploymentNumber" in given:
        yield f"{environment}/deployment/{given['DeploymentNumber']}"
    if "VersionNumber" in given:
        yield f"{profile}/hostedconfigurationversion/{given['VersionNumber']}"
