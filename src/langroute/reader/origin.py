"""Where documents come from: what AppConfig, its agent and a file have in common."""

import re
from typing import NamedTuple, Protocol

from langroute.reader.errors import ReaderError

LONGEST_REASON = 300  # characters
# A token opens a session to whoever reads it in a log.
_TOKEN = re.compile(r"(configuration_token=)[^\s\"'&]+")


class Place(NamedTuple):
    """What is read of AppConfig, by its names or its ids."""

    application: str
    environment: str
    profile: str


class Fetched(NamedTuple):
    """What one poll brought."""

    content: bytes | None  # None: what was brought before is still the newest
    version: str | None
    wait: float  # seconds before the next poll


class Origin(Protocol):
    """A place to ask for the newest document, again and again; one thread at a time does."""

    @property
    def name(self) -> str:
        """What ``Health.origin`` calls it."""

    @property
    def longest_wait(self) -> float:
        """Seconds; polls that bring no answer are repeated ever later, but never later than so."""

    def fetch(self) -> Fetched:
        """Ask once. Any exception is a poll without an answer; ``Unavailable`` may say when to
        ask again."""

    def again(self) -> None:
        """Have the next poll bring the newest document even if it was brought before."""

    def forked(self) -> None:
        """In a child process: share nothing with the parent that a connection goes through."""


def described(error: BaseException) -> str:
    """An error in one line that may be logged."""
    text = str(error) if isinstance(error, ReaderError) else f"{type(error).__name__}: {error}"
    line = " ".join(_TOKEN.sub(r"\1…", text).split()).removesuffix(":")
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"
