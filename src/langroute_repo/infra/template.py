"""The CloudFormation template of one environment, as data and as the text that is deployed."""

import json
from typing import Any

from langroute_repo.appconfig.whose import tags
from langroute_repo.infra.alarms import alarms
from langroute_repo.infra.appconfig import appconfig, outputs
from langroute_repo.infra.function import function
from langroute_repo.infra.notices import notices
from langroute_repo.infra.rehearsal import rehearsal
from langroute_repo.infra.resources import Data, Resources, attribute, tagged
from langroute_repo.infra.roles import roles
from langroute_repo.infra.settings import InfraError, Settings

MOST_RESOURCES = 500
LARGEST = 1_000_000  # bytes, from a bucket; sent along it may have 51,200
LARGEST_SENT = 51_200


def template(settings: Settings) -> Data:
    """The whole template. ``InfraError`` when CloudFormation would not take it."""
    if not settings.languages:
        raise InfraError("there is no language to watch", "add config/languages/en.yaml")
    resources = {
        **appconfig(settings),
        **function(settings),
        **roles(settings),
        **rehearsal(settings),
        **alarms(settings),
        **notices(settings),
    }
    made: Data = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"What langroute needs in AWS for {settings.name}; generated.",
        "Resources": tagged(resources, tags(settings.environment, settings.infra)),
        "Outputs": {**outputs(settings), **_role_outputs(resources)},
    }
    _refuse_too_large(settings, made)
    return made


def _role_outputs(resources: Resources) -> dict[str, Data]:
    roles = ("PlanRole", "DeployRole", "ReadRole", "GoldenRole", "RehearsalRole", "EndpointsRole")
    return {name: {"Value": attribute(name, "Arn")} for name in roles if name in resources}


def _refuse_too_large(settings: Settings, made: Data) -> None:
    count, size = len(made["Resources"]), len(compact(made))
    if count > MOST_RESOURCES or size > LARGEST:
        raise InfraError(
            f"{len(settings.languages)} languages make {count} resources and {size:,} bytes; "
            f"a stack holds {MOST_RESOURCES} and {LARGEST:,}",
            "let rare languages be answered for by und, which has one alarm, or split the tree",
        )


def compact(made: dict[str, Any]) -> bytes:
    """The template as it is deployed."""
    return json.dumps(made, separators=(",", ":"), ensure_ascii=False).encode()


def readable(made: dict[str, Any]) -> str:
    """The template as it is reviewed."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
