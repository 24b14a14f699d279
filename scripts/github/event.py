"""What GitHub Actions tells of the event that started a run: the file at GITHUB_EVENT_PATH."""

import json
import os
from pathlib import Path
from typing import Any

from scripts.terminal.failure import Failure


class WorkflowEvent:
    """The event's payload; of what it does not hold, or holds in another shape, nothing is known.

    Titles and texts in it are whatever somebody wrote.
    """

    def __init__(self, payload: dict[str, Any]) -> None:
        self._payload = payload

    @classmethod
    def read(cls) -> "WorkflowEvent":
        """The event of this run; outside of GitHub Actions an empty one."""
        path = os.environ.get("GITHUB_EVENT_PATH")
        if not path:
            return cls({})
        try:
            payload = json.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            cure = "it names the event's payload; unset it outside of GitHub Actions"
            raise Failure(f"GITHUB_EVENT_PATH={path} cannot be read: {error}", cure) from error
        return cls(payload if isinstance(payload, dict) else {})

    def text(self, *keys: str) -> str:
        """A text at a path, empty when there is none."""
        found = self._at(keys)
        return found if isinstance(found, str) else ""

    def number(self, *keys: str) -> int:
        """A whole number at a path, 0 when there is none."""
        found = self._at(keys)
        return found if type(found) is int else 0  # a truth value is no number

    def _at(self, keys: tuple[str, ...]) -> object:
        found: object = self._payload
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found


def repository() -> str:
    """The repository's address on GitHub, empty where nobody says of which."""
    name = os.environ.get("GITHUB_REPOSITORY", "")
    server = os.environ.get("GITHUB_SERVER_URL", "").rstrip("/") or "https://github.com"
    return f"{server}/{name}" if name else ""
