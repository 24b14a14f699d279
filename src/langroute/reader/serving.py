"""What a backend routes by at this moment."""

from datetime import datetime
from typing import NamedTuple, Protocol

from langroute.router import Router


class Serving(NamedTuple):
    """One document in use: read it once an event, so that all of an answer is by one document."""

    router: Router
    version: str | None  # the label that AppConfig delivered with it, such as git-3f2a9c81b04d
    since: datetime  # UTC; when this process began to use it


class Source(Protocol):
    """Anything that always has a document to route by; any thread may ask, without waiting."""

    @property
    def serving(self) -> Serving: ...
