"""A few threads with a short line before them, which never keeps anybody waiting to join it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread, current_thread
from typing import Any, TypeVar

Result = TypeVar("Result")
Job = tuple["Future[Any]", Callable[[], Any]]


class Pool:
    """Runs what is handed to it, in the order of handing in, on at most ``workers`` threads.

    The threads are daemons and begin with the work: a process that ends waits for none of them.
    """

    def __init__(self, name: str, workers: int, waiting: int) -> None:
        self.most = workers + waiting
        self._name = name
        self._workers = workers
        self._lock = Lock()
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._taken = 0  # in line or being run
        self._threads: list[Thread] = []
        self._closed = False

    def submit(self, work: Callable[[], Result]) -> "Future[Result] | None":
        """The work's future; None when the line is full, or closed."""
        future: Future[Result] = Future()
        with self._lock:
            if self._closed or self._taken >= self.most:
                return None
            if len(self._threads) < min(self._taken + 1, self._workers):
                self._begin_thread()
            self._taken += 1
            self._jobs.put((future, work))
        return future

    def close(self, longest: float | None = None) -> int:
        """Cancel what is in line, wait for what is being run; says how many were cancelled.

        ``longest`` is how many seconds each thread is waited for; without it, until it ends.
        """
        with self._lock:
            self._closed = True
            cancelled = sum(future.cancel() for future in self._waiting())
            for _ in self._threads:
                self._jobs.put(None)
        for thread in self._threads:
            if thread is not current_thread():
                thread.join(longest)
        return cancelled

    def _waiting(self) -> "Iterator[Future[Any]]":
        with suppress(Empty):
            while job := self._jobs.get_nowait():
                yield job[0]

    def _begin_thread(self) -> None:
        name = f"{self._name}-{len(self._threads) + 1}"
        thread = Thread(target=self._run, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _run(self) -> None:
        while job := self._jobs.get():
            self._run_one(*job)
            # Not kept until the next one comes: it holds an event.
            del job

    def _run_one(self, future: "Future[Any]", work: Callable[[], Any]) -> None:
        if not future.set_running_or_notify_cancel():
            self._leave()
            return
        try:
            result = work()
        except BaseException as error:
            self._leave()
            future.set_exception(error)
        else:
            self._leave()
            future.set_result(result)

    def _leave(self) -> None:
        """Make room before the result is known: who waits for it may hand in the next."""
        with self._lock:
            self._taken -= 1
