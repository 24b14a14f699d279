"""What a deployment needs in AppConfig: application, environment, profile, strategy, tags."""

from collections.abc import Iterable
from typing import Any, TypeVar

from tests.simulated.aws import Application, Aws, Environment, Profile, Refusal
from tests.simulated.pages import page
from tests.simulated.rollout import Strategy
from tests.simulated.validation import check_validators

Answer = dict[str, Any]
Tags = dict[str, str]


class Resources:
    """The operations of the control plane on what deployments need."""

    def __init__(self, aws: Aws) -> None:
        self.aws = aws

    def create_application(
        self, Name: str, Description: str = "", Tags: Tags | None = None
    ) -> Answer:
        made = Application(self.aws.new_id(), Name, Description)
        self.aws.applications[made.id] = made
        self._tag(f"application/{made.id}", Tags)
        return _application(made)

    def get_application(self, ApplicationId: str) -> Answer:
        return _application(self.application(ApplicationId))

    def list_applications(self, **at: Any) -> Answer:
        return self.listed(map(_application, self.aws.applications.values()), **at)

    def create_environment(
        self,
        ApplicationId: str,
        Name: str,
        Description: str = "",
        Monitors: list[dict[str, str]] | None = None,
        Tags: Tags | None = None,
    ) -> Answer:
        application = self.application(ApplicationId)
        made = Environment(
            self.aws.new_id(), application.id, Name, Description, list(Monitors or [])
        )
        application.environments[made.id] = made
        self._tag(f"application/{application.id}/environment/{made.id}", Tags)
        return _environment(made)

    def get_environment(self, ApplicationId: str, EnvironmentId: str) -> Answer:
        return _environment(self.environment(ApplicationId, EnvironmentId))

    def update_environment(
        self, ApplicationId: str, EnvironmentId: str, Monitors: list[dict[str, str]]
    ) -> Answer:
        found = self.environment(ApplicationId, EnvironmentId)
        found.monitors = list(Monitors)
        return _environment(found)

    def delete_environment(
        self,
        ApplicationId: str,
        EnvironmentId: str,
        DeletionProtectionCheck: str = "ACCOUNT_DEFAULT",
    ) -> None:
        """[D] Not one that deploys, nor one that was read within the hour, unless waived."""
        found = self.environment(ApplicationId, EnvironmentId)
        if found.flight is not None:
            raise Refusal("ConflictException", f"Deployment {found.flight.number} is in progress")
        read = any(one.session.environment is found for one in self.aws.tokens.values())
        if read and self.aws.protects and DeletionProtectionCheck != "BYPASS":
            raise Refusal("BadRequestException", "Deletion protection: it was read recently")
        del self.application(ApplicationId).environments[EnvironmentId]

    def list_environments(self, ApplicationId: str, **at: Any) -> Answer:
        environments = self.application(ApplicationId).environments.values()
        return self.listed(map(_environment, environments), **at)

    def create_configuration_profile(
        self,
        ApplicationId: str,
        Name: str,
        LocationUri: str,
        Description: str = "",
        Validators: list[dict[str, str]] | None = None,
        Tags: Tags | None = None,
    ) -> Answer:
        application = self.application(ApplicationId)
        if LocationUri != "hosted":
            raise NotImplementedError(f"the double hosts configurations only, not {LocationUri}")
        check_validators(Validators or [])
        made = Profile(
            self.aws.new_id(), application.id, Name, LocationUri, Description, Validators or []
        )
        application.profiles[made.id] = made
        self._tag(f"application/{application.id}/configurationprofile/{made.id}", Tags)
        return _profile(made)

    def get_configuration_profile(self, ApplicationId: str, ConfigurationProfileId: str) -> Answer:
        return _profile(self.profile(ApplicationId, ConfigurationProfileId))

    def update_configuration_profile(
        self,
        ApplicationId: str,
        ConfigurationProfileId: str,
        Validators: list[dict[str, str]],
    ) -> Answer:
        found = self.profile(ApplicationId, ConfigurationProfileId)
        check_validators(Validators)
        found.validators = Validators
        return _profile(found)

    def list_configuration_profiles(self, ApplicationId: str, **at: Any) -> Answer:
        profiles = self.application(ApplicationId).profiles.values()
        return self.listed(map(_summary, profiles), **at)

    def create_deployment_strategy(
        self,
        Name: str,
        DeploymentDurationInMinutes: int,
        GrowthFactor: float,
        GrowthType: str = "LINEAR",
        FinalBakeTimeInMinutes: int = 0,
        ReplicateTo: str = "NONE",
        Description: str = "",
        Tags: Tags | None = None,
    ) -> Answer:
        made = Strategy(
            id=self.aws.new_id(),
            name=Name,
            duration=DeploymentDurationInMinutes,
            growth=GrowthType,
            factor=float(GrowthFactor),
            bake=FinalBakeTimeInMinutes,
            description=Description,
            replicate=ReplicateTo,
        )
        self.aws.strategies[made.id] = made
        self._tag(f"deploymentstrategy/{made.id}", Tags)
        return _strategy(made)

    def get_deployment_strategy(self, DeploymentStrategyId: str) -> Answer:
        return _strategy(self.strategy(DeploymentStrategyId))

    def list_deployment_strategies(self, **at: Any) -> Answer:
        return self.listed(map(_strategy, self.aws.strategies.values()), **at)

    def list_tags_for_resource(self, ResourceArn: str) -> Answer:
        return {"Tags": self._tags(ResourceArn)}

    def tag_resource(self, ResourceArn: str, Tags: Tags) -> None:
        self._tags(ResourceArn).update(Tags)

    def untag_resource(self, ResourceArn: str, TagKeys: list[str]) -> None:
        for key in TagKeys:
            self._tags(ResourceArn).pop(key, None)

    def _tag(self, resource: str, tags: Tags | None) -> None:
        self.aws.tags[self.aws.arn("appconfig", resource)] = dict(tags or {})

    def _tags(self, arn: str) -> Tags:
        return found(self.aws.tags, arn, "Resource")

    def listed(
        self, items: Iterable[Answer], MaxResults: int | None = None, NextToken: str | None = None
    ) -> Answer:
        """A page of what was made, oldest first."""
        return self.paged(enumerate(items), MaxResults, NextToken, newest_first=False)

    def paged(
        self,
        items: Iterable[tuple[int, Answer]],
        most: int | None,
        token: str | None,
        newest_first: bool,
    ) -> Answer:
        size = min(most or self.aws.page_size, self.aws.page_size)
        shown, following = page(items, size, token, newest_first)
        return {"Items": shown, **following}

    def application(self, id: str) -> Application:
        return found(self.aws.applications, id, "Application")

    def environment(self, application: str, id: str) -> Environment:
        return found(self.application(application).environments, id, "Environment")

    def profile(self, application: str, id: str) -> Profile:
        return found(self.application(application).profiles, id, "ConfigurationProfile")

    def strategy(self, id: str) -> Strategy:
        return found(self.aws.strategies, id, "DeploymentStrategy")


