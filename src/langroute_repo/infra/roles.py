"""The roles that people and workflows work with: one to look, one to deploy, one to read.

No action has a wildcard. ``ALL`` stands as a resource only where AWS knows none for the action, and
where something is denied.
"""

from langroute_repo.appconfig.follow import GRACE_SECONDS
from langroute_repo.infra.appconfig import CONFIGURATION, imported, places, places_of
from langroute_repo.infra.names import role_name
from langroute_repo.infra.resources import (
    ALL,
    Data,
    Resources,
    allow,
    arn,
    deny,
    here,
    role,
    trust,
)
from langroute_repo.infra.settings import Settings
from langroute_repo.tree.files.environment import GitHub
from langroute_repo.tree.values import seconds

ISSUER = "token.actions.githubusercontent.com"
BRANCH = "ref:refs/heads/main"

LOOK = (
    "appconfig:GetApplication",
    "appconfig:GetConfigurationProfile",
    "appconfig:GetDeployment",
    "appconfig:GetDeploymentStrategy",
    "appconfig:GetEnvironment",
    "appconfig:GetHostedConfigurationVersion",
    "appconfig:ListConfigurationProfiles",
    "appconfig:ListDeployments",
    "appconfig:ListEnvironments",
    "appconfig:ListHostedConfigurationVersions",
)
# AWS has no resource for these: they find the ids behind names, and alarms and figures by name.
FIND = ("appconfig:ListApplications", "appconfig:ListDeploymentStrategies")
ALARMS = ("cloudwatch:DescribeAlarms",)
FIGURES = ("cloudwatch:GetMetricData",)
DEPLOY = (
    "appconfig:CreateHostedConfigurationVersion",
    "appconfig:StartDeployment",
    "appconfig:StopDeployment",
    "appconfig:ValidateConfiguration",
)
READ = ("appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession")
# What would take the validators or the monitor away, or what they guard. A test holds the list
# against all that AppConfig can delete.
NEVER = (
    "appconfig:DeleteApplication",
    "appconfig:DeleteConfigurationProfile",
    "appconfig:DeleteDeploymentStrategy",
    "appconfig:DeleteEnvironment",
    "appconfig:DeleteExperimentDefinition",
    "appconfig:DeleteExtension",
    "appconfig:DeleteExtensionAssociation",
    "appconfig:DeleteHostedConfigurationVersion",
    "appconfig:UpdateConfigurationProfile",
    "appconfig:UpdateEnvironment",
)
SHORTEST_SESSION, LONGEST_SESSION = 3600, 43_200  # seconds, of a role in IAM


def roles(settings: Settings) -> Resources:
    return {
        "PlanRole": _plan(settings),
        "DeployRole": _deploy(settings),
        "ReadRole": _read(settings),
    }


def _plan(settings: Settings) -> Data:
    return role(
        role_name(settings.name, "plan"),
        f"Jobs on main look at {settings.name} with it.",
        _github(settings.infra.github, BRANCH),
        [*_looking(settings), allow("Find", [*FIND, *ALARMS], ALL), deny("Never", NEVER)],
    )


def _deploy(settings: Settings) -> Data:
    about, subject = _deploying(settings)
    return role(
        role_name(settings.name, "deploy"),
        about,
        _github(settings.infra.github, subject),
        [
            *_looking(settings),
            allow("Deploy", DEPLOY, places(settings)),
            allow("ReadBack", READ, here("appconfig", CONFIGURATION)),
            allow("Find", [*FIND, *ALARMS, *FIGURES], ALL),
            deny("Never", NEVER),
        ],
        MaxSessionDuration=deploy_seconds(settings),
    )


def _deploying(settings: Settings) -> tuple[str, str]:
    """Who deploys, in words and as the end of a subject.

    Where GitHub keeps no environments, any branch's job may name one and gets its subject: nothing
    says that it is for main. Of a job that names none the subject says the branch.
    """
    if settings.plan.offer.environments:
        name = settings.name
        return f"Jobs of the GitHub environment {name} deploy with it.", f"environment:{name}"
    return f"Jobs on main deploy to {settings.name} with it.", BRANCH


def _read(settings: Settings) -> Data:
    reader: Data = {"AWS": settings.infra.reader or arn("iam::${AWS::AccountId}:root")}
    return role(
        role_name(settings.name, "read"),
        f"The backend reads the configuration of {settings.name} with it.",
        trust(reader, "sts:AssumeRole"),
        [allow("Read", READ, here("appconfig", CONFIGURATION)), deny("Never", NEVER)],
    )


def _looking(settings: Settings) -> list[Data]:
    """Reading what is deployed here, and in the environment that has to run it first."""
    own = [
        allow("Look", LOOK, places(settings)),
        allow(
            "Stack",
            ["cloudformation:DescribeStacks", "cloudformation:GetTemplate"],
            here("cloudformation", "stack/${AWS::StackName}/*"),
        ),
    ]
    if not settings.earlier:
        return own
    return [*own, allow("LookAtEarlier", LOOK, places_of(imported(settings.earlier)))]


def deploy_seconds(settings: Settings) -> int:
    """How long a session of who deploys may be: he watches until the bake is over."""
    environment = settings.environment
    rollouts = [one for one in (environment.rollout, environment.quick) if one]
    longest = max(seconds(one.duration) + seconds(one.bake) for one in rollouts)
    needed = longest + GRACE_SECONDS
    return min(LONGEST_SESSION, max(SHORTEST_SESSION, needed))


def _github(github: GitHub, *subjects: str) -> Data:
    """Trust in the repository's workflows, and in those alone whose subject is one of these.

    GitHub writes a subject with the owner's and the repository's number for what was created,
    renamed or moved after 2026-07-15, and without for the others. The provider is one for the
    whole account, so no stack owns it.
    """
    owner, name = github.repository.split("/")
    spellings = (
        github.repository,
        f"{owner}@{github.owner_id}/{name}@{github.repository_id}",
    )
    told = [f"repo:{spelling}:{subject}" for subject in subjects for spelling in spellings]
    return trust(
        {"Federated": arn(f"iam::${{AWS::AccountId}}:oidc-provider/{ISSUER}")},
        "sts:AssumeRoleWithWebIdentity",
        {"StringEquals": {f"{ISSUER}:aud": "sts.amazonaws.com", f"{ISSUER}:sub": told}},
    )
