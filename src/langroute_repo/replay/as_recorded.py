"""Holds a log of answers against the files: would the same model answer, and decide the same?

Unlike a replay of two states of the files, what was is what the log says: who answered is not
routed but recorded, so that it tells how another backend's canary was drawn.
"""

import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from langroute_repo.evidence.build import scales
from langroute_repo.evidence.duckdb_engine import all_have, opened
from langroute_repo.evidence.log import Known, Say
from langroute_repo.evidence.mapping import mapping_of
from langroute_repo.evidence.sql import REASONS, REPEATED
from langroute_repo.replay.recorded_events import (
    ANSWERED,
    USED,
    RecordedEvent,
    Row,
    rows,
)
from langroute_repo.replay.routed import Configuration, kept
from langroute_repo.tree.files.log import DecisionColumn
from langroute_repo.tree.tree import Tree

Thresholds = Mapping[tuple[str, str], Decimal]  # by language and model
NO_ANSWER = "a shadow's answer to an event of which no other is recorded"


class Fate(Enum):
    """What becomes of an event; the value is what is said of it."""

    SAME = "same model and decision"
    ANEW = "drawn anew"
    OTHERWISE = "decided otherwise"
    UNKNOWN = "decision not known"
    FOREIGN = "another model"


class Moved(NamedTuple):
    """Who answered and who would, and whether the decision stays; None where no score says it."""

    before: str
    after: str
    stays: bool | None
    foreign: bool  # whether nobody here is who answered


@dataclass(slots=True)
class Held:
    """The events of one language: by fate, those that move, and who answered as the canary."""

    fates: Counter[Fate] = field(default_factory=Counter)
    moved: Counter[Moved] = field(default_factory=Counter)
    turned: Counter[str] = field(default_factory=Counter)  # decided otherwise, by the model
    samples: dict[Fate, list[str]] = field(default_factory=lambda: defaultdict(list))
    canary_before: int = 0
    canary_after: int = 0


@dataclass(slots=True)
class AsRecorded:
    """All events of a log. ``passed`` is whether the log says what passed."""

    passed: bool
    languages: dict[str, Held] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    events: int = 0


class Answered(NamedTuple):
    """One event as it was answered, with all of its recorded scores by model."""

    event: RecordedEvent
    model: str
    passed: bool | None


def run(
    logs: Sequence[Path],
    tree: Tree,
    environment: str,
    thresholds: Thresholds,
    ends: datetime,
    samples: int,
    say: Say,
    told: Callable[[int], None],
) -> AsRecorded:
    """Hold every event of the logs against the files.

    ``thresholds`` are those that decided before, for a log that does not say what passed. The
    rest is as in ``langroute_repo.replay.run``.
    """
    after = Configuration(tree, environment)
    log = mapping_of(tree)
    passed = log.passed is not None or all_have(logs, "passed")
    if passed and log.passed is None:
        log = log.model_copy(update={"passed": DecisionColumn()})
    known = Known(scales(tree), lambda tag: tag if after.answers(tag) else None, ends, log)
    comparison = _Comparison(after, tree, thresholds, AsRecorded(passed), samples)
    with opened(logs, known, say) as (connection, _):
        say("sorting the rows by event")
        for one in _answers(rows(connection, passed), comparison.result.left_out):
            comparison.take(one)
            told(comparison.result.events)
    return comparison.result


def _answers(found: Iterable[Row], left_out: Counter[str]) -> Iterator[Answered]:
    """Each event with who answered it; rows that are not used are counted by their reason."""
    for (event_id, _), group in groupby(found, operator.itemgetter(0, 1)):
        # Without an id no two rows can be told to be of one event.
        for rows_ in (group,) if event_id else ((row,) for row in group):
            if (one := _answered(rows_, left_out)) is not None:
                yield one


def _answered(found: Iterable[Row], left_out: Counter[str]) -> Answered | None:
    """The event that these rows are of, by the first answer in each role."""
    usable: dict[tuple[str | None, str | None], Row] = {}
    for row in found:
        if row.reason != USED:
            left_out[REASONS[row.reason]] += 1
        elif usable.setdefault((row.role, row.model), row) is not row:
            left_out[REPEATED] += 1
    answer = next((row for row in usable.values() if row.role in ANSWERED), None)
    if answer is None:
        if usable:
            left_out[NO_ANSWER] += len(usable)
        return None
    # Of a model with two scores for one event that of the answer counts: it sorts first.
    scores = {str(row.model): float(row.score or 0) for row in reversed(usable.values())}
    event = RecordedEvent(answer.event_id or None, str(answer.language), scores)
    return Answered(event, str(answer.model), answer.passed)


class _Comparison:
    def __init__(
        self,
        after: Configuration,
        tree: Tree,
        thresholds: Thresholds,
        result: AsRecorded,
        samples: int,
    ) -> None:
        self.after, self.thresholds = after, thresholds
        self.result, self._samples = result, samples
        self._asked = {tag: _asked(tree, tag) for tag in tree.languages}

    def take(self, one: Answered) -> None:
        """Route one event, and count what becomes of it."""
        decision = self.after.route(one.event)
        assert decision is not None  # or its row would have been left out
        tag, now = decision.language, decision.model
        primary, canary = self._asked[tag]
        held = self.result.languages.setdefault(tag, Held())
        self.result.events += 1
        held.canary_before += one.model == canary
        held.canary_after += now == canary
        was = self._passed(one, tag)
        is_now = kept(decision, one.event.scores.get(now))
        stays = None if was is None or is_now is None else was == is_now
        fate = _fate(one.model, now, (primary, canary), stays)
        held.fates[fate] += 1
        if one.model != now:
            held.moved[Moved(one.model, now, stays, fate is Fate.FOREIGN)] += 1
        elif stays is False:
            held.turned[now] += 1
        if one.event.id and len(held.samples[fate]) < self._samples:
            held.samples[fate].append(one.event.id)

    def _passed(self, one: Answered, tag: str) -> bool | None:
        """Whether the event passed: as the log says, or by the threshold that there was."""
        if self.result.passed:
            return one.passed
        at = self.thresholds.get((tag, one.model))
        return None if at is None else one.event.scores[one.model] >= float(at)


def _asked(tree: Tree, tag: str) -> tuple[str, str | None]:
    file = tree.languages[tag].model
    assert file is not None  # or it would not have been compiled
    return file.primary.model, file.canary.model if file.canary else None


def _fate(before: str, after: str, asked: tuple[str, str | None], stays: bool | None) -> Fate:
    if before not in asked:
        return Fate.FOREIGN
    if before != after:
        return Fate.ANEW
    if stays is None:
        return Fate.UNKNOWN
    return Fate.SAME if stays else Fate.OTHERWISE
