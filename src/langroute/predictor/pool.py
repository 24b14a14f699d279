"""A few threads with a short line before them, which never keeps anybody waiting to join it.

What waits for one endpoint has a lane of its own, so that one that hangs takes half at the most.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

Result = TypeVar("Result")


class Full(Exception):
    """Nobody may join the line: ``most`` are in it or being run, of all or of ``lane`` alone."""

    def __init__(self, most: int, lane: str | None) -> None:
        super().__init__(most, lane)
        self.most = most
        self.lane = lane


class _Job:
    __slots__ = ("future", "lane", "work")

    def __init__(self, work: Callable[[], Any], lane: str | None) -> None:
        self.future: Future[Any] = Future()
        # In the caller's context, which tells a tracer whose call it is.
        self.work: Callable[[], Any] = partial(copy_context().run, work)
        self.lane = lane


class _Lane:
    """The jobs of one endpoint: few may run, the others wait beside the common line."""

    __slots__ = ("jobs", "running")

    def __init__(self) -> None:
        self.running = 0  # or next in the common line
        self.jobs: deque[_Job] = deque()


class Pool:
    """Runs what is handed to it on at most ``workers`` threads, each lane in its order.

    A lane gets half of the threads and half of the places to wait, rounded up; what names no lane
    gets all. The threads are daemons and begin with the work: a process that ends waits for none.
    """

    def __init__(self, name: str, workers: int, waiting: int) -> None:
        self.most = workers + waiting
        self.each = half(workers) + half(waiting)
        self._name = name
        self._workers = workers
        # All of this is looked up now and not bound by an import: gevent may have patched it since.
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._taken = 0  # in line or being run
        self._lanes: dict[str, _Lane] = {}  # of those that have a job
        self._threads: list[threading.Thread] = []
        self._closed = False

    def submit(self, work: Callable[[], Result], lane: str | None = None) -> "Future[Result]":
        """The work's future; ``Full`` when no more may wait, or when it is closed."""
        job = _Job(work, lane)
        with self._lock:
            if self._closed or self._taken >= self.most:
                raise Full(self.most, None)
            # The thread first: where none can begin, nothing has been taken.
            self._begin_thread()
            if lane is None or self._may_run(lane, job):
                self._jobs.put(job)
            self._taken += 1
        return job.future

    def wait(self, seconds: float) -> bool:
        """Whether within so many seconds nothing is in line or being run."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._taken, seconds)

    def close(self, longest: float | None = None) -> int:
        """Cancel what is in line, wait for what is being run; says how many were cancelled.

        ``longest`` is how many seconds each thread is waited for; without it, until it ends.
        """
        with self._lock:
            self._closed = True
            left = list(self._waiting())
            self._taken -= len(left)
            cancelled = sum(job.future.cancel() for job in left)
            for _ in self._threads:
                self._jobs.put(None)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(longest)
        return cancelled

    def _may_run(self, name: str, job: _Job) -> bool:
        """Whether the job goes into the common line; if not, it waits in its lane."""
        lane = self._lanes.get(name) or _Lane()
        if lane.running + len(lane.jobs) >= self.each:
            raise Full(self.each, name)
        self._lanes[name] = lane
        if lane.running < half(self._workers):
            lane.running += 1
            return True
        lane.jobs.append(job)
        return False

    def _waiting(self) -> Iterator[_Job]:
        with suppress(queue.Empty):
            while job := self._jobs.get_nowait():
                yield job
        for lane in self._lanes.values():
            while lane.jobs:
                yield lane.jobs.popleft()

    def _begin_thread(self) -> None:
        if len(self._threads) >= min(self._taken + 1, self._workers):
            return
        name = f"{self._name}-{len(self._threads) + 1}"
        thread = threading.Thread(target=self._run, name=name, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # no more threads: those that there are may do
            if not self._threads:
                raise
        else:
            self._threads.append(thread)

    def _run(self) -> None:
        while job := self._jobs.get():
            self._run_one(job)
            # Not kept until the next one comes: it holds an event.
            del job

    def _run_one(self, job: _Job) -> None:
        if not job.future.set_running_or_notify_cancel():
            self._leave(job.lane)
            return
        try:
            result = job.work()
        except BaseException as error:
            self._leave(job.lane)
            job.future.set_exception(error)
        else:
            self._leave(job.lane)
            job.future.set_result(result)

    def _leave(self, name: str | None) -> None:
        """Make room before the result is known: who waits for it may hand in the next."""
        with self._lock:
            self._taken -= 1
            if not self._taken:
                self._idle.notify_all()
            if name is None:
                return
            lane = self._lanes[name]
            if lane.jobs:
                self._jobs.put(lane.jobs.popleft())
                return
            lane.running -= 1
            if not lane.running:
                del self._lanes[name]


def half(number: int) -> int:
    """Half of it, rounded up, so that half of one is one."""
    return (number + 1) // 2
