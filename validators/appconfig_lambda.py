"""AppConfig's own validator: the rules on documents, run by AWS before a deployment starts.

What the check holds against files is done long before; this stops a document that came another
way: from the console, from another environment, or from a version that today's rules refuse. It
fails by raising, and shows what it raises to whoever starts the deployment. Standard library only.
"""

import os
from base64 import b64decode
from collections.abc import Iterable, Mapping
from itertools import islice

from validators.document.pushed import Objection, Pushed
from validators.document.rules import objections

MOST = 10  # findings that are told; the rest is counted


class Refused(Exception):
    """The document must not be deployed; the message is for people."""


def handler(event: Mapping[str, str], _context: object) -> None:
    """Hold the rules against the document of AppConfig's event; ``Refused`` lists what they find.

    The environment that the profile is for, and the size allowed there, are in the function's
    environment variables: a document says for itself what it was compiled for.
    """
    raw = b64decode(event["content"], validate=True)
    environment = os.environ["LANGROUTE_ENVIRONMENT"]
    pushed = Pushed(environment, raw, int(os.environ["LANGROUTE_LARGEST_KB"]))
    _refuse(environment, objections(pushed))


def _refuse(environment: str, found: Iterable[Objection]) -> None:
    found = iter(found)
    told = [f"{one.message} ({one.hint})" for one in islice(found, MOST)]
    if not told:
        return
    if more := sum(1 for _ in found):
        told.append(f"and {more:,} more")
    raise Refused(f"not deployed to {environment}: " + "; ".join(told))
