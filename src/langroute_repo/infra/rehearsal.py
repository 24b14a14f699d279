"""What a rehearsal works in: an application that no reader reads, and a role for it alone."""

from langroute_repo.infra.appconfig import profile
from langroute_repo.infra.function import permission
from langroute_repo.infra.resources import (
    ALL,
    Data,
    Resources,
    allow,
    here,
    ref,
    resource,
    role,
)
from langroute_repo.infra.roles import BRANCH, READ, github
from langroute_repo.infra.settings import Settings
from langroute_repo.tree.aws_names import role_name, scratch_application

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
