"""Counts what candidates are judged by in a log, whoever runs the SQL."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from langroute.scale import CELLS
from langroute_repo.evidence.log import Say, Tables
from langroute_repo.judging import sql
from langroute_repo.judging.day import Day


class Candidate(NamedTuple):
    """A model to judge beside the primary of a language; the cells are of their thresholds.

    Rows from ``begins`` on count, UTC without a zone; answers later than ``slow`` milliseconds are
    slow. People are asked about so many disagreements a day, which ``seed`` draws.
    """

    language: str
    model: str
    primary: str
    cell: int
    primary_cell: int
    begins: datetime
    slow: float
    asked: int = 0
    seed: str = ""


@dataclass(slots=True)
class Counted:
    """What a log has of a candidate: its days in order, and what they rest on.

    ``cells`` has the contents in each cell of the score scale, of the primary and of the candidate.
    ``apart`` are the pairs whose two rows were written more than ten minutes apart, ``to_label``
    the events that people are to be asked about.
    """

    days: list[Day] = field(default_factory=list)
    last_cells: list[int] = field(default_factory=list)
    scored: int = 0
    scored_beside: int = 0
    with_content: int = 0
    newest: datetime | None = None
    pairs: int = 0
    apart: int = 0
    cells: tuple[list[int], list[int]] = field(
        default_factory=lambda: ([0] * (CELLS + 1), [0] * (CELLS + 1))
    )
    to_label: list[str] = field(default_factory=list)


class Judged(NamedTuple):
    """What was counted of each candidate, and how many labels are of no event of the log."""

    counted: list[Counted]
    labels: int
    strange: int


class Engine(Protocol):
    """What runs SQL on a log that is open."""

    def ask(self, text: str) -> Iterable[Sequence[Any]]:
        """The rows of a query."""

    def make(self, name: str, text: str) -> None:
        """Keep the rows of a query as a table."""

    def give(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Make the table ``candidates`` of these rows."""


_MINUTES = ("minutes", "minutes_beside", "failing", "only_it", "only_beside")
_PAIRS = (
    "pairs", "gains", "losses",
    "labelled_gains", "labelled_losses", "relevant_gains", "relevant_losses",
)  # fmt: skip
_BY_DAY = {
    sql.MINUTES: _MINUTES,
    sql.ANSWERED: ("answered", "of"),
    sql.LATENCIES: ("answers", "slow"),
    sql.PASSES: ("contents", "passes", "contents_beside", "passes_beside"),
    sql.PAIRS: _PAIRS,
}


def count(
    engine: Engine, given: Tables, candidates: Sequence[Candidate], say: Say = lambda _: None
) -> Judged:
    """Count all candidates; one that the log does not name has no days."""
    engine.give(list(_rows(given, candidates)))
    for name, text in sql.TABLES.items():
        say({"seen": "reading scores", "paired": "pairing scores"}.get(name, "reading labels"))
        engine.make(name, text)
    found = [Counted() for _ in candidates]
    say("counting days")
    _count_days(engine, found)
    say("counting scores")
    _count_scores(engine, found)
    labels, strange = next(iter(engine.ask(sql.STRANGE)))
    return Judged(found, int(labels or 0), int(strange or 0))


def _rows(given: Tables, candidates: Sequence[Candidate]) -> Iterable[tuple[object, ...]]:
    models = {name: at for at, name in enumerate(given.named_models)}
    languages = {name: at for at, name in enumerate(given.named_languages)}
    for number, one in enumerate(candidates):
        if one.language in languages and one.model in models:
            yield (
                number,
                languages[one.language],
                models[one.model],
                models.get(one.primary, -1),
                one.cell,
                one.primary_cell,
                one.begins,
                one.slow,
                f"{one.seed}:{one.language}:{one.model}:",
                one.asked,
            )


def _count_days(engine: Engine, found: Sequence[Counted]) -> None:
    days: dict[int, dict[date, Day]] = defaultdict(dict)
    for text, names in _BY_DAY.items():
        for number, day, *counts in engine.ask(text):
            held = days[number].get(day) or Day(day)
            counted = dict(zip(names, map(int, counts), strict=True))
            days[number][day] = held.plus(Day(day, **counted))
    for number, by_day in days.items():
        found[number].days = [by_day[day] for day in sorted(by_day)]


def _count_scores(engine: Engine, found: Sequence[Counted]) -> None:
    for number, cell in engine.ask(sql.LAST):
        found[number].last_cells.append(cell)
    for number, side, cell, contents in engine.ask(sql.CELLS):
        found[number].cells[side][cell] = int(contents)
    for number, event in engine.ask(sql.DRAWN):
        found[number].to_label.append(event)
    for number, scored, beside, contents, newest, pairs, apart in engine.ask(sql.ABOUT):
        one = found[number]
        one.scored, one.scored_beside, one.with_content = int(scored), int(beside), int(contents)
        one.newest, one.pairs, one.apart = newest, int(pairs), int(apart)
