"""Answers `ValidateConfiguration` for MiniStack, which stores validators and never runs them.

It runs in MiniStack's own process. A profile's schema is held against a version as draft-04, like
in AWS, and its Lambda function is invoked with the event that AppConfig documents.
"""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from types import ModuleType
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[..., Awaitable[Answer]]


class ValidatorStandIn:
    """Stands before MiniStack's AppConfig and takes this one call; ``endpoint`` is MiniStack."""

    def __init__(self, appconfig: ModuleType, endpoint: str) -> None:
        self._appconfig = appconfig
        self._endpoint = endpoint
        self._handle: Handler = appconfig.handle_request

    async def __call__(
        self, method: str, path: str, headers: Any, body: bytes, query: dict[str, Any]
    ) -> Answer:
        parts = path.split("/")  # /applications/A/configurationprofiles/P/validators
        if method != "POST" or len(parts) != 6 or parts[5] != "validators":
            return await self._handle(method, path, headers, body, query)
        version = query.get("configuration_version", [""])
        number = version[0] if isinstance(version, list) else version
        return await self._validate(parts[2], parts[4], number)

    async def _validate(self, application: str, profile: str, number: str) -> Answer:
        held = self._appconfig._hosted_versions.get(f"{application}/{profile}/{number}")
        if held is None:
            return _error(404, "ResourceNotFoundException", Message=f"no version {number}")
        event = {
            "applicationId": application,
            "configurationProfileId": profile,
            "configurationVersion": number,
            "content": base64.b64encode(held["Content"]).decode(),
            "uri": "hosted",
        }
        faults: list[dict[str, str]] = []
        place = f"{application}/{profile}"
        for one in self._appconfig._config_profiles[place].get("Validators") or []:
            if one["Type"] == "JSON_SCHEMA":
                faults += _faults(held["Content"], one["Content"])
            else:  # in a thread: this one has to answer it
                faults += await asyncio.to_thread(_invoke, self._endpoint, one["Content"], event)
        return _invalid(faults) if faults else (204, {}, b"")


def _faults(content: bytes, schema: str) -> Iterator[dict[str, str]]:
    from jsonschema import Draft4Validator

    try:
        document = json.loads(content)
    except ValueError as error:
        yield {"Reason": f"not JSON: {error}"}
        return
    for fault in Draft4Validator(json.loads(schema)).iter_errors(document):
        yield {"Location": fault.json_path, "Reason": fault.message}


def _invoke(endpoint: str, arn: str, event: dict[str, str]) -> list[dict[str, str]]:
    import boto3

    client = boto3.client(
        "lambda",
        region_name=arn.split(":")[3],
        endpoint_url=endpoint,
        aws_access_key_id=arn.split(":")[4],  # MiniStack takes the account from it
        aws_secret_access_key="local",
    )
    answer = client.invoke(FunctionName=arn, Payload=json.dumps(event))
    if not answer.get("FunctionError"):
        return []
    return [{"Reason": json.loads(answer["Payload"].read())["errorMessage"]}]


def _invalid(faults: list[dict[str, str]]) -> Answer:
    return _error(
        400,
        "BadRequestException",
        Message="Invalid configuration",
        Reason="InvalidConfiguration",
        Details={"InvalidConfiguration": faults},
    )


def _error(status: int, code: str, **members: object) -> Answer:
    headers = {"Content-Type": "application/json", "x-amzn-errortype": code}
    return status, headers, json.dumps({"__type": code, **members}).encode()
