"""What labels say of recall and precision, or why they say nothing.

People label what passes, and of what is dropped at most a drawn share. So a label stands for as
many events as its stratum has for each label (Horvitz and Thompson 1952; for two strata the
correction of Begg and Greenes 1983), and where nothing dropped was labelled no label can say how
much was lost. Everything here is pure.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt
from typing import NamedTuple

from langroute_repo.evidence.interval import Z
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.strata import Strata, Stratum

# How often a story is told: labels of one story say one thing, and the more of the events have a
# label, the more labels are of a story that has one already. What is asked is what comes next, so
# that it is no help that most of what came was labelled.
TOLD = 3
# Above this share of events of which nobody knows the decision, the others are no sample of all.
MOST_UNKNOWN = 0.05
# Below this many labels of dropped events recall is told too low, by 6 points at 11 of them and by
# 12 at 5; at 27 it is 2 (docs/evidence.md).
FEWEST_DROPPED = 20


class Why(StrEnum):
    """Why a figure is not known."""

    OLD_FORMAT = "old-format"
    NO_LABELS = "no-labels"
    NOTHING_DROPPED_LABELLED = "nothing-dropped-labelled"
    DECIDER_UNKNOWN = "decider-unknown"
    TOO_FEW = "too-few"
    NOT_RELEVANT = "not-relevant"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or a ratio, where it lies in 95 of 100 cases, and what it rests on.

    ``labelled`` are the labels that it was reckoned from, ``of_dropped`` those among them of
    dropped events: 0 where kept ones alone say it.
    """

    share: float
    low: float
    high: float
    labelled: int
    of_dropped: int


@dataclass(frozen=True, slots=True)
class NotKnown:
    """That a figure is not known, why, and how many labels there are."""

    why: Why
    labelled: int = 0
    of_dropped: int = 0


def recall(evidence: Evidence, at: float) -> Estimate | NotKnown:
    """Which share of the relevant events has a score at or above a threshold."""
    cell = evidence.cell(at)
    return _odds(evidence, 0, lambda one: _relevant(one, 0, cell))


def precision(evidence: Evidence, at: float) -> Estimate | NotKnown:
    """Which share of the events at or above a threshold is relevant.

    From where nothing was dropped kept labels alone say it.
    """
    cell = evidence.cell(at)
    found = _odds(evidence, cell, lambda one: _passing(one, cell))
    if isinstance(found, NotKnown) and found.why == Why.NOT_RELEVANT:
        return NotKnown(Why.NO_LABELS, found.labelled, found.of_dropped)
    return found


def recall_ratio(evidence: Evidence, before: float, after: float) -> Estimate | NotKnown:
    """Recall at one threshold of the model over recall at the one before it.

    From where nothing was dropped kept labels alone say it. Below 1 where the threshold is raised,
    above 1 where it is lowered.
    """
    low, high = sorted((evidence.cell(before), evidence.cell(after)))
    found = _odds(evidence, low, lambda one: _relevant(one, low, high))
    if isinstance(found, NotKnown) or after >= before:
        return found
    if not found.share:
        return NotKnown(Why.NOT_RELEVANT, found.labelled, found.of_dropped)
    return Estimate(
        1 / found.share, 1 / found.high, 1 / found.low, found.labelled, found.of_dropped
    )


def breaks(evidence: Evidence) -> frozenset[int]:
    """The cells at which an estimate may be another one although nothing lies one cell lower.

    What could have been recorded on either side counts as well: half a count, or none.
    """
    if evidence.strata is None:
        return frozenset()
    strata = (evidence.strata.kept, evidence.strata.dropped)
    ends = {end + 1 for one in strata for end in one.cells or ()}
    return frozenset({*ends, _nothing_dropped_from(evidence, evidence.strata)})


class _Sides(NamedTuple):
    """Of the labels of a stratum, those that count for a share, those against, and which can be."""

    part: int
    rest: int
    part_possible: bool
    rest_possible: bool


def _relevant(one: Stratum, low: int, high: int) -> _Sides:
    """Relevant ones in the cell ``high`` or above it, and below it down to ``low``."""
    part, whole = one.above("relevant", high), one.above("relevant", low)
    first, last = one.cells or (0, 0)
    below = first < high and last >= low and low < high
    return _Sides(part, whole - part, last >= high, below)


