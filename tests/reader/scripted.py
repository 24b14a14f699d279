"""An origin that brings what a test says, and a clock that a test moves."""

from collections.abc import Callable
from pathlib import Path

from langroute.reader.origin import Fetched, Place
from langroute.reader.reading import Reading, Settings
from langroute.reader.saved import SavedCopy
from tests.reader.documents import ENVIRONMENT

INTERVAL = 60.0
PLACE = Place("langroute", ENVIRONMENT, "routing")
Brought = bytes | None | Exception


class Clock:
    """Seconds since some moment."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Scripted:
    """Brings what is put into ``next``; an exception is raised instead."""

    name = "scripted"
    longest_wait = 120.0

    def __init__(self) -> None:
        self.next: Brought = None
        self.version: str | None = None
        self.fetched = 0
        self.sessions = 0
        self.forks = 0

    def fetch(self) -> Fetched:
        self.fetched += 1
        if isinstance(self.next, Exception):
            raise self.next
        return Fetched(self.next, self.version, INTERVAL)

    def again(self) -> None:
        self.sessions += 1

    def forked(self) -> None:
        self.forks += 1


class Scene:
    """A reading of a scripted origin, without a thread."""

    def __init__(self, saved: Path | None = None, draw: Callable[[], float] = lambda: 0.0) -> None:
        self.clock = Clock()
        self.origin = Scripted()
        copy = SavedCopy(saved, PLACE) if saved else None
        settings = Settings(ENVIRONMENT, copy, 900.0, self.clock, draw)
        self.reading = Reading(self.origin, settings)

    def poll(self, brought: Brought, version: str | None = None) -> float:
        self.origin.next, self.origin.version = brought, version
        return self.reading.poll()
