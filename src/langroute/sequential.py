"""Tells whether a share lies where it was expected, right however often somebody looks.

An interval that is right once is wrong in one of its many looks. So each end of the expected range
is bet against: the stake grows when the events contradict the end, and it cannot be expected to
grow while they do not. A stake of 1,000 is reached with a chance of one in 1,000 at most, whenever
and however often it is looked at (Ville 1939; the stakes are Wald's likelihood ratios, 1945, mixed
over several distances as Robbins did in 1970).

The share may wander from event to event: the bet holds as long as it stays within the range. Bets
that are placed on both sides of one share at once, as with a beta-binomial mixture, do not.

A bet that has been lost for weeks takes as long to recover once the events do contradict it. So a
``Watch``, which never ends, stakes 1 anew whenever less is left of a stake (Page 1954). Such a bet
is won some day whatever happens, but not soon: while the share stays within the range, after as
many events on average as the stake that is aimed at (Lorden 1971), also when a bet is begun with
every event and the mean of several is aimed at (Shin, Ramdas and Rinaldo 2024).
"""

from collections.abc import Sequence
from functools import lru_cache
from math import exp, expm1, inf, log, log1p
from typing import Literal, NamedTuple

Place = Literal["below", "within", "above", "unclear"]

# Distances beyond an end, as shifts of the log odds: × 1.1 to × 360,000. So near to each other
# that a share between two of them takes at most 3 % more events than one that was aimed at.
SHIFTS = tuple(0.1 * 2 ** (step / 2) for step in range(15))
# Nothing is expected to less than half a point: shares are rounded to a tenth where they are
# promised, and below one percent a few events are a factor.
SLACK = 0.005
# "Within" is claimed as intervals are elsewhere, right in 95 of 100 cases, unless asked otherwise.
WITHIN = 0.05

MOST = 10**9  # events; nobody waits for more


class Range(NamedTuple):
    """Where a share is expected, 0 to 1."""

    low: float
    high: float


class Period(NamedTuple):
    """Events for which one and the same range was expected; ``part`` of ``whole`` count."""

    part: float
    whole: float
    expected: Range


def around(share: float, odds: float) -> Range:
    """The shares whose odds are at most ``odds`` times as high or as low."""
    return Range(
        max(0.0, min(_with_odds(share, 1 / odds), share - SLACK)),
        min(1.0, max(_with_odds(share, odds), share + SLACK)),
    )


def place(
    part: float, whole: float, expected: Range, doubt: float, within: float = WITHIN
) -> Place:
    """Where the share lies of which ``part`` of ``whole`` is seen so far.

    "below" and "above" are each wrong with a probability of at most ``doubt`` in all looks
    together, "within" of at most ``within``; with 0 it is never said. Numbers may be fractions:
    where up to k events always go the same way, that stays so when both are divided by k.
    """
    return place_over([Period(part, whole, expected)], doubt, within)


def place_over(periods: Sequence[Period], doubt: float, within: float = WITHIN) -> Place:
    """The same of several periods, in each of which something else was expected.

    What one bet has won is staked on in the next period, so that nothing is lost when traffic
    changes. A range must be chosen before the events of its period are seen.
    """
    stake = -log(doubt) if doubt else inf
    low = [one for one in periods if one.expected.low > 0]
    high = [one for one in periods if one.expected.high < 1]
    if low and _log_stake([_misses(one, one.expected.low) for one in low]) >= stake:
        return "below"
    if high and _log_stake([_hits(one, one.expected.high) for one in high]) >= stake:
        return "above"
    aim = -log(within) if within else inf
    above_low = not low or _log_stake([_hits(one, one.expected.low) for one in low]) >= aim
    below_high = not high or _log_stake([_misses(one, one.expected.high) for one in high]) >= aim
    return "within" if above_low and below_high else "unclear"


