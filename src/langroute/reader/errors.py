"""What can go wrong between a backend and its document."""

from pathlib import Path

from langroute.shape import DocumentError


class ReaderError(Exception):
    """The document cannot be had, or not from here; the message is for people."""


class NoDocument(ReaderError):
    """A start without anything to route by: no good document came in time, and none was saved."""


class Unavailable(ReaderError):
    """A poll that brought no answer. ``wait``: the seconds it asks for, None for the usual ones."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason, wait)
        self.reason = reason
        self.wait = wait

    def __str__(self) -> str:
        return self.reason


class UnusableCopy(ReaderError):
    """A saved copy that is not started from."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"saved copy {self.path}: {self.reason}"


class DamagedCopy(UnusableCopy):
    """A saved copy that was cut off or changed since it was written."""


class ForeignCopy(UnusableCopy):
    """A saved copy of another application, environment or profile."""


class WrongEnvironment(DocumentError):
    """A good document, compiled for another environment than the one that is read."""
