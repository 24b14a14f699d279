"""Where a backend gets its compiled document from, kept up to date while it runs."""

from langroute.reader.agent import AgentSource
from langroute.reader.appconfig import AppConfigSource
from langroute.reader.errors import (
    DamagedCopy,
    ForeignCopy,
    NoDocument,
    ReaderError,
    Unavailable,
    UnusableCopy,
    WrongEnvironment,
)
from langroute.reader.file import FileSource
from langroute.reader.health import Health
from langroute.reader.serving import Serving, Source

__all__ = [
    "AgentSource",
    "AppConfigSource",
    "DamagedCopy",
    "FileSource",
    "ForeignCopy",
    "Health",
    "NoDocument",
    "ReaderError",
    "Serving",
    "Source",
    "Unavailable",
    "UnusableCopy",
    "WrongEnvironment",
]