def needed(share: float, expected: Range) -> int:
    """About how many events show that a share lies within, when it is the one that is seen.

    At most ``MOST``: of a share at the end of its range, or outside, no number shows it.
    """
    one = Period(share, 1, expected)
    ends = [_hits(one, expected.low)] if expected.low > 0 else []
    ends += [_misses(one, expected.high)] if expected.high < 1 else []
    won = [_stakes([end]) for end in ends]  # with each event, by distance
    if any(max(each) <= 0 for each in won):
        return MOST

    def enough(whole: int) -> bool:
        return all(_log_mean([whole * stake for stake in each]) >= -log(WITHIN) for each in won)

    fewer, whole = 0, 16
    while not enough(whole):
        if whole >= MOST:
            return MOST
        fewer, whole = whole, whole * 4
    while whole - fewer > max(1, whole // 8):
        middle = (fewer + whole) // 2
        if enough(middle):
            whole = middle
        else:
            fewer = middle
    return whole


class Watch:
    """Tells when a share leaves its range, however long it was within.

    ``doubt`` bounds how often that is said wrongly: in ``1 / doubt`` events once on average, if the
    share lies at the very end of the range all the time, and hardly ever if it lies inside.
    ``repeats`` is how many events may always go the same way; such are no more than one.
    """

    __slots__ = ("_above", "_aim", "_below")

    def __init__(self, expected: Range, doubt: float, repeats: int = 1) -> None:
        self._aim = log(2 / doubt)  # each of two bets may be wrong half as often
        self._above = _Bet(expected.high, repeats) if expected.high < 1 else None
        self._below = _Bet(1 - expected.low, repeats) if expected.low > 0 else None

    def see(self, hit: bool) -> Place:
        """Where the share lies after one more event: "below", "above" or "unclear"."""
        above = self._above.won(hit, self._aim) if self._above else False
        below = self._below.won(not hit, self._aim) if self._below else False
        return "above" if above else "below" if below else "unclear"


class _Bet:
    """Stakes on a share above ``end``, one for each distance, each raised to 1 when it is less."""

    __slots__ = ("_hit", "_miss", "_stakes")

    def __init__(self, end: float, repeats: int) -> None:
        miss = [-lost for lost in _lost(end)]
        self._hit = [(shift + lost) / repeats for shift, lost in zip(SHIFTS, miss, strict=True)]
        self._miss = [lost / repeats for lost in miss]
        self._stakes = [0.0] * len(SHIFTS)  # logarithms

    def won(self, hit: bool, aim: float) -> bool:
        """Whether the mean of the stakes reaches ``aim``, a logarithm, with one more event."""
        factors = self._hit if hit else self._miss
        stakes = [
            (stake if stake > 0 else 0.0) + factor
            for stake, factor in zip(self._stakes, factors, strict=True)
        ]
        self._stakes = stakes
        # No mean lies above its largest part, and hardly ever is that large enough.
        return max(stakes) >= aim and _log_mean(stakes) >= aim


class _Seen(NamedTuple):
    """Events that are bet on to be more than a share ``end`` of all."""

    part: float
    whole: float
    end: float


def _hits(period: Period, end: float) -> _Seen:
    return _Seen(period.part, period.whole, end)


def _misses(period: Period, end: float) -> _Seen:
    return _Seen(period.whole - period.part, period.whole, 1 - end)


def _log_stake(seen: Sequence[_Seen]) -> float:
    """The logarithm of what a stake of 1 has become that was placed on shares above their ends."""
    return _log_mean(_stakes(seen))


def _stakes(seen: Sequence[_Seen]) -> list[float]:
    """The same for each distance."""
    part = sum(one.part for one in seen)
    wholes: dict[float, float] = {}
    for one in seen:
        wholes[one.end] = wholes.get(one.end, 0) + one.whole
    stakes = [shift * part for shift in SHIFTS]
    for end, whole in wholes.items():
        stakes = [stake - whole * lost for stake, lost in zip(stakes, _lost(end), strict=True)]
    return stakes


@lru_cache(maxsize=64)
def _lost(end: float) -> tuple[float, ...]:
    """What a bet on more than a share ``end`` loses with each event, by distance."""
    return tuple(log1p(end * expm1(shift)) for shift in SHIFTS)


def _log_mean(stakes: list[float]) -> float:
    """The logarithm of the mean of what has these logarithms."""
    most = max(stakes)
    return most + log(sum(exp(stake - most) for stake in stakes) / len(stakes))


def _with_odds(share: float, factor: float) -> float:
    """The share whose odds are ``factor`` times those of another."""
    return share * factor / (1 - share + share * factor)
