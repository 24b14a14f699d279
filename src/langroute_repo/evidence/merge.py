"""Adds the scores of one window to those of another: counts are exact, so their sum is too."""

from collections.abc import Iterable, Iterator

from langroute_repo.evidence.log import EvidenceError
from langroute_repo.tree.files.evidence import Events, Evidence, Week, Window, with_digest
from langroute_repo.tree.files.strata import Strata, Stratum, UnknownStratum, dense, sparse

PLACES = 3  # decimals of events a day


def covered(old: Evidence, new: Evidence) -> bool:
    """Whether the days of the one lie within those of the other, as after an interrupted run."""
    return old.window.first <= new.window.first and new.window.last <= old.window.last


def merged(path: str, old: Evidence, new: Evidence) -> Evidence:
    """Both windows as one; EvidenceError when they share a day or their scales differ."""
    refuse_overlap(path, old, new)
    if old.score != new.score:
        raise EvidenceError(
            f"{path} was counted on a score scale from {_ends(old)}, the model has {_ends(new)}",
            "cells of two scales cannot be added: build it anew, without --add",
        )
    if old.strata is None or new.strata is None:
        raise EvidenceError(
            f"{path} is of format {old.format}, whose labels do not say what became of the event",
            "count its days anew together with those of the log, without --add",
        )
    return with_digest(
        Evidence(
            format=2,
            language=new.language,
            model=new.model,
            score=new.score,
            window=_together(old.window, new.window),
            events=_rates(old, new),
            passed_at=new.passed_at,
            weeks=list(_weeks(old, new)),
            digest=new.digest,
            counts=_added(old.counts, new.counts),
            strata=_strata(old.strata, new.strata),
        )
    )


def _added(one: Iterable[int], other: Iterable[int]) -> list[int]:
    return [number + more for number, more in zip(one, other, strict=True)]


def _strata(old: Strata, new: Strata) -> Strata:
    """The events of both; the cells that either may have."""
    return Strata(
        kept=_stratum(old.kept, new.kept),
        dropped=_stratum(old.dropped, new.dropped),
        unknown=UnknownStratum(
            events=old.unknown.events + new.unknown.events,
            labelled=old.unknown.labelled + new.unknown.labelled,
            relevant=old.unknown.relevant + new.unknown.relevant,
        ),
    )


def _stratum(old: Stratum, new: Stratum) -> Stratum:
    ends = [one.cells for one in (old, new) if one.cells]
    return Stratum(
        events=old.events + new.events,
        cells=[min(one[0] for one in ends), max(one[1] for one in ends)] if ends else None,
        labelled=sparse(_added(dense(old.labelled), dense(new.labelled))),
        relevant=sparse(_added(dense(old.relevant), dense(new.relevant))),
    )


def windows(old: Evidence, new: Evidence) -> str:
    """The days of a file and those of a log beside each other."""
    held, log = old.window, new.window
    return f"covers {held.first} to {held.last} and the log {log.first} to {log.last}"


def refuse_overlap(path: str, old: Evidence, new: Evidence) -> None:
    """EvidenceError when a day is in both windows: counts keep no ids to tell its rows apart."""
    if old.window.first <= new.window.last and new.window.first <= old.window.last:
        raise EvidenceError(
            f"{path} {windows(old, new)}: the days of both would count twice",
            "add only days that are not counted yet, or count all of them anew without --add",
        )


def _ends(evidence: Evidence) -> str:
    return f"{evidence.score.minimum:g} to {evidence.score.maximum:g}"


def _together(old: Window, new: Window) -> Window:
    first, last = min(old.first, new.first), max(old.last, new.last)
    return Window.model_validate({"from": first, "to": last})


def _rates(old: Evidence, new: Evidence) -> Events:
    """Events a day of the days that were counted; a gap between the windows holds none of them."""
    days = old.window.days + new.window.days
    # A window's events are a whole number, which its rounded mean gives back exactly for three
    # years.
    events = sum(round(one.events.per_day * one.window.days) for one in (old, new))
    return Events(
        per_day=round(events / days, PLACES),
        peak_per_second=max(old.events.peak_per_second, new.events.peak_per_second),
    )


def _weeks(old: Evidence, new: Evidence) -> Iterator[Week]:
    """The weeks of both; how many passed is known only of weeks held against this threshold."""
    earlier = old.weeks
    if old.passed_at != new.passed_at:
        earlier = [week.model_copy(update={"passed": None}) for week in earlier]
    for monday in sorted({week.monday for week in (*earlier, *new.weeks)}):
        yield _sum(week for week in (*earlier, *new.weeks) if week.monday == monday)


def _sum(weeks: Iterable[Week]) -> Week:
    first, *others = weeks
    for other in others:
        passed = None
        if first.passed is not None and other.passed is not None:
            passed = first.passed + other.passed
        first = Week(monday=first.monday, events=first.events + other.events, passed=passed)
    return first
