"""The roles that people and workflows work with: one to look, one to deploy, one to read.

No action has a wildcard. ``ALL`` stands as a resource only where AWS knows none for the action, and
where something is denied.
"""

from collections.abc import Sequence

from langroute_repo.appconfig.follow import GRACE_SECONDS
from langroute_repo.infra.appconfig import (
    APPLICATION,
    CONFIGURATION,
    DEPLOYMENTS,
    imported,
    places,
    places_of,
)
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
from langroute_repo.infra.settings import SageMakerPlace, Settings
from langroute_repo.tree.aws_names import role_name
from langroute_repo.tree.files.environment import EnvironmentFile, GitHub
from langroute_repo.tree.plan import Plan
from langroute_repo.tree.values import seconds

ISSUER = "token.actions.githubusercontent.com"
BRANCH = "ref:refs/heads/main"

# What tells which document is live.
LIVE = (
    "appconfig:GetDeployment",
    "appconfig:GetHostedConfigurationVersion",
    "appconfig:ListConfigurationProfiles",
    "appconfig:ListDeployments",
    "appconfig:ListEnvironments",
    "appconfig:ListHostedConfigurationVersions",
)
# The same, and what guards it.
LOOK = ("appconfig:GetConfigurationProfile", "appconfig:GetEnvironment", *LIVE)
# Whose it is, and why somebody went back: tags of the application, and of a deployment.
TOLD = ("appconfig:ListTagsForResource",)
KEEP_REASON = ("appconfig:TagResource",)
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
INVOKE = ("sagemaker:InvokeEndpoint",)
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
Subject = tuple[GitHub, str]  # a repository, and the end of a subject
SHORTEST_SESSION, LONGEST_SESSION = 3600, 43_200  # seconds, of a role in IAM


def roles(settings: Settings) -> Resources:
    return {
        "PlanRole": _plan(settings),
        "DeployRole": _deploy(settings),
        "ReadRole": _read(settings),
        **({"GoldenRole": _golden(settings)} if settings.asked else {}),
    }


def _golden(settings: Settings) -> Data:
    """May invoke exactly the endpoints that have golden queries, and nothing else at all."""
    return role(
        role_name(settings.environment, "golden"),
        f"Jobs on main ask endpoints of {settings.name} golden queries with it.",
        github([(settings.infra.github, one) for one in _asking(settings.plan)]),
        [allow("Ask", INVOKE, [one for place in settings.asked for one in _invoked(place)])],
    )


def _asking(plan: Plan) -> list[str]:
    """Also who asks for a pull request, in an environment whose reviewers let that begin."""
    return [BRANCH, *(["environment:golden"] if plan.offer.environments else [])]


def _invoked(place: SageMakerPlace) -> list[Data]:
    """SageMaker writes the names in its ARNs in lower case."""
    account = f"sagemaker:{place.region}:${{AWS::AccountId}}"
    component = [f"inference-component/{place.component}"] if place.component else []
    names = [f"endpoint/{place.name}", *component]
    return [arn(f"{account}:{one.lower()}") for one in names]


def _plan(settings: Settings) -> Data:
    return role(
        role_name(settings.environment, "plan"),
        f"Jobs on main look at {settings.name} with it.",
        github(_lookers(settings)),
        [*_looking(settings), allow("Find", [*FIND, *ALARMS], ALL), deny("Never", NEVER)],
    )


def _deploy(settings: Settings) -> Data:
    return role(
        role_name(settings.environment, "deploy"),
        _deploying(settings),
        github([(settings.infra.github, _deployer(settings.environment, settings.plan))]),
        [
            *_looking(settings),
            allow("Deploy", DEPLOY, places(settings)),
            allow("KeepReason", KEEP_REASON, here("appconfig", DEPLOYMENTS)),
            allow("ReadBack", READ, here("appconfig", CONFIGURATION)),
            allow("Find", [*FIND, *ALARMS, *FIGURES], ALL),
            deny("Never", NEVER),
        ],
        MaxSessionDuration=deploy_seconds(settings),
    )


def _deploying(settings: Settings) -> str:
    """Who deploys, in words."""
    if settings.plan.offer.environments:
        return f"Jobs of the GitHub environment {settings.name} deploy with it."
    return f"Jobs on main deploy to {settings.name} with it."


def _deployer(environment: EnvironmentFile, plan: Plan) -> str:
    """Who deploys, as the end of a subject.

    Where GitHub keeps no environments, any branch's job may name one and gets its subject: nothing
    says that it is for main. Of a job that names none the subject says the branch.
    """
    return f"environment:{environment.environment}" if plan.offer.environments else BRANCH


def _lookers(settings: Settings) -> list[Subject]:
    """Who looks: jobs on main, and those that deploy to what comes after this and lies elsewhere.

    Such a job has to see that this runs the commit, and its own role ends at its account and
    region. A job that names an environment has no branch in its subject.
    """
    own = [(settings.infra.github, BRANCH)]
    later = (
        (one.infra.github, _deployer(one, settings.plan)) for one in settings.later if one.infra
    )
    return [*own, *(one for one in later if one not in own)]


def _read(settings: Settings) -> Data:
    reader: Data = {"AWS": settings.infra.reader or arn("iam::${AWS::AccountId}:root")}
    return role(
        role_name(settings.environment, "read"),
        f"The backend reads the configuration of {settings.name} with it.",
        trust(reader, "sts:AssumeRole"),
        [allow("Read", READ, here("appconfig", CONFIGURATION)), deny("Never", NEVER)],
    )


def _looking(settings: Settings) -> list[Data]:
    """Reading what is deployed here, and in the environment that has to run it first."""
    own = [
        allow("Look", LOOK, places(settings)),
        allow("Whose", TOLD, [here("appconfig", one) for one in (APPLICATION, DEPLOYMENTS)]),
    ]
    if settings.earlier is None:
        return own
    return [*own, allow("LookAtEarlier", LIVE, places_of(imported(settings.earlier)))]


def deploy_seconds(settings: Settings) -> int:
    """How long a session of who deploys may be: he watches until the bake is over."""
    environment = settings.environment
    rollouts = [one for one in (environment.rollout, environment.quick) if one]
    longest = max(seconds(one.duration) + seconds(one.bake) for one in rollouts)
    needed = longest + GRACE_SECONDS
    return _session(needed)


def endpoint_seconds(settings: Settings) -> int:
    """How long a session of who rehearses endpoints may be: without rights he could delete none."""
    return _session(settings.rehearsing)


def _session(needed: int) -> int:
    return min(LONGEST_SESSION, max(SHORTEST_SESSION, needed))


def github(subjects: Sequence[Subject]) -> Data:
    """Trust in workflows whose subject is one of these: of a repository, with this end.

    GitHub writes a subject with the owner's and the repository's number for what was created,
    renamed or moved after 2026-07-15, and without for the others. The provider is one for the
    whole account, so no stack owns it.
    """
    told = [f"repo:{one}:{end}" for github, end in subjects for one in _spellings(github)]
    return trust(
        {"Federated": arn(f"iam::${{AWS::AccountId}}:oidc-provider/{ISSUER}")},
        "sts:AssumeRoleWithWebIdentity",
        {"StringEquals": {f"{ISSUER}:aud": "sts.amazonaws.com", f"{ISSUER}:sub": told}},
    )


def _spellings(github: GitHub) -> tuple[str, str]:
    owner, name = github.repository.split("/")
    numbered = f"{owner}@{github.owner_id}/{name}@{github.repository_id}"
    return github.repository, numbered
