"""Runs a profile's validators as AppConfig does: JSON schema as draft-04, Lambda as a function."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft4Validator
from jsonschema.exceptions import SchemaError

from tests.simulated.aws import Aws, Profile, Refusal
from tests.simulated.rollout import Version

Detail = dict[str, str]


def check_validators(validators: list[dict[str, str]]) -> None:
    """Refuse a schema that draft-04 does not know, as when an exclusiveMinimum is a number."""
    for one in validators:
        if one["Type"] == "JSON_SCHEMA":
            try:
                Draft4Validator.check_schema(json.loads(one["Content"]))
            except (ValueError, SchemaError) as error:
                said = str(error).splitlines()[0]
                raise Refusal("BadRequestException", f"Invalid JSON schema: {said}") from error


def refuse_invalid(aws: Aws, profile: Profile, version: Version) -> None:
    details = list(faults(aws, profile, version))
    if details:
        raise Refusal(
            "BadRequestException",
            "Invalid configuration",
            Reason="InvalidConfiguration",
            Details={"InvalidConfiguration": details},
        )


def faults(aws: Aws, profile: Profile, version: Version) -> Iterator[Detail]:
    """What the validators hold against a version."""
    for one in profile.validators:
        if one["Type"] == "JSON_SCHEMA":
            yield from _schema(one["Content"], version.content)
        else:
            yield from _function(aws, one["Content"], profile, version)


def _schema(schema: str, content: bytes) -> Iterator[Detail]:
    try:
        document = json.loads(content)
    except ValueError as error:
        yield {"Reason": f"Not valid JSON: {error}"}
        return
    for fault in Draft4Validator(json.loads(schema)).iter_errors(document):
        place = "/".join(("#", *map(str, fault.absolute_path)))
        yield {"Constraint": str(fault.validator), "Location": place, "Reason": fault.message}


def _function(aws: Aws, arn: str, profile: Profile, version: Version) -> Iterator[Detail]:
    """Only raising refuses; what a function returns is ignored."""
    event: dict[str, Any] = {
        "applicationId": profile.application,
        "configurationProfileId": profile.id,
        "configurationVersion": str(version.number),
        "content": base64.b64encode(version.content).decode(),
        "uri": profile.location,
    }
    if arn not in aws.functions:
        yield {"Reason": f"Lambda {arn} could not be invoked"}
        return
    try:
        aws.functions[arn](event)
    except Exception as error:
        yield {"Reason": f"Lambda {arn}: {error}"}
