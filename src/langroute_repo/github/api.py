"""Calls of GitHub's REST API about one repository: bounded retries, pages, errors as sentences.

What was sent and got no answer is tried again only where doing it twice is doing it once (GET, PUT,
PATCH, DELETE, a question in GraphQL). A POST else never is: whoever creates something looks first
whether it is there.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProxyError

from langroute_repo.github.errors import (
    SERVER_FAULT,
    GitHubError,
    Unclear,
    answered,
    as_data,
    is_limit,
    limit_ends,
    unanswered,
)

API = "https://api.github.com"
VERSION = "2022-11-28"
PAGE = 100  # the largest page that GitHub gives
ATTEMPTS = 5
CONNECT_SECONDS, ANSWER_SECONDS = 5, 30
# After a secondary limit without a Retry-After GitHub asks to wait for at least a minute.
LIMIT_SECONDS = 60.0
# A longer wait is told instead: a job that sleeps costs minutes and says nothing.
PATIENCE_SECONDS = 120.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")

Body = Mapping[str, object]


class Api:
    """The REST API of one repository; paths are below ``/repos/OWNER/NAME``."""

    def __init__(
        self, url: str, repository: str, token: str, sleep: Callable[[float], None] | None = None
    ) -> None:
        self.repository = repository
        self._url = url
        self._sleep = sleep or time.sleep
        self._pool = _pool(url)
        self._headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "User-Agent": "langroute",
            "X-GitHub-Api-Version": VERSION,
        }

    def get(self, path: str, **query: str | int) -> Any:
        """One thing."""
        return _data(self._call("GET", self._at(path, query)))

    def items(self, path: str, key: str = "", **query: str | int) -> Iterator[Any]:
        """What a list holds, all pages of it; ``key`` names it where it is part of an object."""
        url = self._at(path, {"per_page": PAGE, **query})
        while url:
            answer = self._call("GET", url)
            found = _data(answer)
            listed = found.get(key) if key and isinstance(found, dict) else found
            if not isinstance(listed, list):
                raise GitHubError(f"GitHub's answer to GET {path} holds no list {key}".rstrip())
            yield from listed
            url = self._next(answer)

    def send(self, method: str, path: str, body: Body | None = None) -> Any:
        """Change something; the answer's data, None where there is none.

        ``Unclear`` when no usable answer came.
        """
        return _data(self._call(method, self._at(path, {}), body))

    def graphql(self, query: str, **variables: str) -> Any:
        """What REST does not tell; it only asks, and what it asks for has to be answered whole."""
        url = f"{self._url.removesuffix('/v3')}/graphql"
        asked = {"query": query, "variables": variables}
        told = _data(self._call("POST", url, asked, twice=True))
        if not isinstance(told, dict) or told.get("errors") or not told.get("data"):
            said = told.get("errors") if isinstance(told, dict) else None
            raise GitHubError(f"GitHub does not answer what GraphQL asks: {json.dumps(said)[:300]}")
        return told["data"]

    def _at(self, path: str, query: Mapping[str, str | int]) -> str:
        asked = f"?{urlencode(query)}" if query else ""
        return f"{self._url}/repos/{self.repository}/{path}".rstrip("/") + asked

    def _next(self, answer: urllib3.BaseHTTPResponse) -> str:
        """The next page; never another server's, which would get the token."""
        found = re.search(r'<([^<>]*)>;[^,]*\brel="next"', answer.headers.get("link", ""))
        url = found[1] if found else ""
        if url and not url.startswith(f"{self._url}/"):
            raise GitHubError(f"the next page is not at {self._url}: {url}")
        return url

    def _call(
        self, method: str, url: str, body: Body | None = None, twice: bool = False
    ) -> urllib3.BaseHTTPResponse:
        """One call, tried again while that may help and cannot do anything twice.

        ``twice``: doing it twice is doing it once, although it is a POST.
        """
        waited, twice = 0.0, twice or method != "POST"
        for attempt in range(ATTEMPTS):
            try:
                answer = self._once(method, url, body)
                pause = _pause(answer, twice, attempt)
                if pause is None:
                    return _good(answer, _named(method, url, self._url))
                failure = answered(*_parts(answer), _named(method, url, self._url))
            except (NewConnectionError, ConnectTimeoutError, ProxyError) as error:
                failure, pause = unanswered(error, url), float(2**attempt)  # nothing was sent
            except HTTPError as error:
                failure, pause = unanswered(error, url), float(2**attempt)
                if not twice:
                    raise failure from error
            waited += pause
            if attempt == ATTEMPTS - 1 or waited > PATIENCE_SECONDS:
                raise failure
            self._sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, method: str, url: str, body: Body | None) -> urllib3.BaseHTTPResponse:
        sent = None if body is None else json.dumps(body).encode()
        headers = self._headers if sent is None else self._headers | {"Content-Type": JSON}
        # Neither retries nor redirects of its own: a redirect would carry the token elsewhere.
        return self._pool.request(method, url, body=sent, headers=headers, retries=False)


