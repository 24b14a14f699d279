"""What a long piece of work is doing, told on stderr once it takes longer than a second."""

import sys
import threading
import time
from types import TracebackType

from scripts.terminal.lines import is_terminal

PATIENCE = 1.0  # seconds without a word
FRAME = 0.25  # seconds between two drawings of the line


class Phases:
    """Call it with the next phase: on a terminal one line that counts seconds, else a line each."""

    def __init__(self) -> None:
        self._redraws = is_terminal(sys.stderr)
        self._begun = self._since = time.monotonic()
        self._phase = self._shown = ""
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._drawing = threading.Thread(target=self._draw_until_over, daemon=True)

    def __call__(self, phase: str) -> None:
        with self._lock:
            self._phase, self._since = phase, time.monotonic()

    def __enter__(self) -> "Phases":
        self._drawing.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the terminal's line empty for what is said next."""
        self._over.set()
        self._drawing.join()
        if self._redraws and self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _draw_until_over(self) -> None:
        while not self._over.wait(FRAME):
            if time.monotonic() - self._begun >= PATIENCE:
                self._draw()

    def _draw(self) -> None:
        with self._lock:
            phase, seconds = self._phase, time.monotonic() - self._since
        if self._redraws and phase:
            line = f"\r\033[K  {phase}, {seconds:.0f} s"
            print(line, end="", file=sys.stderr, flush=True)
        elif phase != self._shown:
            print(f"  {phase} …", file=sys.stderr, flush=True)
        self._shown = phase
