"""The hidden first line by which a later run knows what an earlier one wrote, and about what.

Anybody can write such a line; it counts only where GitHub says who wrote it.
"""

import json
from typing import Any

# Who writes with the token of a workflow; an app's name when it has its own token.
AUTHOR = "github-actions[bot]"


def marker(kind: str, **facts: object) -> str:
    """The line; nothing in the facts ends it."""
    told = json.dumps(facts, sort_keys=True, separators=(",", ":")).replace(">", "\\u003e")
    return f"<!-- langroute {kind} {told} -->"


def marked(kind: str, body: str) -> dict[str, Any] | None:
    """The facts of a text that begins with such a line; None for any other text."""
    first = body.partition("\n")[0].strip()
    begin, end = f"<!-- langroute {kind} ", " -->"
    if not (first.startswith(begin) and first.endswith(end)):
        return None
    try:
        told = json.loads(first[len(begin) : -len(end)])
    except (RecursionError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def plain(body: str) -> str:
    """A text as GitHub keeps it, whatever it makes of line ends."""
    return body.replace("\r\n", "\n").strip()
