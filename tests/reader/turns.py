"""Polling threads that wait for the test instead of the clock."""

from queue import SimpleQueue
from threading import enumerate as living

import pytest

from langroute.reader.poller import Poller

PATIENCE = 30  # seconds until a thread that never comes is called missing


class Turns:
    """The pauses of the polling threads, which last until the test ends them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._paused: SimpleQueue[float] = SimpleQueue()
        self._ended: SimpleQueue[None] = SimpleQueue()
        stop = Poller.stop

        def pause(_: Poller, seconds: float) -> None:
            self._paused.put(seconds)
            self._ended.get(timeout=PATIENCE)

        def wake(poller: Poller) -> None:
            stop(poller)
            self._ended.put(None)

        monkeypatch.setattr(Poller, "pause", pause)
        monkeypatch.setattr(Poller, "stop", wake)

    def paused(self) -> float:
        """Wait for the next pause; how many seconds it was to last."""
        return self._paused.get(timeout=PATIENCE)

    def poll(self) -> float:
        """End the pause that a thread is in; how long the next one is to last."""
        self._ended.put(None)
        return self.paused()


def threads() -> int:
    """How many polling threads live."""
    return sum(thread.name == "langroute-reader" for thread in living())
