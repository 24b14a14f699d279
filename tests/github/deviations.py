"""Where GitHub is known to answer otherwise than its published description says."""

from dataclasses import dataclass
from typing import Any

ERROR = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/basic-error"}}}}
INVALID = {
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/validation-error"}}}
}


@dataclass(frozen=True)
class Deviation:
    """What stands at a place of the description in truth, and how that is known.

    ``place`` is a path of keys; `*` is any.
    """

    place: tuple[str, ...]
    holds: Any
    reason: str


def _everywhere(status: int, reason: str, holds: Any = ERROR) -> Deviation:
    return Deviation(("paths", "*", "*", "responses", str(status)), holds, reason)


def _member(schema: str, name: str, holds: Any, reason: str) -> Deviation:
    return Deviation(("components", "schemas", schema, "properties", name), holds, reason)


def _fork(schema: str) -> Deviation:
    place = ("components", "schemas", schema, "properties", "head", "properties", "repo")
    holds = {"nullable": True, "allOf": [{"$ref": "#/components/schemas/repository"}]}
    return Deviation(place, holds, "null once the fork is deleted, which the description forgets")


def _answer(path: str, method: str, status: int, holds: Any, reason: str) -> Deviation:
    place = ("paths", f"/repos/{{owner}}/{{repo}}/{path}", method, "responses", str(status))
    return Deviation(place, holds, reason)


DEVIATIONS = (
    _everywhere(301, "a repository that was renamed, by the guide's chapter on redirects"),
    _everywhere(307, "a repository that was renamed, by the guide's chapter on redirects"),
    _everywhere(401, "a token that is none, by the guide's chapter on authentication"),
    _everywhere(403, "a token that may not, or a limit, by the guide's chapter on rate limits"),
    _everywhere(404, "what the token may not see is not there, by the guide on troubleshooting"),
    _everywhere(422, "a field that GitHub does not take, by the guide on troubleshooting", INVALID),
    _everywhere(429, "the other spelling of a limit, by the guide's chapter on rate limits"),
    _everywhere(502, "a fault of GitHub's own"),
    _answer(
        "actions/permissions/selected-actions", "get", 409, ERROR,
        "while not only selected actions are allowed; seen in threads about tools that ask for it",
    ),
    _answer(
        "actions/permissions/selected-actions", "put", 409, ERROR,
        "while not only selected actions are allowed; seen in threads about tools that set it",
    ),
    _answer(
        "environments/{environment_name}/deployment-branch-policies", "post", 404, ERROR,
        "described without a body, which every error of GitHub's has",
    ),
    Deviation(
        (
            "paths", "/repos/{owner}/{repo}/environments/{environment_name}", "put", "requestBody",
            "content", "application/json", "schema", "properties", "can_admins_bypass",
        ),
        {"type": "boolean"},
        "told by GET and taken by PUT, as others who compare environments have found",
    ),
    _member(
        "environment", "can_admins_bypass", {"type": "boolean"},
        "told by GET and taken by PUT, as others who compare environments have found",
    ),
    _member(
        "validation-error", "status", {"type": "string"},
        "errors of all kinds tell their status since 2024, those of validation as well",
    ),
    _fork("pull-request"),
    _fork("pull-request-simple"),
)  # fmt: skip
