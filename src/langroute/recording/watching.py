"""Watches the scores of one answerer: whether they still differ, and whether enough of them pass.

Both are judged again and again for months, so neither may wear out: a model that was right for
weeks and loses its inputs today is to be told today.
"""

from collections import deque

from langroute.constant import is_constant
from langroute.promise import Promise
from langroute.recording.record import Record
from langroute.scale import CELLS
from langroute.sequential import Range, Watch, around, needed, place
from langroute.shape import EVERYBODY

LOOK_EVERY = 10  # scores; a look takes as long as 20 scores do


class ConstantScores:
    """Whether the last ``window`` scores say the same whatever the event, as evidence judges it.

    Once that has changed only newer scores count, so it changes at most once in a window.
    """

    metric = "ConstantScores"

    def __init__(self, window: int) -> None:
        self.active = False
        self._cells: deque[int] = deque(maxlen=window)
        self._window, self._seen = window, 0

    def see(self, record: Record) -> str | None:
        """What to say when that begins or ends with one more score, else None."""
        if record.cell is None:
            return None
        self._cells.append(record.cell)
        self._seen += 1
        if len(self._cells) < self._window or self._seen % LOOK_EVERY:
            return None
        counts = self._counts()
        return self._changed(counts) if is_constant(counts) != self.active else None

    def _counts(self) -> list[int]:
        counts = [0] * (CELLS + 1)
        for cell in self._cells:
            counts[cell] += 1
        return counts

    def _changed(self, counts: list[int]) -> str:
        self.active = not self.active
        self._cells.clear()
        if self.active:
            fullest = counts.index(max(counts))
            return f"nearly all of {self._window:,} scores lie in cell {fullest:,} or beside it"
        return f"{self._window:,} scores differ again"


class PassShareOff:
    """Whether another share of the events passes than was promised.

    It begins when the share has left the range, and ends when the events since then lie within:
    they are counted in stretches of twice the number that is needed to see that.
    """

    metric = "PassShareOff"

    def __init__(self, passes: int, odds: float, doubt: float, repeats: int) -> None:
        self.active = False
        self._passes, self._doubt, self._repeats = passes, doubt, repeats
        self._range = around(passes / EVERYBODY, odds)
        self._stretch = 2 * needed(passes / EVERYBODY, self._range) * repeats
        self._begin()

    def _begin(self) -> None:
        self._watch = Watch(self._range, self._doubt, self._repeats)
        self._part = self._whole = 0

    def see(self, record: Record) -> str | None:
        """What to say when that begins or ends with one more decision, else None."""
        if record.passed is None:
            return None
        if self._whole >= self._stretch:
            self._part = self._whole = 0
        self._part += record.passed
        self._whole += 1
        return self._recovered() if self.active else self._left(record.passed)

    def _left(self, passed: bool) -> str | None:
        where = self._watch.see(passed)
        if where == "unclear":
            return None
        self.active = True
        self._begin()
        many = "more" if where == "above" else "fewer"
        return f"{many} events pass than the promised {self._promised()}"

    def _recovered(self) -> str | None:
        if self._whole % LOOK_EVERY:
            return None
        part, whole = self._part / self._repeats, self._whole / self._repeats
        if place(part, whole, self._range, self._doubt) != "within":
            return None
        self.active = False
        seen = f"{100 * self._part / self._whole:.1f}% of {self._whole:,} events"
        self._begin()
        return f"{seen} pass, as promised with {self._promised()}"

    def _promised(self) -> str:
        return f"{self._passes / 100:g}%, allowed {_ends(self._range)}"


def _ends(expected: Range) -> str:
    return f"{100 * expected.low:.1f}–{100 * expected.high:.1f}%"


Watched = ConstantScores | PassShareOff


def watches(
    promise: Promise, scores: int, odds: float, doubt: float, repeats: int
) -> list[Watched]:
    """What is watched of an answerer; where nothing was promised, only whether scores differ."""
    if promise.passes is None:
        return [ConstantScores(scores)]
    return [ConstantScores(scores), PassShareOff(promise.passes, odds, doubt, repeats)]
