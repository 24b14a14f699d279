"""AppConfig's own validator for one environment: which it is, and whether it is the one in use."""

import json
from dataclasses import dataclass
from hashlib import sha256

from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.aws.clients import AppConfig
from langroute_repo.schemas.appconfig import appconfig_schema
from langroute_repo.tree.aws_names import DIGEST

LARGEST_SCHEMA = 32_768  # characters, in AppConfig


@dataclass(frozen=True, slots=True)
class Validator:
    """The archive, and what its function is told about the environment."""

    environment: str
    stack: str
    archive: bytes
    largest_kb: int

    @property
    def variables(self) -> dict[str, str]:
        """The function's environment variables."""
        return {
            "LANGROUTE_ENVIRONMENT": self.environment,
            "LANGROUTE_LARGEST_KB": str(self.largest_kb),
        }

    @property
    def key(self) -> str:
        """Where the archive lies in the bucket: another archive never takes its place."""
        return f"langroute/validator/{sha256(self.archive).hexdigest()}.zip"

    @property
    def name(self) -> str:
        """The function's name, which says what it runs and with what.

        A profile names its validator by ARN, so whoever may read the profile sees from the name
        whether it is an old one. It also lets CloudFormation put the new function beside the old
        one and only then turn the profile to it.
        """
        digest = sha256(self.archive + json.dumps(self.variables).encode()).hexdigest()
        return f"{self.stack}-validator-{digest[:DIGEST]}"


def schema() -> str:
    """The schema that the profile holds, without blanks: its length is limited."""
    return json.dumps(appconfig_schema(), separators=(",", ":"), ensure_ascii=False)


def validators_differ(aws: AppConfig, place: EnvironmentIds, expected: Validator) -> str | None:
    """How the profile's validators differ from what this tree makes; None when they do not.

    Asks for the profile alone, which the role for planning may read.
    """
    answer = aws.call("get_configuration_profile", **place.in_profile)
    held = {one["Type"]: one["Content"] for one in answer.get("Validators") or ()}
    if "LAMBDA" not in held:
        return "the profile has no Lambda validator"
    name = held["LAMBDA"].partition(":function:")[2]
    if name != expected.name:
        return (
            f"the profile's validator is {name or held['LAMBDA']}, this tree makes {expected.name}"
        )
    if _data(held.get("JSON_SCHEMA")) != appconfig_schema():
        return "the profile's JSON schema is not the one of this tree"
    return None


def _data(text: str | None) -> object:
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return None
