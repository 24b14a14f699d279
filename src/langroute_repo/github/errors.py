"""Every way in which GitHub does not do what it was asked, as a sentence with its cure."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

SERVER_FAULT = 500  # and above: the server's own fault, after which it may have acted or not
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, GONE = 401, 403, 404, 409, 410
UNPROCESSABLE, TOO_MANY = 422, 429
# As rulesets are refused, with 403, and reviewers of environments, with 422.
OF_A_PLAN = re.compile("upgrade to github|billing plan", re.IGNORECASE)
LATER = "try again in a minute; https://www.githubstatus.com tells of outages"


class GitHubError(Exception):
    """GitHub cannot be asked, or did not do what it was asked; the message is for people."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Forbidden(GitHubError):
    """The token may not do this; on a fork's pull request it may only read."""


class Missing(GitHubError):
    """Something that a call names does not exist, or the token may not see it."""


class Conflict(GitHubError):
    """Somebody else was faster."""


class Refused(GitHubError):
    """GitHub understood and says why not: too long, exists already, no commits, …"""


class PlanLacks(GitHubError):
    """The plan that the account pays for has no such thing for this repository."""


class RateLimited(GitHubError):
    """Too many calls, for longer than it makes sense to wait."""


class Unclear(GitHubError):
    """No usable answer came: what was asked for may have been done, or not."""


def unanswered(error: Exception, url: str) -> Unclear:
    """Why a call got no answer."""
    return Unclear(
        f"{url} gave no answer: {error}", "check the network, the proxy and GITHUB_API_URL"
    )


def answered(status: int, headers: Mapping[str, str], body: object, call: str) -> GitHubError:
    """What an answer that is an error means for the one who asked for ``call``."""
    said = _said(body) or f"HTTP {status}"
    if status == UNAUTHORIZED:
        return GitHubError(
            f"GitHub does not accept the token: {said}", "set GITHUB_TOKEN to one that is valid"
        )
    if is_limit(status, headers, body):
        return RateLimited(f"GitHub limits the calls of this token: {said}", _until(headers))
    if status in (FORBIDDEN, UNPROCESSABLE) and OF_A_PLAN.search(said):
        cure = ".github/settings/plan.yaml says which plan there is"
        return PlanLacks(f"the plan does not have what {call} is about: {said}", cure)
    if status == FORBIDDEN:
        return Forbidden(f"the token may not {call}: {said}", _permission(headers))
    if status in (NOT_FOUND, GONE):
        cure = "it does not exist, or the token may not see it: check GITHUB_REPOSITORY"
        return Missing(f"GitHub does not find what {call} names: {said}", cure)
    if status == CONFLICT:
        return Conflict(f"GitHub reports a conflict at {call}: {said}", "look, and run it again")
    if status == UNPROCESSABLE:
        return Refused(f"GitHub refuses {call}: {said}")
    if status >= SERVER_FAULT:
        return Unclear(f"GitHub failed at {call}: {said}", LATER)
    return GitHubError(f"GitHub answered {call} with HTTP {status}: {said}")


def is_limit(status: int, headers: Mapping[str, str], body: object) -> bool:
    """Whether an answer is a rate limit: both kinds come as 403 or as 429."""
    if status == TOO_MANY:
        return True
    spent = headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers
    return status == FORBIDDEN and (spent or "secondary rate limit" in _said(body))


def _said(body: object) -> str:
    """GitHub's own words, and those about each field."""
    if not isinstance(body, dict):
        return ""
    told = [str(body.get("message") or ""), *_details(body.get("errors"))]
    return "; ".join(dict.fromkeys(filter(None, told)))


def _details(errors: object) -> Iterator[str]:
    for one in errors if isinstance(errors, list) else []:
        if isinstance(one, dict):
            where = ".".join(str(one[key]) for key in ("resource", "field") if one.get(key))
            what = str(one.get("message") or one.get("code") or "")
            yield f"{where}: {what}" if where else what
        else:
            yield str(one)


def _permission(headers: Mapping[str, str]) -> str:
    """GitHub names what would have sufficed in a header of its answer."""
    needed = headers.get("x-accepted-github-permissions", "")
    grant = f"it needs {needed.replace('=', ': ')}" if needed else "grant it what the call needs"
    return f"{grant} under `permissions:` of the job; for a fork's pull request it may only read"


def _until(headers: Mapping[str, str]) -> str:
    ends = limit_ends(headers)
    when = f"{ends:%Y-%m-%d %H:%M:%S} UTC" if ends else "in some minutes"
    return f"the limit ends {when}; run it again then"


def limit_ends(headers: Mapping[str, str]) -> datetime | None:
    """When the hourly limit is lifted; None where GitHub does not say."""
    try:
        return datetime.fromtimestamp(int(headers["x-ratelimit-reset"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def as_data(body: bytes) -> Any:
    """The JSON of an answer; None for an empty one and for what is none, a proxy's page say."""
    import json

    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
