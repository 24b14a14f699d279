"""Refreshes of all evidence from a new log: honest ones, and logs in which something is mixed up.

What is recorded before and after differs as weeks do: every story is told three times, all scores
of a language drift a little from week to week, and so does how many events there are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import exp, sqrt
from random import Random

from langroute_repo.evidence.seal import sealed
from langroute_repo.tree.files.evidence import Evidence, Week, render, with_digest
from tests.mistakes.company import MIDDLES, WINDOWS, shape_of
from tests.mistakes.labels import habit, labelled, relevant
from tests.mistakes.slot import Slot
from tests.mistakes.state import State, evidence_path, language_path
from tests.mistakes.trial import Kind, Nature, Try

TOLD = 3
DRIFT = 0.25  # standard deviations of the scores, a week
BUSIER = 0.15  # of the logarithm of events a day, a week
SIZES = (300, 1000)

Pair = tuple[str, str]  # model, language
Row = tuple[list[int], list[int]]  # counts, and relevant ones among them


@dataclass
class Log:
    """Two weeks of a new log by pair: what each week drew, by cell."""

    state: State
    chance: Random
    size: int
    weeks: dict[Pair, list[Row]] = field(default_factory=dict)
    per_day: dict[str, float] = field(default_factory=dict)

    @classmethod
    def honest(cls, state: State, chance: Random, size: int) -> "Log":
        """What the same languages and models record when nothing but the news changes."""
        log = cls(state, chance, size)
        drift: dict[str, list[float]] = {}
        for pair in sorted(state.tree.evidence_paths):
            old = state.tree.evidence(*pair)
            if old is None or not old.total:
                continue
            tilts = drift.setdefault(pair[1], [chance.gauss(0, DRIFT) for _ in range(2)])
            log.weeks[pair] = [_week(old, chance, size // 2, tilt) for tilt in tilts]
            log.per_day.setdefault(pair[1], old.events.per_day * exp(chance.gauss(0, BUSIER)))
        return log

    def evidence(self) -> dict[Pair, Evidence]:
        """What a build makes of it."""
        return {pair: self._evidence(pair) for pair in self.weeks}

    def built(self) -> State:
        """The state with evidence of this log, and every whole seal renewed."""
        new = self.evidence()
        changes: dict[str, bytes | None] = {
            evidence_path(*pair): render(one).encode() for pair, one in new.items()
        }
        done = self.state
        for tag in self.state.tree.languages:
            for at, answerer in self.state.language(tag).answerers():
                if (answerer.model, tag) in new:
                    seal = sealed(answerer.threshold.at, new[answerer.model, tag])
                    done = Slot(done, tag, at).pasted(seal)
            changes[language_path(tag)] = done.raw(tag)
        return self.state.edited(changes)

    def _evidence(self, pair: Pair) -> Evidence:
        old = self.state.tree.evidence(*pair)
        assert old is not None
        rows = self.weeks[pair]
        counts, truth = (
            [sum(cells) for cells in zip(*part, strict=True)] for part in zip(*rows, strict=True)
        )
        shape = shape_of(*pair, sum(counts), self.per_day[pair[1]], window="new")
        at = old.passed_at
        mondays = (WINDOWS["new"][0], MIDDLES["new"])
        weeks = [
            Week(
                monday=monday,
                events=sum(row),
                passed=None if at is None else sum(row[old.cell(at) :]),
            )
            for monday, (row, _) in zip(mondays, rows, strict=True)
            if sum(row)
        ]
        shape = shape.model_copy(update={"weeks": weeks, "passed_at": at})
        return with_digest(labelled(shape, counts, truth, habit(old), self.chance))


def _week(old: Evidence, chance: Random, size: int, tilt: float) -> Row:
    mean = sum(cell * count for cell, count in enumerate(old.counts)) / old.total
    square = sum(cell * cell * count for cell, count in enumerate(old.counts)) / old.total
    spread = sqrt(square - mean * mean) or 1.0
    weights = [count * exp(tilt * (cell - mean) / spread) for cell, count in enumerate(old.counts)]
    counts, good, truth = [0] * len(weights), [0] * len(weights), relevant(old)
    for cell in chance.choices(range(len(weights)), weights, k=max(1, size // TOLD)):
        counts[cell] += TOLD
        if chance.random() * old.counts[cell] < truth[cell]:
            good[cell] += TOLD
    return counts, good


def languages_swapped(log: Log) -> bool:
    """The column of languages has two of them the wrong way round.

    Of a model that knows only one of the two nothing is left under the name that it had.
    """
    one, other = log.chance.sample(sorted(log.per_day), 2)
    for model in sorted({model for model, _ in log.weeks}):
        rows = log.weeks.pop((model, one), None), log.weeks.pop((model, other), None)
        if rows[0] and rows[1]:
            log.weeks[model, one], log.weeks[model, other] = rows[1], rows[0]
    log.per_day[one], log.per_day[other] = log.per_day[other], log.per_day[one]
    return bool({one, other} & {tag for _, tag in log.weeks})


def models_swapped(log: Log) -> bool:
    """The column of models has two of them the wrong way round, in some languages."""
    one, other = log.chance.sample(sorted({model for model, _ in log.weeks}), 2)
    tags = sorted(tag for model, tag in log.weeks if model == one and (other, tag) in log.weeks)
    for tag in tags[: max(3, len(tags) * 2 // 3)]:
        log.weeks[one, tag], log.weeks[other, tag] = log.weeks[other, tag], log.weeks[one, tag]
    return len(tags) > 2


def events_repeated(log: Log) -> bool:
    """One language's events stand in the log under another one's name as well."""
    one, other = log.chance.sample(sorted(log.per_day), 2)
    models = [model for model, tag in log.weeks if tag == one and (model, other) in log.weeks]
    for model in models:
        log.weeks[model, other] = log.weeks[model, one]
    log.per_day[other] = log.per_day[one]
    return bool(models)


def labels_inverted(log: Log) -> bool:
    """A label that means dismissed is taken for relevant."""
    for pair, rows in log.weeks.items():
        log.weeks[pair] = [
            (counts, [a - b for a, b in zip(counts, good, strict=True)]) for counts, good in rows
        ]
    return True


def week_missing(log: Log) -> bool:
    """A file of the log was not read: the window says two weeks, and holds one."""
    for rows in log.weeks.values():
        none = [0] * len(rows[0][0])
        rows[1] = none, none
    return True


def two_versions(log: Log) -> bool:
    """Another model answers under a name from the second week on, in every language."""
    one, other = log.chance.sample(sorted({model for model, _ in log.weeks}), 2)
    tags = [tag for model, tag in log.weeks if model == one and (other, tag) in log.weeks]
    for tag in tags:
        log.weeks[one, tag][1] = log.weeks[other, tag][1]
    return bool(tags)


Mix = Callable[[Log], bool]
MIXED: Mapping[str, tuple[str, Mix]] = {
    "languages": ("two languages of a log swapped", languages_swapped),
    "models": ("two models of a log swapped", models_swapped),
    "labels": ("labels of a log inverted", labels_inverted),
    "twice": ("events of a log under two languages", events_repeated),
    "week": ("a week of a log not read", week_missing),
    "versions": ("two versions under one name", two_versions),
}


def _tries(mix: Mix | None, size: int, state: State, chance: Random) -> Iterator[Try]:
    log = Log.honest(state, chance, size)
    if mix is None or mix(log):
        yield Try("set, no text", state, log.built(), ("Refresh evidence", "Refresh evidence"))


def _kind(name: str, about: str, mix: Mix | None, size: int, nature: Nature) -> Kind:
    return Kind(f"{name} {size:,}", f"{about}, {size:,} scores", partial(_tries, mix, size), nature)


MISTAKES: tuple[Kind, ...] = tuple(
    _kind(name, about, mix, size, "always")
    for name, (about, mix) in MIXED.items()
    for size in SIZES
)
LEGITIMATE: tuple[Kind, ...] = tuple(
    _kind("new log", "all evidence anew, with the drift of weeks", None, size, "always")
    for size in SIZES
)
