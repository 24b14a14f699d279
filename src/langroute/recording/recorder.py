"""Writes records in the background, so that an answer never waits for a disk and never fails.

What is written waits in a bounded queue for one thread, which hands it to every output in turn. An
output that fails does not stop the others; what is lost is counted.
"""

import atexit
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from math import inf
from queue import Empty, SimpleQueue
from threading import Event, RLock, Thread, current_thread
from time import monotonic
from weakref import WeakSet

from langroute.recording.losses import Losses
from langroute.recording.record import Record
from langroute.recording.sink import Gauge, Output, Plain, Sink

TICK = 1.0  # seconds
# A fork waits so long for a record that is being written; a disk may hang for minutes.
FORK_WAITS = 1.0  # seconds
SAID_EVERY = 60.0  # seconds

_log = logging.getLogger("langroute.recording")


class Recorder:
    """Hands records to all of ``sinks`` in the background; any thread may write.

    ``capacity`` is how many records may wait; 10,000 take about 3 MB. Its thread starts with the
    first record, so that a server may make it before it forks; a child process has its own queue,
    thread and files and leaves to the parent what the parent was given. At the end of the
    interpreter it is closed, which takes at most ``closing`` seconds. ``os._exit``, by which a
    child of ``multiprocessing`` ends, is no such end: close it there.
    """

    def __init__(self, *sinks: Sink, capacity: int = 10_000, closing: float = 10.0) -> None:
        self._outputs = [one if isinstance(one, Output) else Plain(one) for one in sinks]
        self._names = [type(one).__name__ for one in sinks]
        self._capacity, self._closing = capacity, closing
        self._closed = False
        self._begin()
        for output in self._outputs:
            for gauges in (self.gauges, *(one.gauges for one in self._outputs)):
                output.observe(gauges)
        _open.add(self)

    def _begin(self) -> None:
        """What a process has of its own."""
        self._queue: SimpleQueue[Record | Event | None] = SimpleQueue()
        self._losses = Losses()
        self._said: dict[str, float] = {}
        self._thread: Thread | None = None
        # Re-entrant: a signal's handler may write, and an output may fork.
        self._door = RLock()  # what is written and whether it still may be
        self._at_work = RLock()  # held while the outputs are called

    @property
    def lost(self) -> Mapping[str, int]:
        """How many records were lost, by reason.

        ``full``: the queue was; ``closed``: written after the end; ``unwritten``: still waiting
        when the time for closing was up; ``invalid``: no ``Record``; ``recorder``: a failure of its
        own; else the name of the output that failed.
        """
        return self._losses.counts()

    def gauges(self) -> Iterable[Gauge]:
        """The losses that were not told yet."""
        return self._losses.gauges()

    def write(self, record: Record) -> None:
        """Take a record, or count it as lost; returns at once and raises nothing."""
        with self._door:
            if not isinstance(record, Record):
                # What reads a record may rely on all of its columns being there.
                self._losses.add("invalid")
                self._say("a recorder", TypeError(f"no Record but {type(record).__name__}"))
            elif self._closed:
                self._losses.add("closed")
            elif self._queue.qsize() >= self._capacity:
                self._losses.add("full")
            else:
                self._queue.put(record)
                if self._thread is None:
                    self._start()

    def flush(self, timeout: float = 5.0) -> bool:
        """Whether within so many seconds all that was written before is out of every output."""
        done = Event()
        with self._door:
            if self._closed:
                return self._queue.empty()
            self._queue.put(done)
            if self._thread is None:
                self._start()
        return done.wait(timeout)

    def close(self, timeout: float | None = None) -> bool:
        """Write what waits and close the outputs; whether that was done within so many seconds.

        None is what the recorder was made with. What still waits then is lost and counted. The
        output that takes so long is not stopped: it goes on in the background until the process
        ends.
        """
        with self._door:
            first, self._closed = not self._closed, True
            self._queue.put(None)
        _open.discard(self)
        atexit.unregister(self.close)
        if self._thread is None and first:
            self._run()
        elif self._thread and self._thread is not current_thread():
            self._thread.join(self._closing if timeout is None else timeout)
        self._losses.add("unwritten", self._drop())
        return self._thread is None or not self._thread.is_alive()

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> None:
        self._thread = Thread(target=self._run, name="langroute-recorder", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # at the end of the interpreter, or no more threads: the next may
            self._thread = None
            return
        atexit.register(self.close)

    def _run(self) -> None:
        self._ticked = monotonic()
        while not (self._closed and self._queue.empty()):
            try:
                self._step()
            except BaseException as error:  # no output's: each of those is caught by itself
                self._passed_over("recorder", error, 1)
        with self._at_work:
            self._each(lambda output: output.close)

    def _step(self) -> None:
        try:
            item = self._queue.get(timeout=TICK)
        except Empty:
            item = None
        with self._at_work:
            self._handle(item)
            if monotonic() - self._ticked >= TICK:
                self._ticked = monotonic()
                self._each(lambda output: output.tick)

    def _handle(self, item: Record | Event | None) -> None:
        if isinstance(item, Record):
            self._each(lambda output: partial(output.write, item), records=1)
        elif item is not None:
            self._each(lambda output: output.flush)
            item.set()

    def _each(self, action: Callable[[Output], Callable[[], None]], records: int = 0) -> None:
        """Do something with every output; ``records`` is how many are lost where that fails."""
        for name, output in zip(self._names, self._outputs, strict=True):
            try:
                action(output)()
            except BaseException as error:  # whatever it is: the others still get their record
                told = getattr(error, "records", records)
                self._passed_over(name, error, told if type(told) is int else records)

    def _passed_over(self, name: str, error: BaseException, records: int) -> None:
        """Count and log what must not end the thread, which nobody would notice.

        In a caller's thread only what is an ``Exception``: it may be the caller who is interrupted.
        """
        if self._thread is None and not isinstance(error, Exception):
            raise error
        self._losses.add(name, records)
        self._say(name, error)

    def _say(self, name: str, error: BaseException) -> None:
        """Log what goes wrong, of each output once a minute: a full disk fails each time."""
        if monotonic() - self._said.get(name, -inf) >= SAID_EVERY:
            self._said[name] = monotonic()
            with suppress(Exception):  # a filter or handler of the company's
                _log.warning("%s cannot write records: %r", name, error)

    def _drop(self) -> int:
        """Empty the queue; how many records were in it."""
        dropped = 0
        while True:
            try:
                dropped += isinstance(self._queue.get_nowait(), Record)
            except Empty:
                return dropped

    def _hold(self) -> "Callable[[], None]":
        """Before a fork: have no thread in the midst of anything; gives what lets them go on."""
        held = [lock for lock in (self._at_work, self._door) if lock.acquire(timeout=FORK_WAITS)]

        def let_go() -> None:
            for lock in held:
                lock.release()

        return let_go

    def _forked(self) -> None:
        self._begin()
        self._each(lambda output: output.forked)


_open: WeakSet[Recorder] = WeakSet()
_held: list[Callable[[], None]] = []


def _before_fork() -> None:
    _held.extend(recorder._hold() for recorder in list(_open))


def _in_parent() -> None:
    while _held:
        _held.pop()()


def _in_child() -> None:
    _held.clear()
    for recorder in list(_open):
        recorder._forked()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(before=_before_fork, after_in_parent=_in_parent, after_in_child=_in_child)
