"""AppConfig's control plane: hosted versions, validation and deployments."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.simulated.aws import Environment, Profile, Refusal
from tests.simulated.resources import Answer, Resources, Tags, found
from tests.simulated.rollout import MONITORED, Deployment, Step, Version, steps
from tests.simulated.validation import faults, refuse_invalid

# [D] AWS's example of StopDeployment: its answer tells nothing of the deployment.
STOPPED = {
    "DeploymentNumber": 0,
    "DeploymentDurationInMinutes": 0,
    "GrowthFactor": 0.0,
    "FinalBakeTimeInMinutes": 0,
    "PercentageComplete": 0.0,
}


class ControlPlane(Resources):
    """The operations of boto3's `appconfig` client."""

    def create_hosted_configuration_version(
        self,
        ApplicationId: str,
        ConfigurationProfileId: str,
        Content: bytes,
        ContentType: str,
        Description: str = "",
        LatestVersionNumber: int | None = None,
        VersionLabel: str = "",
    ) -> Answer:
        profile = self.profile(ApplicationId, ConfigurationProfileId)
        self._refuse_size(Content)
        # [M] the lock; [I] that a number that is not the latest is a conflict.
        if LatestVersionNumber is not None and LatestVersionNumber != profile.newest:
            raise Refusal("ConflictException", f"The latest version is {profile.newest}")
        if VersionLabel and _labelled(profile, VersionLabel):
            # [I] whether a label in use is a conflict or a bad request.
            code = "ConflictException" if self.aws.label_conflicts else "BadRequestException"
            raise Refusal(code, f"Version label {VersionLabel} already exists")
        if len(profile.versions) >= self.aws.most_versions:
            raise Refusal("ServiceQuotaExceededException", "The limit of versions is reached")
        profile.newest += 1
        made = Version(profile.newest, Content, ContentType, VersionLabel, Description)
        profile.versions[made.number] = made
        return {**_version(profile, made), "Content": made.content}

    def _refuse_size(self, content: bytes) -> None:
        if not content:
            raise Refusal("BadRequestException", "Content must not be empty")
        if len(content) > self.aws.largest:
            raise Refusal(
                "PayloadTooLargeException",
                f"The configuration is larger than {self.aws.largest} bytes",
                Measure="KILOBYTES",
                Limit=self.aws.largest / 1024,
                Size=len(content) / 1024,
            )

    def get_hosted_configuration_version(
        self, ApplicationId: str, ConfigurationProfileId: str, VersionNumber: int
    ) -> Answer:
        profile = self.profile(ApplicationId, ConfigurationProfileId)
        version = found(profile.versions, VersionNumber, "HostedConfigurationVersion")
        return {**_version(profile, version), "Content": version.content}

    def delete_hosted_configuration_version(
        self, ApplicationId: str, ConfigurationProfileId: str, VersionNumber: int
    ) -> None:
        profile = self.profile(ApplicationId, ConfigurationProfileId)
        found(profile.versions, VersionNumber, "HostedConfigurationVersion")
        del profile.versions[VersionNumber]

    def list_hosted_configuration_versions(
        self,
        ApplicationId: str,
        ConfigurationProfileId: str,
        MaxResults: int | None = None,
        NextToken: str | None = None,
        VersionLabel: str | None = None,
    ) -> Answer:
        profile = self.profile(ApplicationId, ConfigurationProfileId)
        items = (
            (one.number, _version(profile, one))
            for one in sorted(profile.versions.values(), key=lambda one: -one.number)
            if VersionLabel is None or _fits(one.label, VersionLabel)
        )
        return self.paged(items, MaxResults, NextToken, newest_first=True)

    def validate_configuration(
        self, ApplicationId: str, ConfigurationProfileId: str, ConfigurationVersion: str
    ) -> None:
        profile = self.profile(ApplicationId, ConfigurationProfileId)
        refuse_invalid(self.aws, profile, _named(profile, ConfigurationVersion))

    def start_deployment(
        self,
        ApplicationId: str,
        EnvironmentId: str,
        ConfigurationProfileId: str,
        ConfigurationVersion: str,
        DeploymentStrategyId: str,
        Description: str = "",
        LatestDeploymentNumber: int | None = None,
        Tags: Tags | None = None,
    ) -> Answer:
        environment = self.environment(ApplicationId, EnvironmentId)
        profile = self.profile(ApplicationId, ConfigurationProfileId)
        made = Deployment(
            number=len(environment.deployments) + 1,
            profile=profile.id,
            version=_named(profile, ConfigurationVersion),
            asked_for=ConfigurationVersion,
            strategy=self.strategy(DeploymentStrategyId),
            description=Description,
            started=self.aws.now,
        )
        _refuse_second(environment, LatestDeploymentNumber)
        if self.aws.refuses_at_start:
            refuse_invalid(self.aws, profile, made.version)
        self._begin(made, profile)
        environment.deployments.append(made)
        self._tag(_resource(environment, made), Tags)
        return _deployment(environment, profile, made)

    def _begin(self, made: Deployment, profile: Profile) -> None:
        now, lasts = self.aws.now, self.aws.validating
        state = "VALIDATING" if lasts else "DEPLOYING"
        made.take(Step(now, state, 0.0, "DEPLOYMENT_STARTED", "USER", "Deployment started"))
        refused = list(faults(self.aws, profile, made.version))
        made.ahead = list(_refused(made, lasts, refused) if refused else _accepted(made, lasts))

    def get_deployment(
        self, ApplicationId: str, EnvironmentId: str, DeploymentNumber: int
    ) -> Answer:
        environment, deployment = self._deployment(ApplicationId, EnvironmentId, DeploymentNumber)
        profile = self.profile(ApplicationId, deployment.profile)
        return _deployment(environment, profile, deployment)

    def list_deployments(
        self,
        ApplicationId: str,
        EnvironmentId: str,
        MaxResults: int | None = None,
        NextToken: str | None = None,
    ) -> Answer:
        environment = self.environment(ApplicationId, EnvironmentId)
        items = (
            (one.number, _listed(self.profile(ApplicationId, one.profile), one))
            for one in reversed(environment.deployments)
        )
        return self.paged(items, MaxResults, NextToken, newest_first=True)

    def stop_deployment(
        self,
        ApplicationId: str,
        EnvironmentId: str,
        DeploymentNumber: int,
        AllowRevert: bool = False,
    ) -> Answer:
        """[M] In flight it is rolled back; complete for less than 72 hours it is reverted."""
        _, deployment = self._deployment(ApplicationId, EnvironmentId, DeploymentNumber)
        now = self.aws.now
        if deployment.state in MONITORED or deployment.state == "VALIDATING":
            deployment.roll_back(now, "USER", "Deployment stopped", self.aws.rolling_back)
        elif AllowRevert and deployment.revertible(now):
            deployment.revert(now)
        else:
            state = deployment.state
            raise Refusal("BadRequestException", f"Deployment {DeploymentNumber} is {state}")
        return STOPPED

    def _deployment(
        self, application: str, environment: str, number: int
    ) -> tuple[Environment, Deployment]:
        of = self.environment(application, environment)
        return of, found({one.number: one for one in of.deployments}, number, "Deployment")


