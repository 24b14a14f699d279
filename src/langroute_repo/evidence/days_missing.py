"""Whether a log holds fewer days than its window says: weeks without events, or with too few."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from langroute_repo.evidence.refresh import Pair, Refresh
from langroute_repo.tree.files.evidence import Evidence, Window

WEEK = timedelta(days=7)
# Of what the other weeks have a day, over all languages: what the news leave out is less than that.
LEAST = 0.5
# Events that a week would have had to have for none of them to mean anything: ten stories.
EXPECTED = 30


class Missing(NamedTuple):
    """A week of a window, by its Monday, with fewer events than it says.

    ``pairs`` lack it; ``share`` is what they have of what the other weeks have a day, 0 to 1.
    """

    window: Window
    monday: str
    share: float
    pairs: tuple[Pair, ...]


def days_missing(refresh: Refresh) -> Iterator[Missing]:
    """Weeks of what is new, by window: those that the log as a whole lacks, then single pairs."""
    windows: dict[tuple[str, str], dict[Pair, Evidence]] = defaultdict(dict)
    for pair, both in refresh.both.items():
        if both.after.weeks:
            window = both.after.window
            windows[window.first, window.last][pair] = both.after
    for held in windows.values():
        yield from _of(held)


def _of(held: dict[Pair, Evidence]) -> Iterator[Missing]:
    window = next(iter(held.values())).window
    days = _days(window)
    rates = {
        monday: sum(_events(one, monday) for one in held.values()) / number
        for monday, number in days.items()
    }
    for monday, rate in rates.items():
        usual = _usual(rates, monday)
        if rate < LEAST * usual and usual * days[monday] >= EXPECTED:
            yield Missing(window, monday, rate / usual, tuple(held))
            continue
        pairs = tuple(
            pair
            for pair, one in held.items()
            if not _events(one, monday)
            and _usual({other: _events(one, other) / days[other] for other in days}, monday)
            * days[monday]
            >= EXPECTED
        )
        if pairs:
            yield Missing(window, monday, 0.0, pairs)


def _days(window: Window) -> dict[str, int]:
    """The days of a window in each of its weeks."""
    first, last = date.fromisoformat(window.first), date.fromisoformat(window.last)
    monday, found = first - timedelta(days=first.weekday()), {}
    while monday <= last:
        number = (min(last, monday + WEEK - timedelta(days=1)) - max(first, monday)).days + 1
        found[monday.isoformat()] = number
        monday += WEEK
    return found


def _events(one: Evidence, monday: str) -> int:
    return sum(week.events for week in one.weeks if week.monday == monday)


def _usual(rates: dict[str, float], monday: str) -> float:
    """Events a day in the other weeks that have any."""
    others = [rate for other, rate in rates.items() if other != monday and rate]
    return median(others) if others else 0.0
