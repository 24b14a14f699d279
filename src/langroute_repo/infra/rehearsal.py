"""What a rehearsal works in: an application that no reader reads, and a role for it alone."""

from langroute_repo.infra.appconfig import profile
from langroute_repo.infra.function import permission
from langroute_repo.infra.resources import (
    ALL,
    Data,
    Resources,
    allow,
    arn,
    here,
    ref,
    resource,
    role,
)
from langroute_repo.infra.roles import BRANCH, READ, endpoint_seconds, github
from langroute_repo.infra.settings import SageMakerPlace, Settings
from langroute_repo.tree.aws_names import role_name, scratch_application, scratch_endpoint

SCRATCH = "application/${RehearsalApplication}"
# AWS has no resource for these: they find the ids behind names.
FIND = ("appconfig:ListApplications", "appconfig:ListDeploymentStrategies")
WORK = (
    "appconfig:CreateEnvironment",
    "appconfig:CreateHostedConfigurationVersion",
    "appconfig:DeleteEnvironment",
    "appconfig:DeleteHostedConfigurationVersion",
    "appconfig:GetDeployment",
    "appconfig:GetHostedConfigurationVersion",
    "appconfig:ListConfigurationProfiles",
    "appconfig:ListDeployments",
    "appconfig:ListEnvironments",
    "appconfig:ListHostedConfigurationVersions",
    "appconfig:StartDeployment",
    "appconfig:StopDeployment",
    "appconfig:ValidateConfiguration",
)
ENDPOINT = (
    "sagemaker:AddTags",
    "sagemaker:DeleteEndpoint",
    "sagemaker:InvokeEndpoint",
    "sagemaker:ListTags",
)


def rehearsal(settings: Settings) -> Resources:
    """None where the environment's file asks for none."""
    if not settings.environment.rehearsal:
        return {}
    name = settings.environment.appconfig.profile
    return {
        "RehearsalApplication": resource(
            "AppConfig::Application", {"Name": scratch_application(settings.environment)}
        ),
        "RehearsalPermission": permission("RehearsalApplication"),
        "RehearsalProfile": resource(
            "AppConfig::ConfigurationProfile",
            profile(ref("RehearsalApplication"), name),
            DependsOn=["RehearsalPermission"],
        ),
        "RehearsalRole": _role(settings),
        **({"EndpointsRole": _endpoints(settings)} if settings.rehearsed else {}),
    }


def _role(settings: Settings) -> Data:
    """It may delete, so nothing that a reader reads is within its reach."""
    places = [SCRATCH, f"{SCRATCH}/*", "deploymentstrategy/${AtOnce}"]
    return role(
        role_name(settings.environment, "rehearsal"),
        f"Jobs on main rehearse the document of {settings.name} with it.",
        github([(settings.infra.github, BRANCH)]),
        [
            allow("Rehearse", [*WORK, *READ], [here("appconfig", one) for one in places]),
            allow("Find", FIND, ALL),
        ],
    )


def _endpoints(settings: Settings) -> Data:
    """It makes and deletes endpoints of these very names, and of what exists it may look only.

    Which configuration an endpoint has changes with each of its deployments, so that none is named.
    """
    real = [_sagemaker(one, f"endpoint/{one.name}") for one in settings.rehearsed]
    scratch = [
        _sagemaker(one, f"endpoint/{scratch_endpoint(one.name)}") for one in settings.rehearsed
    ]
    regions = {one.region: one for one in settings.rehearsed}.values()
    configurations = [_sagemaker(one, "endpoint-config/*") for one in regions]
    return role(
        role_name(settings.environment, "endpoints"),
        f"Jobs on main rehearse endpoints of {settings.name} with it.",
        github([(settings.infra.github, BRANCH)]),
        [
            allow("Look", ["sagemaker:DescribeEndpoint"], [*real, *scratch]),
            allow("LookAtConfiguration", ["sagemaker:DescribeEndpointConfig"], configurations),
            allow("Make", ["sagemaker:CreateEndpoint"], [*scratch, *configurations]),
            allow("Rehearse", ENDPOINT, scratch),
        ],
        MaxSessionDuration=endpoint_seconds(settings),
    )


def _sagemaker(place: SageMakerPlace, path: str) -> Data:
    """SageMaker writes the names in its ARNs in lower case."""
    return arn(f"sagemaker:{place.region}:${{AWS::AccountId}}:{path.lower()}")
