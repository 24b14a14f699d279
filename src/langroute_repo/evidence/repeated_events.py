"""Whether two languages of a log have the same events: counts too much alike to be two draws.

Two draws from the very same distribution differ in every cell by chance (Pearson's statistic is
about its degrees of freedom); events that stand in both do not differ at all.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import sqrt
from typing import NamedTuple

from langroute_repo.evidence.refresh import Refresh

# Filled cells below which chance makes rows alike, and scores in all below which it does.
FEWEST_CELLS = 30
FEWEST = 100
# Of what two draws differ by: half of the events would have to be the same.
MOST = 0.5
# So many standard deviations below what two draws differ by.
SURE = 5.0
# Languages are compared with those that have the next means: equal events have equal ones.
NEIGHBOURS = 10


class Repeated(NamedTuple):
    """Two languages with the same events, by a model's scores; ``same`` is the share, 0 to 1."""

    language: str
    other: str
    model: str
    same: float


def repeated_events(refresh: Refresh) -> list[Repeated]:
    """The pairs of languages of a log that have the same events and did not have them before."""
    found: dict[tuple[str, str], Repeated] = {}
    for model in dict.fromkeys(model for model, _ in refresh.both):
        rows = {tag: one.new for (name, tag), one in refresh.both.items() if name == model}
        for tag, other in _near(rows):
            binned = refresh.scale(model).new
            if not _apart(binned[tag].counts, binned[other].counts) < MOST:
                continue
            old = (refresh.both[model, one].old.counts for one in (tag, other))
            if (same := _same(rows[tag], rows[other])) and not _same(*old):
                found.setdefault((tag, other), Repeated(tag, other, model, same))
    return list(found.values())


def _near(rows: dict[str, tuple[int, ...]]) -> Iterator[tuple[str, str]]:
    means = {tag: _mean(row) for tag, row in rows.items() if sum(row) >= FEWEST}
    tags = sorted(means, key=lambda tag: means[tag])
    for at, tag in enumerate(tags):
        for other in islice(tags, at + 1, at + 1 + NEIGHBOURS):
            yield (tag, other) if tag < other else (other, tag)


def _mean(row: Sequence[int]) -> float:
    return sum(cell * count for cell, count in enumerate(row) if count) / sum(row)


def _same(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of events that both have, of as many scores; 0 where it may be chance."""
    cells = sum(1 for a, b in zip(one, other, strict=True) if a or b)
    if cells < FEWEST_CELLS:
        return 0.0
    apart = _apart(one, other)
    return 1 - apart if apart < min(MOST, 1 - SURE * sqrt(2 / cells)) else 0.0


def _apart(one: Sequence[int], other: Sequence[int]) -> float:
    """By how much two rows differ, of what two draws differ by."""
    both = [(a, b) for a, b in zip(one, other, strict=True) if a or b]
    return sum((a - b) ** 2 / (a + b) for a, b in both) / max(1, len(both))
