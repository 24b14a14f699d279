"""What all sources share: a document that is kept up to date by a thread of each process."""

import atexit
import os
from collections.abc import Callable
from threading import Event
from types import TracebackType
from typing import Self
from weakref import WeakSet

from langroute.reader import build
from langroute.reader.health import Health
from langroute.reader.poller import Poller
from langroute.reader.reading import Callback, Reading
from langroute.reader.serving import Serving
from langroute.router import Router

LINGER = 1.0  # seconds that an end, which is not to wait, waits for a poll that is under way


class PolledSource:
    """A document to route by, at any time and from any thread, without waiting.

    Making one waits for the first poll, at most ``timeout`` seconds; without a document at the end
    of them, or at once without credentials, it raises ``NoDocument``. A forked process goes on
    with the document it was forked with and polls by a thread and a session of its own from when it
    first asks for ``serving``.
    """

    def __init__(self, reading: Reading, timeout: float) -> None:
        self._reading = reading
        self._closed = False
        self._begin()
        _open.add(self)
        self._wake()
        try:
            self._ready.wait(timeout)
            _ = reading.serving
        except BaseException:
            self.close(LINGER)
            raise

    def _begin(self) -> None:
        """What a process has of its own."""
        self._ready = Event()  # polled, and there is a document
        self._poller = Poller(self._poll)
        self._asleep = True  # its thread is still to be started

    @property
    def serving(self) -> Serving:
        """The document in use: read it once an event."""
        if self._asleep:
            self._wake()
        return self._reading.serving

    @property
    def router(self) -> Router:
        """The router over the document in use."""
        return self.serving.router

    def health(self) -> Health:
        """How old the document is, where it came from and what goes wrong."""
        if self._asleep:
            self._wake()
        return self._reading.health(polling=self._poller.alive and not self._closed)

    def on_change(self, callback: Callback) -> Callable[[], None]:
        """Call back with the new ``Serving`` after each change, until the result is called.

        It is called in the polling thread: while it lasts nothing is polled. What it raises is
        logged and counted.
        """
        return self._reading.on_change(callback)

    def poll_now(self, timeout: float = 2.0) -> bool:
        """Whether within so many seconds a new poll has told what is the newest document.

        For where a process is frozen between two events, as AWS Lambda's are. The agent may be
        asked for each event; AppConfig itself refuses to be asked more often than every ``poll``.
        """
        if self._asleep:
            self._wake()
        return not self._closed and self._poller.step_now(timeout) and self._reading.answered

    def close(self, timeout: float = 5.0) -> bool:
        """Stop polling and go on serving the last document; again does no harm.

        Whether the thread has ended within so many seconds; if not, it ends after the call that it
        waits for.
        """
        self._closed = True
        self._asleep = False
        _open.discard(self)
        self._poller.stop()
        return self._poller.join(timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def _wake(self) -> None:
        self._asleep = not self._poller.start()

    def _poll(self) -> float:
        seconds = self._reading.poll()
        if self._reading.has_document or self._reading.hopeless:
            self._ready.set()
        return seconds

    def _forked(self) -> None:
        self._poller.forked()
        self._reading.forked()
        self._begin()


_open: WeakSet[PolledSource] = WeakSet()


def _in_child() -> None:
    build.forked()
    for source in list(_open):
        source._forked()


def _at_exit() -> None:
    for source in list(_open):
        source.close(LINGER)


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_in_child)
