"""How a deployment moves, told to the person who waits for it."""

import shutil
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from langroute_repo.appconfig.alarms import OK, Alarm
from langroute_repo.appconfig.live import Deployment
from langroute_repo.aws.errors import AwsError
from scripts.terminal.lines import is_terminal

# Between looks at the alarms: AWS counts DescribeAlarms for the whole account.
ALARM_SECONDS = 10.0
BAR = 20  # characters


class Progress:
    """Says each change on a line of its own; on a terminal each phase has one, drawn again.

    Left as a context it ends the line, so that what is said next begins on one of its own.
    """

    def __init__(
        self, guards: Callable[[], list[Alarm]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._guards = guards
        self._clock = clock
        self._redraws = is_terminal(sys.stderr)
        self._looked = -ALARM_SECONDS
        self._alarms = ""
        self._phase = ""
        self._last = ""
        self._open = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self._end_line()

    def __call__(self, seen: Deployment) -> None:
        """Tell how it is now, unless that is known."""
        turned = seen.state == "ROLLING_BACK" and self._phase != "rolling back"
        if turned or (seen.in_flight and self._clock() - self._looked >= ALARM_SECONDS):
            self._looked, self._alarms = self._clock(), _told(self._guards)
        phase = seen.state.lower().replace("_", " ")
        if self._redraws:
            self._draw(seen, phase)
        else:
            self._say(seen, phase)
        self._phase = phase

    def interrupt(self, text: str) -> None:
        """Say something else between two looks, on a line of its own."""
        self._end_line()
        print(text, file=sys.stderr, flush=True)

    def _draw(self, seen: Deployment, phase: str) -> None:
        if phase != self._phase:
            self._end_line()
        line = f"  {phase:<12} {_bar(seen.percentage)} {seen.percentage:5.1f}%{self._rest(seen)}"
        # What does not fit would begin a new line, which is then drawn below instead of again.
        fitted = line[: shutil.get_terminal_size().columns - 1]
        print(f"\r\033[K{fitted}", end="", file=sys.stderr, flush=True)
        self._open = True

    def _say(self, seen: Deployment, phase: str) -> None:
        """The time left alone is no news."""
        now = f"  {phase:<12} {seen.percentage:5.1f}%"
        news = now + self._alarms * seen.in_flight
        if news != self._last:
            print(now + self._rest(seen), file=sys.stderr, flush=True)
        self._last = news

    def _rest(self, seen: Deployment) -> str:
        if not seen.in_flight:
            return ""
        left = "" if seen.state == "ROLLING_BACK" else f"{_left(seen.left)}, "
        return f"  {left}{self._alarms}"

    def _end_line(self) -> None:
        if self._open:
            print(file=sys.stderr, flush=True)
        self._open = False


def _bar(percentage: float) -> str:
    full = int(BAR * percentage / 100)
    return f"[{'#' * full}{'.' * (BAR - full)}]"


def _left(left: timedelta) -> str:
    minutes, seconds = divmod(round(left.total_seconds()), 60)
    return f"{minutes} min left" if minutes else f"{seconds} s left"


def _told(guards: Callable[[], list[Alarm]]) -> str:
    """The states that people have to know: all well in two words, else each that is not.

    Who may not see the alarms may still watch: nothing depends on what is told here.
    """
    try:
        alarms = guards()
    except AwsError as error:
        return f"alarms cannot be seen: {error.message}"
    if not alarms:
        return "no alarm guards it"
    return "; ".join(str(one) for one in alarms if one.state != OK or not one.acts) or "alarms OK"