def _passing(one: Stratum, cell: int) -> _Sides:
    """Relevant ones in a cell or above it, and those there that are not."""
    relevant = one.above("relevant", cell)
    possible = one.cells is not None and one.cells[1] >= cell
    return _Sides(relevant, one.above("labelled", cell) - relevant, possible, possible)


def _odds(evidence: Evidence, low: int, sides: Callable[[Stratum], _Sides]) -> Estimate | NotKnown:
    """The share of what counts for it among all that counts, from the cell ``low`` on."""
    strata = evidence.strata
    if strata is None:
        return NotKnown(Why.OLD_FORMAT)
    kept, dropped = strata.kept, strata.dropped
    alone = low >= _nothing_dropped_from(evidence, strata)
    used = [one for one in ((kept,) if alone else (kept, dropped)) if one.events]
    why = _unknown(strata, used, dropped)
    if why:
        return NotKnown(why, kept.labels + dropped.labels, dropped.labels)
    labelled, of_dropped = sum([one.labels for one in used]), 0 if alone else dropped.labels
    counted = [(one, sides(one)) for one in used]
    if not any(side.part or side.rest for _, side in counted):
        return NotKnown(Why.NOT_RELEVANT, labelled, of_dropped)
    return Estimate(*_interval(counted), labelled, of_dropped)


def _nothing_dropped_from(evidence: Evidence, strata: Strata) -> int:
    """The lowest cell from which on every event was kept.

    The threshold in force may have moved within the window, so what was dropped decides. Between
    that and the threshold in force now nothing came, which says nothing of what will.
    """
    if not strata.dropped.cells:
        return 0
    highest = strata.dropped.cells[1]
    in_force = 0 if evidence.passed_at is None else evidence.cell(evidence.passed_at)
    return max(highest + 1, in_force)


def _unknown(strata: Strata, used: Sequence[Stratum], dropped: Stratum) -> Why | None:
    """Why the labels say nothing, whatever they are."""
    unknown, labels = strata.unknown, strata.kept.labels + dropped.labels
    if unknown.events > MOST_UNKNOWN * strata.events:
        return Why.DECIDER_UNKNOWN
    # A row that was lost is seen only where its event has a label.
    if unknown.labelled > MOST_UNKNOWN * (labels + unknown.labelled):
        return Why.DECIDER_UNKNOWN
    if not labels:
        return Why.NO_LABELS
    if dropped in used and not dropped.labels:
        return Why.NOTHING_DROPPED_LABELLED
    if any(not one.labels for one in used):
        return Why.NO_LABELS
    if dropped in used and dropped.labels < min(FEWEST_DROPPED, dropped.events):
        return Why.TOO_FEW
    return None


def _interval(counted: Iterable[tuple[Stratum, _Sides]]) -> tuple[float, float, float]:
    """The share with both ends of its 95 % interval: logit and delta method.

    The events of a stratum that have a label come in stories: of ``TOLD`` that are told, each with
    a label by itself, the variance is larger by 1 + (``TOLD`` - 1) times the share labelled.

    Half a count is added for each side that can have any, so that a side of which nobody has seen
    one yet is not taken for empty. ``docs/evidence.md`` has how often such intervals cover.
    """
    part = rest = variance_part = variance_rest = covariance = 0.0
    for one, (of_part, of_rest, part_possible, rest_possible) in counted:
        whole = one.labels + 0.5 * (1 + part_possible + rest_possible)
        p = (of_part + 0.5) / whole if part_possible else 0.0
        q = (of_rest + 0.5) / whole if rest_possible else 0.0
        labelled = min(1.0, one.labels / one.events)
        scale = one.events**2 * (1 + (TOLD - 1) * labelled) / whole
        part, rest = part + one.events * p, rest + one.events * q
        variance_part += scale * p * (1 - p)
        variance_rest += scale * q * (1 - q)
        covariance -= scale * p * q
    if not rest or not part:
        return (1.0, 1.0, 1.0) if part else (0.0, 0.0, 0.0)
    spread = variance_part / part**2 + variance_rest / rest**2 - 2 * covariance / (part * rest)
    middle, reach = log(part / rest), Z * sqrt(max(0.0, spread))
    return _share(middle), _share(middle - reach), _share(middle + reach)


def _share(log_odds: float) -> float:
    """The share that has these log odds."""
    return 1 / (1 + exp(-log_odds)) if log_odds > 0 else exp(log_odds) / (1 + exp(log_odds))
