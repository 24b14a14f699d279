"""The child that `local_aws` starts: MiniStack, with three differences that stand here by name.

Rollout minutes are shortened, `ValidateConfiguration`, which MiniStack lacks, is answered by
`ValidatorStandIn`, and its CloudFormation learns of composite alarms from `composite_alarms`.
"""

import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from types import ModuleType
from typing import Any

from scripts import composite_alarms

MINUTE_VARIABLE = "LANGROUTE_LOCAL_AWS_MINUTE"

Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[..., Awaitable[Answer]]


class ValidatorStandIn:
    """Answers `ValidateConfiguration` for MiniStack, which stores validators and never runs them.

    Runs the profile's JSON schemas as draft-04, like AWS; a Lambda validator is not run.
    """

    def __init__(self, appconfig: ModuleType) -> None:
        self._appconfig = appconfig
        self._handle: Handler = appconfig.handle_request

    async def __call__(
        self, method: str, path: str, headers: Any, body: bytes, query: dict[str, Any]
    ) -> Answer:
        parts = path.split("/")  # /applications/A/configurationprofiles/P/validators
        if method != "POST" or len(parts) != 6 or parts[5] != "validators":
            return await self._handle(method, path, headers, body, query)
        version = query.get("configuration_version", [""])
        number = version[0] if isinstance(version, list) else version
        return self._validate(f"{parts[2]}/{parts[4]}", number)

    def _validate(self, profile: str, number: str) -> Answer:
        held = self._appconfig._hosted_versions.get(f"{profile}/{number}")
        if held is None:
            return _error(404, "ResourceNotFoundException", Message=f"no version {number}")
        validators = self._appconfig._config_profiles[profile].get("Validators") or []
        schemas = [one["Content"] for one in validators if one["Type"] == "JSON_SCHEMA"]
        faults = list(_faults(held["Content"], schemas))
        if not faults:
            return 204, {}, b""
        return _error(
            400,
            "BadRequestException",
            Message="Invalid configuration",
            Reason="InvalidConfiguration",
            Details={"InvalidConfiguration": faults},
        )


def _faults(content: bytes, schemas: list[str]) -> Iterator[dict[str, str]]:
    from jsonschema import Draft4Validator

    try:
        document = json.loads(content)
    except ValueError as error:
        yield {"Reason": f"not JSON: {error}"}
        return
    for schema in schemas:
        for fault in Draft4Validator(json.loads(schema)).iter_errors(document):
            yield {"Location": fault.json_path, "Reason": fault.message}


def _error(status: int, code: str, **members: object) -> Answer:
    headers = {"Content-Type": "application/json", "x-amzn-errortype": code}
    return status, headers, json.dumps({"__type": code, **members}).encode()


def _end_with_parent(folder: str) -> None:
    """Wait until the other end of stdin is closed, by whatever ends the parent; then leave."""
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)  # this process leads its session: with what its Lambdas started


def _serve(folder: str) -> None:
    threading.Thread(target=_end_with_parent, args=[folder], daemon=True).start()
    sys.argv = ["ministack"]  # it reads the command line
    from ministack import app  # type: ignore[import-untyped]
    from ministack.services import appconfig  # type: ignore[import-untyped]

    appconfig._DEPLOYMENT_MINUTE_SECONDS = float(os.environ[MINUTE_VARIABLE])
    appconfig.handle_request = ValidatorStandIn(appconfig)
    composite_alarms.teach()
    app.main()


if __name__ == "__main__":
    _serve(sys.argv[1])