K = TypeVar("K")
V = TypeVar("V")


def found(known: dict[K, V], key: K, kind: str) -> V:
    """What is known by a key, or a 404 that names the kind."""
    if key not in known:
        message = f"{kind} not found: {key}"
        raise Refusal("ResourceNotFoundException", message, ResourceName=kind)
    return known[key]


def _application(one: Application) -> Answer:
    return {"Id": one.id, "Name": one.name, "Description": one.description}


def _environment(one: Environment) -> Answer:
    return {
        "ApplicationId": one.application,
        "Id": one.id,
        "Name": one.name,
        "Description": one.description,
        "State": _state(one),
        "Monitors": one.monitors,
    }


def _state(environment: Environment) -> str:
    """An environment's state follows its newest deployment."""
    last = environment.deployments[-1].state if environment.deployments else "COMPLETE"
    if last in ("DEPLOYING", "VALIDATING", "BAKING"):
        return "DEPLOYING"
    return "READY_FOR_DEPLOYMENT" if last == "COMPLETE" else last


def _profile(one: Profile) -> Answer:
    return {
        "ApplicationId": one.application,
        "Id": one.id,
        "Name": one.name,
        "Description": one.description,
        "LocationUri": one.location,
        "Validators": one.validators,
        "Type": "AWS.Freeform",
    }


def _summary(one: Profile) -> Answer:
    return {
        "ApplicationId": one.application,
        "Id": one.id,
        "Name": one.name,
        "LocationUri": one.location,
        "ValidatorTypes": [validator["Type"] for validator in one.validators],
        "Type": "AWS.Freeform",
    }


def _strategy(one: Strategy) -> Answer:
    return {
        "Id": one.id,
        "Name": one.name,
        "Description": one.description,
        "DeploymentDurationInMinutes": one.duration,
        "GrowthType": one.growth,
        "GrowthFactor": one.factor,
        "FinalBakeTimeInMinutes": one.bake,
        "ReplicateTo": one.replicate,
    }