def _accepted(made: Deployment, validating: timedelta) -> Iterator[Step]:
    if validating:
        yield Step(made.started + validating, "DEPLOYING", 0.0)
    yield from steps(made.strategy, made.started + validating)


def _refused(
    made: Deployment, validating: timedelta, details: list[dict[str, str]]
) -> Iterator[Step]:
    """The way of a deployment that was started although its validators refuse it."""
    at = made.started + validating
    why = "; ".join(detail["Reason"] for detail in details)
    yield Step(at, "ROLLING_BACK", 0.0, "ROLLBACK_STARTED", "APPCONFIG", why)
    yield Step(at, "ROLLED_BACK", 0.0, "ROLLBACK_COMPLETED")


def _refuse_second(environment: Environment, latest: int | None) -> None:
    """[M, R] The lock, and one deployment in flight for an environment, of whatever profile."""
    last = len(environment.deployments)
    if latest is not None and latest != last:
        raise Refusal("ConflictException", f"The latest deployment is {last}, not {latest}")
    if environment.flight is not None:
        number = environment.flight.number
        raise Refusal("ConflictException", f"Deployment {number} is still in progress")


def _named(profile: Profile, name: str) -> Version:
    """A version by its number or its label."""
    if name.isdecimal():
        return found(profile.versions, int(name), "HostedConfigurationVersion")
    labelled = {one.label: one for one in profile.versions.values() if one.label}
    return found(labelled, name, "HostedConfigurationVersion")


def _labelled(profile: Profile, label: str) -> bool:
    return any(one.label == label for one in profile.versions.values())


def _fits(label: str, wanted: str) -> bool:
    """Whether a label is the one asked for; a star at the end asks for what begins so."""
    return label.startswith(wanted[:-1]) if wanted.endswith("*") else label == wanted


def _resource(environment: Environment, deployment: Deployment) -> str:
    of = f"application/{environment.application}/environment/{environment.id}"
    return f"{of}/deployment/{deployment.number}"


def _version(profile: Profile, version: Version) -> Answer:
    optional = {"Description": version.description, "VersionLabel": version.label}
    return {
        "ApplicationId": profile.application,
        "ConfigurationProfileId": profile.id,
        "VersionNumber": version.number,
        "ContentType": version.type,
        **{name: value for name, value in optional.items() if value},
    }


def _listed(profile: Profile, one: Deployment) -> Answer:
    optional: dict[str, Any] = {"VersionLabel": one.version.label, "CompletedAt": one.completed}
    return {
        "DeploymentNumber": one.number,
        "ConfigurationProfileId": profile.id,
        "ConfigurationName": profile.name,
        # [I] whether a deployment by label shows the label here, or the number.
        "ConfigurationVersion": one.asked_for,
        "DeploymentDurationInMinutes": one.strategy.duration,
        "GrowthType": one.strategy.growth,
        "GrowthFactor": one.strategy.factor,
        "FinalBakeTimeInMinutes": one.strategy.bake,
        "State": one.state,
        "PercentageComplete": one.percentage,
        "StartedAt": one.started,
        **{name: value for name, value in optional.items() if value},
    }


def _deployment(environment: Environment, profile: Profile, one: Deployment) -> Answer:
    return {
        **_listed(profile, one),
        "ApplicationId": environment.application,
        "EnvironmentId": environment.id,
        "DeploymentStrategyId": one.strategy.id,
        "ConfigurationLocationUri": profile.location,
        "EventLog": one.events,
        **({"Description": one.description} if one.description else {}),
    }
