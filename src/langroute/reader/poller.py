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
        self._stop = Event()
        self._lock = Lock()
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

    def stop(self) -> None:
        """Wake it, and let it end after what it does now."""
        self._stop.set()

    def join(self, timeout: float) -> bool:
        """Whether it has ended within so many seconds; from within it there is no waiting."""
        thread = self._thread
        if thread is None or thread is current_thread():
            return True
        thread.join(timeout)
        return not thread.is_alive()

    def pause(self, seconds: float) -> None:
        """Wait, unless it is to stop."""
        self._stop.wait(seconds)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                seconds = self._step()
            except Exception:  # a logging handler of the backend's, say: polling goes on
                _log.exception("a poll ended in a way that was not foreseen")
                seconds = AFTER_A_CRASH
            self.pause(seconds)
