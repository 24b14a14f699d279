"""What stands in AWS under a name of ours and was made by somebody else: it is left alone.

A stack is as its template says. Those from before there were tags name the repository as well: the
roles of every stack of ours trust its workflows.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from langroute_repo.appconfig.whose import ENVIRONMENT, NUMBER, REPOSITORY
from langroute_repo.infra.cloudformation import Aws, Stack
from langroute_repo.infra.settings import InfraError, Settings

SUBJECT = re.compile(r"repo:([^/@]+)@\d+/([^/@]+)@(\d+):")
Owner = tuple[str, str, str]  # repository, its number, environment; the last may be empty


def refuse_foreign(aws: Aws, settings: Settings, stack: Stack | None) -> None:
    """Raise where the stack or the application of this name is not ours."""
    if stack is None or not stack.made:
        _refuse_taken_application(aws, settings)
        return
    github, path = settings.infra.github, f"config/environments/{settings.name}.yaml"
    cure = f"write another prefix in {path} (infra), for this stack is to stay as it is"
    owner = owner_of(stack.template)
    if owner is None:
        raise InfraError(f"the stack {settings.stack} was made of something else", cure)
    repository, number, environment = owner
    if (number, environment or settings.name) != (str(github.repository_id), settings.name):
        named = f"{repository}, {environment}" if environment else repository
        raise InfraError(
            f"the stack {settings.stack} belongs to {named}; this is {github.repository}, "
            f"{settings.name}",
            cure,
        )


def owner_of(template: Mapping[str, Any]) -> Owner | None:
    """Whose a deployed template says that it is; None where none of ours was deployed."""
    resources = template.get("Resources") or {}
    held = resources.get("Application", {}).get("Properties", {}).get("Tags") or []
    tags = {one["Key"]: one["Value"] for one in held}
    if NUMBER in tags:
        return tags.get(REPOSITORY, ""), tags[NUMBER], tags.get(ENVIRONMENT, "")
    trust = SUBJECT.search(json.dumps(resources.get("PlanRole")))
    return (f"{trust[1]}/{trust[2]}", trust[3], "") if trust else None


def _refuse_taken_application(aws: Aws, settings: Settings) -> None:
    """Names need not be unique in AppConfig, and who reads by a name that two have gets either."""
    name = settings.environment.appconfig.application
    token: dict[str, object] = {}
    while True:
        answer = aws.call("appconfig", "list_applications", **token)
        for one in answer["Items"]:
            if one["Name"] == name:
                raise InfraError(
                    f"AppConfig in {settings.environment.region} has an application {name!r} "
                    f"already ({one['Id']}), and it is none of the stack's, which is to be made",
                    "write another name in "
                    f"config/environments/{settings.name}.yaml (appconfig.application), or delete "
                    "that one where nothing reads it",
                )
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}
