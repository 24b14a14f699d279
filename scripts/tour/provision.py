"""Creates in the local AWS what a push expects there; for the demo and the tests."""

from collections.abc import Iterable
from typing import Any

from langroute_repo.appconfig.strategy import Which, strategy, strategy_name
from langroute_repo.tree.files.environment import EnvironmentFile
from scripts.tour.local_aws import LocalAws


def furnish(aws: LocalAws, environments: Iterable[EnvironmentFile], schema: str | None) -> None:
    """Create applications, environments, profiles and strategies as config/environments says.

    ``schema`` becomes the validator of each profile; what is there already stays as it is.
    """
    for environment in environments:
        control = aws.client("appconfig", environment.region)
        names = environment.appconfig
        application = _named(control.list_applications(), names.application)
        application = application or control.create_application(Name=names.application)["Id"]
        control.create_environment(ApplicationId=application, Name=names.environment)
        profiles = control.list_configuration_profiles(ApplicationId=application)
        if not _named(profiles, names.profile):
            _create_profile(control, application, names.profile, schema)
        _create_strategy(control, environment, "rollout")
        if environment.quick:
            _create_strategy(control, environment, "quick")


def make_buckets(aws: LocalAws, environments: Iterable[EnvironmentFile]) -> None:
    """Create what an administrator creates by hand before the first stack."""
    wanted = ((one.infra, one.region) for one in environments if one.infra)
    for account, region, bucket in {(infra.account, at, infra.bucket) for infra, at in wanted}:
        # S3's first region is none that a bucket can be asked for in.
        where = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        with aws.of(account).alone():
            aws.of(account).client("s3", region).create_bucket(
                Bucket=bucket, **({} if region == "us-east-1" else where)
            )


def _named(answer: dict[str, Any], name: str) -> str:
    return next((str(item["Id"]) for item in answer["Items"] if item["Name"] == name), "")


def _create_profile(control: Any, application: str, name: str, schema: str | None) -> None:
    validators = [{"Type": "JSON_SCHEMA", "Content": schema}] if schema else []
    control.create_configuration_profile(
        ApplicationId=application, Name=name, LocationUri="hosted", Validators=validators
    )


def _create_strategy(control: Any, environment: EnvironmentFile, which: Which) -> None:
    wanted = strategy(environment, which)
    control.create_deployment_strategy(
        Name=strategy_name(environment, which),
        DeploymentDurationInMinutes=wanted.duration,
        GrowthType=wanted.growth,
        GrowthFactor=wanted.factor,
        FinalBakeTimeInMinutes=wanted.bake,
        ReplicateTo="NONE",
    )
