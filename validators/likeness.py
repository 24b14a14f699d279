"""Tells whose a value most likely is: its own language's, or another's with the same model.

A new value near the last one is a tuning step. Far from it and on (or beside) the value of another
language, it was more likely meant for that one. Values are cells of the score scale, 0 to 1,000.
"""

from collections.abc import Mapping
from heapq import nsmallest
from math import exp, inf, log

from langroute.scale import CELLS

# Half of the values that end up in the wrong file are copied, half are a tuning step of the other.
COPIED = 0.5
# One in ten changes of a language's own value is no tuning step and can end anywhere.
ANYWHERE = 0.1
# A value is taken for another language's when that is about five times as likely.
SUSPECT = 1.5
LIKELY = exp(SUSPECT)
# Of sums that are taken apart again.
ROUNDING = 1e-6


def log_ratio(value: int, own: int, others: Mapping[str, int], step: int) -> float:
    """How much more likely a value is another language's than its own, as a natural logarithm.

    ``own`` is the language's value before, ``others`` has those of the other languages (at least
    one), ``step`` the usual size of a tuning step.
    """
    foreign = sum(_as_of(value, other, step) for other in others.values()) / len(others)
    return log(foreign / _at_home(_tuned(value, own, step))) if foreign else -inf


def _at_home(tuned: float) -> float:
    """The probability of a value of one's own, by that of such a step of tuning."""
    return (1 - ANYWHERE) * tuned + ANYWHERE / CELLS


class Crowd:
    """The cells of one model's thresholds in all its languages, to hold many new values against.

    It says what ``log_ratio`` and ``nearest`` say: sums over all languages are made once for each
    value, and where that leaves a doubt the whole sum of one language is made.
    """

    def __init__(self, cells: Mapping[str, int], step: int) -> None:
        self._cells, self._step = cells, step
        self._sums: dict[int, float] = {}
        self._near: dict[int, list[str]] = {}

    def suspect(self, tag: str, value: int) -> str | None:
        """The other language that a new value of one is most likely of, more than of its own."""
        own = self._cells.get(tag)
        if own is None or len(self._cells) < 2 or abs(value - own) <= self._step:
            return None
        if value not in self._sums:
            self._sums[value] = sum(_as_of(value, one, self._step) for one in self._cells.values())
            self._near[value] = nsmallest(2, self._cells, lambda one: abs(self._cells[one] - value))
        tuned = _tuned(value, own, self._step)
        others = self._sums[value] - (1 - COPIED) * tuned
        ratio = others / (len(self._cells) - 1) / _at_home(tuned)
        if abs(ratio - LIKELY) < ROUNDING * LIKELY:
            them = {one: at for one, at in self._cells.items() if one != tag}
            ratio = exp(log_ratio(value, own, them, self._step))
        if ratio <= LIKELY:
            return None
        return next(one for one in self._near[value] if one != tag)


def nearest(value: int, others: Mapping[str, int]) -> str:
    """The language that a value is most likely of; the first of equally near ones."""
    return min(others, key=lambda tag: abs(others[tag] - value))


def _as_of(value: int, other: int, step: int) -> float:
    """The probability of a value that was meant for a language with another one."""
    return COPIED * (value == other) + (1 - COPIED) * _tuned(value, other, step)


def _tuned(value: int, last: int, step: int) -> float:
    """The probability that a tuning step ends in a cell: Laplace's distribution."""
    return exp(-abs(value - last) / step) / (2 * step)
