"""Why somebody stopped or reverted a deployment, as a tag of it: AppConfig itself asks for none."""

import re

from langroute_repo.appconfig.reach import Reached
from langroute_repo.aws.errors import AwsError

KEY = "langroute:reason"
LONGEST = 256  # characters of a tag's value
NOT_ALLOWED = re.compile(r"[^\w\s+\-=.:/@]")  # in the value of a tag


def keep(reached: Reached, number: int, reason: str) -> str:
    """Tag a deployment; why that was not possible, else nothing. What was done stays done."""
    arn = _arn(reached, number)
    if not arn:
        return f"config/environments/{reached.name}.yaml names no account (infra.account)"
    value = NOT_ALLOWED.sub(" ", reason)[:LONGEST]
    try:
        reached.aws.act("tag_resource", ResourceArn=arn, Tags={KEY: value})
    except AwsError as error:
        return error.message
    return ""


def kept(reached: Reached, number: int) -> str:
    """The reason that a deployment was tagged with; nothing also where that cannot be asked."""
    arn = _arn(reached, number)
    if not arn:
        return ""
    try:
        tags = reached.aws.call("list_tags_for_resource", ResourceArn=arn)["Tags"]
    except AwsError:
        return ""
    return str(tags.get(KEY, ""))


def _arn(reached: Reached, number: int) -> str:
    infra, place, region = reached.environment.infra, reached.place, reached.environment.region
    if infra is None:
        return ""
    path = f"application/{place.application}/environment/{place.environment}/deployment/{number}"
    return f"arn:{_partition(region)}:appconfig:{region}:{infra.account}:{path}"


def _partition(region: str) -> str:
    parts = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
    return next((name for start, name in parts.items() if region.startswith(start)), "aws")
