"""Tells whose a value most likely is: its own language's, or another's with the same model.

A new value near the last one is a tuning step. Far from it and on (or beside) the value of another
language, it was more likely meant for that one. Values are cells of the score scale, 0 to 1,000.
"""

from collections.abc import Mapping
from math import exp, inf, log

from langroute.scale import CELLS

# Half of the values that end up in the wrong file are copied, half are a tuning step of the other.
COPIED = 0.5
# One in ten changes of a language's own value is no tuning step and can end anywhere.
ANYWHERE = 0.1
# A value is taken for another language's when that is about five times as likely.
SUSPECT = 1.5


def log_ratio(value: int, own: int, others: Mapping[str, int], step: int) -> float:
    """How much more likely a value is another language's than its own, as a natural logarithm.

    ``own`` is the language's value before, ``others`` has those of the other languages (at least
    one), ``step`` the usual size of a tuning step.
    """
    foreign = sum(_as_of(value, other, step) for other in others.values()) / len(others)
    at_home = (1 - ANYWHERE) * _tuned(value, own, step) + ANYWHERE / CELLS
    return log(foreign / at_home) if foreign else -inf


def nearest(value: int, others: Mapping[str, int]) -> str:
    """The language that a value is most likely of; the first of equally near ones."""
    return min(others, key=lambda tag: abs(others[tag] - value))


def _as_of(value: int, other: int, step: int) -> float:
    """The probability of a value that was meant for a language with another one."""
    return COPIED * (value == other) + (1 - COPIED) * _tuned(value, other, step)


def _tuned(value: int, last: int, step: int) -> float:
    """The probability that a tuning step ends in a cell: Laplace's distribution."""
    return exp(-abs(value - last) / step) / (2 * step)
