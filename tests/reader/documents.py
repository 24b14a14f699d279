"""Documents for staging that differ, and all kinds of bytes that are none."""

import json
from copy import deepcopy
from functools import cache

from langroute import canonical
from tests.vectors.route import DOCUMENT

ENVIRONMENT = "staging"


@cache
def good(number: int, environment: str = ENVIRONMENT) -> bytes:
    """A document that another number makes another one."""
    document = deepcopy(DOCUMENT)
    document["environment"] = environment
    document["languages"]["de"]["canary"]["traffic"] = number
    return canonical(document)


def newer(number: int) -> bytes:
    document = json.loads(good(number))
    return canonical({**document, "format": 3})


BAD = {
    "newer": newer(1),
    "cut-off": good(1)[:40],
    "another-environment": good(1, "production"),
    "wrong-bytes": b"\x89PNG\r\n\x1a\n",
    "a-page": b"<html>502 Bad Gateway</html>",
    "another-json": b"[]",
}
SAID = {
    "newer": "format: 3 is unknown, this reader knows 1 and 2",
    "cut-off": "cut off or not JSON: Unterminated string starting at at character 36 of 40",
    "another-environment": "environment: is for production, this reads staging",
    "wrong-bytes": "not UTF-8 at byte 0 of 8",
    "a-page": "cut off or not JSON: Expecting value at character 0 of 28",
    "another-json": "expected an object, found a list",
}