JSON = "application/json"


def connect() -> Api:
    """The API of the repository that the environment names, as GitHub Actions sets it."""
    url = os.environ.get("GITHUB_API_URL", "").rstrip("/") or API
    if not may_get_a_token(url):
        raise GitHubError(f"GITHUB_API_URL={url} is no https:// address", f"for instance {API}")
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    if not re.fullmatch(r"[\w-]+/[\w.-]+", repository, re.ASCII):
        cure = "set it to OWNER/NAME"
        raise GitHubError(f"GITHUB_REPOSITORY={repository!r} names no repository", cure)
    token = os.environ.get("GITHUB_TOKEN", "").strip()
    if not token.isascii() or not token.isprintable() or not token:
        cure = "in a workflow: env: GITHUB_TOKEN: ${{ github.token }}; here: from `gh auth token`"
        raise GitHubError("GITHUB_TOKEN holds no token", cure)
    return Api(url, repository, token)


def may_get_a_token(url: str) -> bool:
    """Whether nobody on the way can read what is sent there."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.scheme == "https" or parts.hostname in LOOPBACK)
    except ValueError:
        return False


def _pool(url: str) -> urllib3.PoolManager:
    """Straight, or through the proxy that the environment names."""
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS)
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.netloc):
        return urllib3.ProxyManager(proxy, timeout=timeout)
    return urllib3.PoolManager(timeout=timeout)


def _pause(answer: urllib3.BaseHTTPResponse, twice: bool, attempt: int) -> float | None:
    """Seconds until it makes sense to ask again; None when it does not, or all is well."""
    status, headers, body = _parts(answer)
    if is_limit(status, headers, body):
        return _limit_seconds(headers)
    # After its own fault the server may have acted: only what can be done twice is.
    if status >= SERVER_FAULT and twice:
        return float(2**attempt)
    return None


def _limit_seconds(headers: Mapping[str, str]) -> float:
    try:
        return max(1.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        pass
    ends = limit_ends(headers) if headers.get("x-ratelimit-remaining") == "0" else None
    return max(1.0, ends.timestamp() - time.time() + 1) if ends else LIMIT_SECONDS


def _parts(answer: urllib3.BaseHTTPResponse) -> tuple[int, Mapping[str, str], Any]:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status, headers, as_data(answer.data)


def _good(answer: urllib3.BaseHTTPResponse, call: str) -> urllib3.BaseHTTPResponse:
    if answer.status in (301, 302, 307, 308):
        where = answer.headers.get("location", "elsewhere")
        cure = "was the repository renamed? set GITHUB_REPOSITORY to its name now"
        raise GitHubError(f"GitHub answers {call} at {where}", cure)
    if answer.status >= 400:
        raise answered(*_parts(answer), call)
    return answer


def _data(answer: urllib3.BaseHTTPResponse) -> Any:
    found = as_data(answer.data)
    if found is None and answer.data:
        raise Unclear("what answered is not GitHub's API: no JSON", "check GITHUB_API_URL")
    return found


def _named(method: str, url: str, base: str) -> str:
    """A call as people look it up: `POST /repos/acme/routes/issues/7/comments`."""
    return f"{method} {url.removeprefix(base).partition('?')[0]}"
