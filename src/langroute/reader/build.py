"""Makes a router in the background without making the backend's threads wait for it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from langroute.reader.errors import WrongEnvironment
from langroute.router import Router

_lock = Lock()
_building = 0
_resume = False  # whether the last one to finish lets the collector run again


def build(content: bytes, environment: str | None) -> Router:
    """The router over a document for this environment, None for any; else a ``DocumentError``."""
    with _uncollected():
        router = Router.from_bytes(content)
    if environment is not None and router.environment != environment:
        said = f"is for {router.environment}, this reads {environment}"
        raise WrongEnvironment(said, ("environment",))
    return router


def forked() -> None:
    """In a child process: whoever was building is not there to let the collector run again."""
    global _lock, _building, _resume
    _lock, _building = Lock(), 0
    if _resume:
        gc.enable()
        _resume = False


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the cyclic collector out while a router is made, which makes no cycles.

    What lives while 2 MB are read, 34,000 objects, would bring on a collection of all that the
    backend has, in which no thread of it can run: of a million objects, 100 to 126 ms in every
    eighth swap, by measurement.
    """
    _suspend()
    try:
        yield
    finally:
        _let_run()


def _suspend() -> None:
    global _building, _resume
    with _lock:
        if not _building:
            _resume = gc.isenabled()
            gc.disable()
        _building += 1


def _let_run() -> None:
    global _building, _resume
    with _lock:
        _building -= 1
        if not _building and _resume:
            gc.enable()
            _resume = False
