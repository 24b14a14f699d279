"""What is sent beside the body: headers, credentials by reference, and SageMaker's parameters."""

import os
import re
from collections.abc import Callable, Mapping
from typing import Any

from langroute.endpoint_shape import HEADER_VALUE
from langroute.predictor.failure import CallFailed
from langroute.recording.record import NO_RIGHT

ACCEPT = "application/json"
# Of what the document has, by SageMaker's own names.
PARAMETERS = {
    "custom_attributes": "CustomAttributes",
    "inference_component": "InferenceComponentName",
    "target_variant": "TargetVariant",
    "target_model": "TargetModel",
}
SHORTEST_SECRET = 6  # what is shorter may stand in any answer by chance
_SENDABLE = re.compile(HEADER_VALUE.replace("$", r"\Z"))


def headers(
    where: Mapping[str, Any], content_type: str, value_of: Callable[[str], str] | None = None
) -> dict[str, str]:
    """All headers of a request over HTTP; references are looked up now, in the environment.

    So a credential that is renewed counts from the next event on. ``CallFailed`` names a variable
    that is not set or cannot be sent, and never shows what it holds.
    """
    look_up = value_of or _variable
    own = {name: _value(one, look_up) for name, one in where.get("headers", {}).items()}
    return {"Content-Type": content_type, "Accept": ACCEPT} | own


def masked(answer: bytes, where: Mapping[str, Any]) -> bytes:
    """An answer without the credentials that it was asked with: servers quote what they refuse."""
    for said in where.get("headers", {}).values():
        value = os.environ.get(said["variable"], "") if isinstance(said, dict) else ""
        if len(value) >= SHORTEST_SECRET:
            answer = answer.replace(value.encode(), b"***")
    return answer


def sagemaker_call(where: Mapping[str, Any], body: bytes, content_type: str) -> dict[str, Any]:
    """What ``InvokeEndpoint`` is called with."""
    own = {name: where[key] for key, name in PARAMETERS.items() if key in where}
    call = {"EndpointName": where["name"], "Body": body, "ContentType": content_type}
    return call | {"Accept": ACCEPT} | own


def _value(said: str | Mapping[str, str], look_up: Callable[[str], str]) -> str:
    if isinstance(said, str):
        return said
    value = look_up(said["variable"])
    return f"{said['scheme']} {value}" if "scheme" in said else value


def _variable(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise CallFailed(NO_RIGHT, f"the variable {name}, which a header needs, is not set")
    if not _SENDABLE.match(value):
        reason = "holds what no header can: blanks at an end, a line break or no ASCII"
        raise CallFailed(NO_RIGHT, f"the variable {name} {reason}")
    return value
