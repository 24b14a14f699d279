"""A thread that does one thing again and again until it is told to stop."""

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread, current_thread

AFTER_A_CRASH = 60.0  # seconds
_log = logging.getLogger("langroute.reader")


class Poller:
    """Calls ``step``, waits as many seconds as it says, and so on; never keeps a process alive."""

    def __init__(self, step: Callable[[], float]) -> None:
        self._step = step
        self._ended = False
        self._wake = Event()
        self._lock = Lock()
        self._asked: list[Event] = []  # each is set after a step that began later
        self._thread: Thread | None = None

    @property
    def alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> bool:
        """Begin, unless that was done; whether there is a thread to begin with."""
        with self._lock:
            if self._thread is None:
                thread = Thread(target=self._run, name="langroute-reader", daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # no more threads, or the interpreter ends: the next may do
                    return False
                self._thread = thread
            return True

    def step_now(self, timeout: float) -> bool:
        """Whether a step that began after this was asked is over within so many seconds."""
        if self._thread is current_thread():
            return False
        done = Event()
        with self._lock:
            self._asked.append(done)
        self._wake.set()
        return done.wait(timeout)

    def stop(self) -> None:
        """Wake it, and let it end after what it does now."""
        self._ended = True
        self._wake.set()

    def forked(self) -> None:
        """In a child process: gevent's threads live on there, and this one is the parent's.

        It ends by itself. A lock of the parent's may be held for ever, so none is asked for.
        """
        self._ended = True

    def join(self, timeout: float) -> bool:
        """Whether it has ended within so many seconds; from within it there is no waiting."""
        thread = self._thread
        if thread is None or thread is current_thread():
            return True
        thread.join(timeout)
        return not thread.is_alive()

    def pause(self, seconds: float) -> None:
        """Wait, unless it is to stop or to take its next step now."""
        if not self._ended:
            self._wake.wait(seconds)

    def _run(self) -> None:
        while not self._ended:
            # In this order, that nobody who asks is overlooked.
            self._wake.clear()
            with self._lock:
                asked, self._asked = self._asked, []
            try:
                seconds = self._step()
            except Exception:  # a logging handler of the backend's, say: polling goes on
                _log.exception("a poll ended in a way that was not foreseen")
                seconds = AFTER_A_CRASH
            for done in asked:
                done.set()
            self.pause(seconds)
