"""AppConfig: the application, its environment with the monitor, the profile, and the rollout."""

from collections.abc import Mapping

from langroute_repo.appconfig.strategy import Strategy, strategy, strategy_name
from langroute_repo.infra.alarms import OVER_ALL
from langroute_repo.infra.names import export_name
from langroute_repo.infra.resources import (
    ALL,
    OURS,
    Data,
    Resources,
    allow,
    attribute,
    here,
    kept,
    ref,
    resource,
    role,
    trust,
)
from langroute_repo.infra.settings import Settings
from langroute_repo.infra.validator import schema
from langroute_repo.tree.files.environment import EnvironmentFile

APPLICATION = "application/${Application}"
ENVIRONMENT = f"{APPLICATION}/environment/${{Environment}}"
PROFILE = f"{APPLICATION}/configurationprofile/${{Profile}}"
CONFIGURATION = f"{ENVIRONMENT}/configuration/${{Profile}}"
DEPLOYMENTS = f"{ENVIRONMENT}/deployment/*"
IDS = ("Application", "Environment", "Profile", "Strategy", "AtOnce")


def appconfig(settings: Settings) -> Resources:
    names, application = settings.environment.appconfig, ref("Application")
    return {
        "Application": kept("AppConfig::Application", {"Name": names.application}),
        "Environment": kept(
            "AppConfig::Environment",
            {
                "ApplicationId": application,
                "Name": names.environment,
                "Monitors": [
                    {
                        "AlarmArn": attribute(OVER_ALL, "Arn"),
                        "AlarmRoleArn": attribute("MonitorRole", "Arn"),
                    }
                ],
            },
        ),
        "Profile": kept(
            "AppConfig::ConfigurationProfile",
            profile(application, names.profile),
            DependsOn=["ValidatorPermission"],
        ),
        "Strategy": _strategy(settings.stack, strategy(settings.environment)),
        **_quick(settings),
        # For a rollback that AppConfig does not revert: an alarm that fires cannot take it back.
        "AtOnce": _strategy(f"{settings.stack}-at-once", Strategy(0, "LINEAR", 100, 0)),
        "MonitorRole": _monitor_role(settings),
    }


def profile(application: Data, name: str) -> Data:
    """A profile whose versions both validators are held against."""
    return {
        "ApplicationId": application,
        "Name": name,
        "LocationUri": "hosted",
        "Type": "AWS.Freeform",
        "Validators": [
            {"Type": "JSON_SCHEMA", "Content": schema()},
            {"Type": "LAMBDA", "Content": attribute("Validator", "Arn")},
        ],
    }


def _quick(settings: Settings) -> Resources:
    """The second strategy, for a change that alters no answer, where the file has one."""
    environment = settings.environment
    if environment.quick is None:
        return {}
    name = strategy_name(environment, "quick")
    return {"Quick": _strategy(name, strategy(environment, "quick"))}


def _strategy(name: str, wanted: Strategy) -> Data:
    return resource(
        "AppConfig::DeploymentStrategy",
        {
            "Name": name,
            "DeploymentDurationInMinutes": wanted.duration,
            "GrowthType": wanted.growth,
            "GrowthFactor": wanted.factor,
            "FinalBakeTimeInMinutes": wanted.bake,
            "ReplicateTo": "NONE",
        },
    )


def _monitor_role(settings: Settings) -> Data:
    """AppConfig asks for the alarm's state with it.

    CloudWatch answers for a composite alarm only to whom it allows DescribeAlarms on everything.
    """
    return role(
        f"{settings.stack}-monitor",
        "AppConfig looks at the alarms with it.",
        trust(
            {"Service": "appconfig.amazonaws.com"},
            "sts:AssumeRole",
            # AWS's printed examples of such a trust have no condition, so it can be left out.
            OURS if settings.infra.source_account is not False else None,
        ),
        [allow("Alarms", ["cloudwatch:DescribeAlarms"], ALL)],
    )


def outputs(settings: Settings) -> dict[str, Data]:
    """The ids, for the stack of an environment that comes after this one."""
    return {
        name: {
            "Value": ref(name),
            "Export": {"Name": export_name(settings.environment, name)},
        }
        for name in IDS
    }


def imported(environment: EnvironmentFile) -> dict[str, Data]:
    """The ids of another stack, by the names that ARNs have for them."""
    return {name: {"Fn::ImportValue": export_name(environment, name)} for name in IDS}


def places(settings: Settings) -> list[Data]:
    """All that a deployment consists of, as ARNs."""
    quick = "deploymentstrategy/${Quick}"
    own = _places()
    return own if settings.environment.quick is None else [*own, here("appconfig", quick)]


def places_of(ids: Mapping[str, object]) -> list[Data]:
    """The same of another stack, as far as it tells its ids."""
    return _places(ids)


def _places(ids: Mapping[str, object] | None = None) -> list[Data]:
    paths = (
        APPLICATION,
        ENVIRONMENT,
        f"{ENVIRONMENT}/deployment/*",
        PROFILE,
        f"{PROFILE}/hostedconfigurationversion/*",
        "deploymentstrategy/${Strategy}",
        "deploymentstrategy/${AtOnce}",
    )
    return [here("appconfig", path, _used(path, ids)) for path in paths]


def _used(path: str, ids: Mapping[str, object] | None) -> Mapping[str, object] | None:
    return ids and {name: one for name, one in ids.items() if f"${{{name}}}" in path}
