"""Says how many events are done, not more often than somebody can read."""

import time
from collections.abc import Callable

from scripts.terminal.phases import Phases

PAUSE = 2.0  # seconds between two words on how far it is
OFTEN = 1000  # events between two looks at the clock


def counting(phases: Phases) -> Callable[[int], None]:
    """What is called with how many are done."""
    due = 0.0

    def told(done: int) -> None:
        nonlocal due
        if done % OFTEN == 1 and (now := time.monotonic()) >= due:
            due = now + PAUSE
            phases("replaying events" + (f", {done - 1:,} done" if done > 1 else ""))

    return told
