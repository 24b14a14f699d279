"""On which days a share of the events is live: a merge is pushed when people come to approve it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from itertools import groupby

from langroute.sequential import Range, around, place
from langroute_repo.judging.beginning import Beginning
from langroute_repo.judging.clauses import TRAFFIC_ODDS
from langroute_repo.judging.day import Day

DOUBT = 0.0015
# A share that is neither the old nor the new one is that of a day on which the new one came, and of
# the days with it. After a week it is what the canary makes of its share.
MIXED = 7


def live(days: Sequence[Day], beginning: Beginning) -> Iterator[Day]:
    """The days with the shares that git knows, but for those on which they were not live yet."""
    told = [replace(one, traffic=beginning.traffic(one.day)) for one in days]
    for share, held in groupby(told, key=lambda one: one.traffic):
        period = list(held)
        waits = 0 if share is None else waiting(period, share, _before(period[0], beginning))
        yield from (replace(one, traffic=None) for one in period[:waits])
        yield from period[waits:]


def waiting(days: Sequence[Day], share: float, earlier: Sequence[float]) -> int:
    """On how many of the first days the canary answered as if its share were not live."""
    found = as_before = 0
    seen: Day | None = None
    for number, one in enumerate(days, 1):
        if not one.of:
            continue
        if fits(one, share) and not any(fits(one, before) for before in earlier):
            break
        seen = seen.plus(one) if seen else one
        if fits(seen, share):
            continue
        if any(fits(seen, before) for before in earlier):
            found = as_before = number
        elif number <= as_before + MIXED and _is_between(seen, [share, *earlier]):
            found = number
    return found


def fits(day: Day, share: float) -> bool:
    """Whether it may have had this share of the events."""
    return _is_in(day, around(share, TRAFFIC_ODDS))


def _is_between(day: Day, shares: Sequence[float]) -> bool:
    ends = [around(share, TRAFFIC_ODDS) for share in shares]
    return _is_in(day, Range(min(one.low for one in ends), max(one.high for one in ends)))


def _is_in(day: Day, expected: Range) -> bool:
    return place(day.answered, day.of, expected, DOUBT) in ("within", "unclear")


def _before(first: Day, beginning: Beginning) -> list[float]:
    """The shares until a day; before it became what it is it had none."""
    midnight = datetime.combine(first.day, time())
    until = [share or 0.0 for since, share in beginning.shares if since <= midnight]
    return list(dict.fromkeys([*until[1:], 0.0]))
