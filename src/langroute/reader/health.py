"""How a source is doing, for a health endpoint and for alarms."""

from datetime import datetime
from typing import Any, NamedTuple


class Health(NamedTuple):
    """One look at a source; all numbers are of this process.

    A stale source still serves: alarm on it, but do not take a backend out of service for it, for
    every other one reads the same document.
    """

    version: str | None  # of the document in use
    plan_hash: str
    since: datetime  # UTC; when this process began to use it
    origin: str  # where it came from: appconfig, agent, file or saved
    age: float | None  # seconds since it was last known to be the one offered; None if it never was
    stale: bool  # not known to be the one offered for longer than the limit
    failures: int  # polls in a row without an answer
    last_error: str | None  # of the last poll without an answer, however long ago
    refused: int  # documents that could not be used
    refusing: str | None  # what is offered now instead of the one in use, and why it is not used
    unsaved: str | None  # why the document in use is not on disk, if it should be
    failed_callbacks: int
    polling: bool  # False when closed, and in a forked process until it first asks for a document

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return {**self._asdict(), "since": self.since.isoformat()}
