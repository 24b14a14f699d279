"""How a deployment moves, told to the person who waits for it."""

import sys
import time
from collections.abc import Callable
from datetime import timedelta

from langroute.appconfig.alarms import OK, Alarm
from langroute.appconfig.live import Deployment
from scripts.terminal import is_terminal

# Between looks at the alarms: AWS counts DescribeAlarms for the whole account.
ALARM_SECONDS = 10.0


def progress(
    guards: Callable[[], list[Alarm]], clock: Callable[[], float] = time.monotonic
) -> Callable[[Deployment], None]:
    """Says each change on a line of its own, or on a terminal on one line that is drawn again."""
    last = ""
    looked, alarms = -ALARM_SECONDS, ""
    redraws = is_terminal(sys.stderr)

    def show(seen: Deployment) -> None:
        nonlocal last, looked, alarms
        if seen.in_flight and clock() - looked >= ALARM_SECONDS:
            looked, alarms = clock(), _alarms(guards())
        now = f"  {seen.state.lower().replace('_', ' '):<12} {seen.percentage:5.1f}%"
        left = f"  {_left(seen.left)}{alarms}" if seen.in_flight else ""
        # On a terminal the time left runs down; elsewhere it alone is no news.
        news = now + (left if redraws else alarms)
        if news != last:
            end = "" if redraws and seen.in_flight else "\n"
            print("\r\033[K" * redraws + now + left, end=end, file=sys.stderr, flush=True)
        last = news

    return show


def _left(left: timedelta) -> str:
    minutes, seconds = divmod(round(left.total_seconds()), 60)
    return f"{minutes} min left" if minutes else f"{seconds} s left"


def _alarms(alarms: list[Alarm]) -> str:
    """The states that people have to know: all well in two words, else each that is not."""
    if not alarms:
        return ", no alarm guards it"
    return ", " + ("; ".join(str(one) for one in alarms if one.state != OK) or "alarms OK")
