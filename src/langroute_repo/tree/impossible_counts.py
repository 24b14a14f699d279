"""Finds numbers in an evidence file that no log can have given: a file that somebody edited.

The digest says that counts were changed; this says which, also where the digest was made to fit.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from langroute_repo.tree.files.evidence import Evidence, Week, Window
from langroute_repo.tree.files.strata import Strata

YEARS = range(1970, 2200)  # far from the last day that can be reckoned with


def contradiction(evidence: Evidence) -> str | None:
    """The first contradiction in a file's numbers, as a sentence; None when there is none."""
    return next(_contradictions(evidence), None)


def _contradictions(evidence: Evidence) -> Iterator[str]:
    low, high = evidence.score.minimum, evidence.score.maximum
    if not low < high:
        yield f"its score scale goes from {low:g} to {high:g}"
    yield from _cells(evidence)
    if evidence.strata:
        yield from _strata(evidence.strata)
    yield from _window(evidence.window)
    yield from _weeks(evidence.weeks, evidence.total)


def _cells(evidence: Evidence) -> Iterator[str]:
    """Cells with more labelled scores than recorded ones, or more relevant than labelled ones."""
    rows = evidence.counts, evidence.labelled, evidence.relevant
    if evidence.strata:
        # Of dropped events a shadow's label may be of a copy that the counts leave out.
        rows = evidence.counts, evidence.strata.rows[0], evidence.strata.rows[1]
    # Without an index, which would cost as much again: a check reads millions of cells.
    odd = [
        (recorded, labelled, relevant)
        for recorded, labelled, relevant in zip(*rows, strict=True)
        if relevant > labelled or labelled > recorded
    ]
    for recorded, labelled, relevant in odd:
        at = list(zip(*rows, strict=True)).index((recorded, labelled, relevant))
        if labelled > recorded:
            yield f"cell {at} has {labelled:,} labelled scores of only {recorded:,} recorded"
        else:
            yield f"cell {at} has {relevant:,} relevant scores of only {labelled:,} labelled"


def _strata(strata: Strata) -> Iterator[str]:
    """Labels where no event of their stratum is, and more of them than events."""
    for name, one in (("kept", strata.kept), ("dropped", strata.dropped)):
        first, last = one.cells or (0, -1)
        if (one.cells is None) == bool(one.events) or last < (first if one.cells else last):
            yield f"its {one.events:,} {name} events lie in the cells {one.cells}"
        if one.labels > one.events:
            yield f"it has {one.labels:,} labels of only {one.events:,} {name} events"
        if one.labels != one.above("labelled", first) - one.above("labelled", last + 1):
            yield f"it has labels of {name} events outside of the cells {first} to {last}"
    unknown = strata.unknown
    if not unknown.relevant <= unknown.labelled <= unknown.events:
        yield (
            f"it has {unknown.events:,} events of which nobody knows the decision, "
            f"{unknown.labelled:,} labels of them and {unknown.relevant:,} relevant ones"
        )
    for name, labelled, relevant in zip(
        ("kept", "dropped"), strata.rows[::2], strata.rows[1::2], strict=True
    ):
        if any(good > all_ for good, all_ in zip(relevant, labelled, strict=True)):
            yield f"a cell of its {name} events has more relevant scores than labelled ones"


def _window(window: Window) -> Iterator[str]:
    first, last = _day(window.first), _day(window.last)
    for written, day in ((window.first, first), (window.last, last)):
        if day is None:
            yield f"its window has the day {written}, which no calendar has"
        elif day.year not in YEARS:
            yield f"its window has the day {written}, on which nobody had a log"
    if first and last and last < first:
        yield f"its window ends on {last}, before it begins on {first}"


def _weeks(weeks: Sequence[Week], total: int) -> Iterator[str]:
    days = [_day(week.monday) for week in weeks]
    for week, day in zip(weeks, days, strict=True):
        if day is None or day.weekday() != 0:
            yield f"it has a week from {week.monday}, which is no Monday"
        elif day.year not in YEARS:
            yield f"it has a week from {week.monday}, when nobody had a log"
        if week.passed is not None and week.passed > week.events:
            passed = f"{week.passed:,} passed of {week.events:,} events"
            yield f"the week from {week.monday} has {passed}"
    if any(one >= following for one, following in pairwise(filter(None, days))):
        yield "its weeks are not in order"
    if (events := sum(week.events for week in weeks)) > total:
        yield f"its weeks have {events:,} events, its cells {total:,}"


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
