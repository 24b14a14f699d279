"""Finds a secret that is written out where a model's endpoint is described, and never repeats it.

Names tell most of them (``Authorization``, whatever has token, key or secret in it), the form of a
value the rest: the beginnings that issuers give their keys, and long random words. What looks like
one and is none can stand in a variable as well, so it is better to refuse too much.
"""

import re
from collections.abc import Iterator

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.tree import ShapeFault

NAMES = re.compile(r"auth|cookie|credential|key|passw|secret|session|signature|token", re.I)
ISSUED = re.compile(
    r"\b(bearer|basic|digest|token|apikey)\s+\S{4}|\b(AKIA|ASIA)[A-Z0-9]{12}|\bgh[a-z]_[A-Za-z0-9]{16}"
    r"|\bgithub_pat_|\bglpat-|\bhf_[A-Za-z0-9]{16}|\bsk-[A-Za-z0-9]{4}|\bxox[a-z]-|\bAIza[A-Za-z0-9_-]{16}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.|-----BEGIN",
    re.I,
)
_WORDS = re.compile(r"[A-Za-z0-9+/]{16,}")
_HEX = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32,}")
# A letter beside a digit or a change of case: what people name has few of these.
_TURNS = re.compile(
    r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[a-z0-9])|(?<=[0-9])(?=[A-Za-z])",
)
REFERENCE = ("variable", "scheme")
_NAMED = re.compile(
    rf"({NAMES.pattern})[\w-]*[\"']?\s*[:=]\s*(?P<rest>(?!\{{\s*variable)\S.*)|://(?P<user>[^/\s]*@.*)",
    re.I,
)
HINT = (
    "take it out and write {variable: NAME}, the variable of the backend that holds it; who saw "
    "this file may have it, so have a new one issued"
)
OF_URL = f"send it as a header: {HINT}"


def looks_secret(text: str) -> bool:
    """Whether a value has the form of a secret."""
    return bool(ISSUED.search(text) or _HEX.search(text)) or _random(text)


def _random(text: str) -> bool:
    return any(len(_TURNS.findall(word)) * 4 >= len(word) for word in _WORDS.findall(text))


def hides(line: str) -> str | None:
    """What of a line of a model's file is not to be shown to anybody; None when all of it may."""
    if named := _NAMED.search(line):
        return named["rest"] or named["user"]
    return line if looks_secret(line) else None


def repeats(message: str, hidden: str) -> bool:
    """Whether a message says again what is not to be shown, or a part of it."""
    return any(word in message for word in re.split(r"[\s\"',{}\[\]]+", hidden) if len(word) > 3)


def written_out(data: object) -> Iterator[ShapeFault]:
    """The secrets in a model's file; no fault holds any of their text."""
    endpoint = data.get("endpoint") if isinstance(data, dict) else None
    if not isinstance(endpoint, dict):
        return
    yield from _in_headers(endpoint.get("headers"))
    for environment, url in _members(endpoint.get("url")):
        if isinstance(url, str) and (reason := _in_url(url)):
            yield _fault(("endpoint", "url", environment), f"the URL {reason}", OF_URL)
    attributes = endpoint.get("custom_attributes")
    if isinstance(attributes, str) and (looks_secret(attributes) or NAMES.search(attributes)):
        at = ("endpoint", "custom_attributes")
        hint = "take it out: custom attributes are no place for a secret, and are kept in logs"
        yield _fault(at, "the attributes look like they hold a secret", hint)


def _in_headers(headers: object) -> Iterator[ShapeFault]:
    for name, value in _members(headers):
        at = ("endpoint", "headers", name)
        if isinstance(value, dict):
            said = [one for key, one in value.items() if key in REFERENCE]
            if len(said) < len(value):
                yield _fault(at, f"{name} holds something else than a reference", HINT)
            elif any(isinstance(one, str) and looks_secret(one) for one in said):
                yield _fault(at, f"{name} holds what looks like a secret", HINT)
        elif NAMES.search(name):
            yield _fault(at, f"the value of {name} is written out", HINT)
        elif isinstance(value, str) and looks_secret(value):
            yield _fault(at, f"the value of {name} looks like a secret", HINT)


def _in_url(url: str) -> str:
    address, _, query = url.partition("?")
    if "@" in address.partition("://")[2].partition("/")[0]:
        return "holds a user or a password"
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if NAMES.search(name) or ISSUED.search(value) or _random(value):
            return "holds what looks like a secret in its query"
    # An id of a deployment is no secret, and stands in many a path.
    return "holds what looks like a secret" if ISSUED.search(address) else ""


def _members(value: object) -> list[tuple[str, object]]:
    return list(value.items()) if isinstance(value, dict) else []


def _fault(at: Keys, message: str, hint: str) -> ShapeFault:
    return ShapeFault(at, message, hint, "not shown")
