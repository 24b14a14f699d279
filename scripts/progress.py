"""How a deployment moves, told to the person who waits for it."""

import sys
from collections.abc import Callable

from langroute.appconfig.live import Deployment
from scripts.terminal import is_terminal


def progress() -> Callable[[Deployment], None]:
    """Says each change on a line of its own, or on a terminal on one line that is drawn again."""
    last = ""
    redraws = is_terminal(sys.stderr)

    def show(seen: Deployment) -> None:
        nonlocal last
        now = f"  {seen.state.lower().replace('_', ' '):<12} {seen.percentage:5.1f}%"
        if now != last:
            end = "" if redraws and seen.in_flight else "\n"
            print("\r\033[K" * redraws + now, end=end, file=sys.stderr, flush=True)
        last = now

    return show
