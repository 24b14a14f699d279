"""What a prediction log holds, and what an engine is given and gives back.

An engine runs the statements of ``sql`` on logs and hands the rows to ``Tables.grouped``. Nothing
outside the engines knows which one counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from langroute.scale import cell as cell_of
from langroute_repo.evidence.label_sql import FATES
from langroute_repo.evidence.sql import COUNTED, REASONS, REPEATED, TOO_OLD
from langroute_repo.tree.files.log import LogFile

# Each column and the type it is counted as.
COLUMNS = {
    "event_id": "VARCHAR",
    "time": "TIMESTAMP",
    "language": "VARCHAR",
    "model": "VARCHAR",
    "role": "VARCHAR",
    "status": "INTEGER",
    "score": "DOUBLE",
    "relevant": "BOOLEAN",
}
# What was decided, as our recorder writes it. A log without one of them goes by its scores.
DECISIONS = dict.fromkeys(("final", "passed", "audited", "extra"), "BOOLEAN")
# And what a candidate is judged by: how long it took, and a digest of what was sent.
RECORDED = DECISIONS | {"latency_ms": "DOUBLE", "sent": "VARCHAR"}
# Labels come later, from people, and a log that goes to others may have to go without them.
OPTIONAL = "relevant"
REQUIRED = tuple(column for column in COLUMNS if column != OPTIONAL)
SHAPE_HINT = (
    f"a log has the columns {', '.join(REQUIRED)} and, if anybody labels, {OPTIONAL}; "
    "write null where one is unknown"
)

# A year and a month of season: scores older than that are of other models and other news, and one
# row from 1970 would stretch the window, so that a language seems to have no events a day.
LONGEST = timedelta(days=400)

# No log is older: nobody kept scores of models by language then.
OLDEST = datetime(2000, 1, 1)

Say = Callable[[str], None]
Moment = datetime  # UTC, without a zone


class EvidenceError(Exception):
    """A log or a tree that no evidence can be built from; nothing was written."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Cell(NamedTuple):
    """One group of rows: those of a score cell in a week, or those left out for one reason."""

    language: str | None
    model: str | None
    reason: str
    monday: date | None
    cell: int | None
    decision: int
    events: int
    first_day: date | None
    last_day: date | None


class LabelCell(NamedTuple):
    """The labels of a model in one score cell, of events that were decided one way.

    ``own`` is whether the model decided them itself.
    """

    language: str
    model: str
    cell: int
    own: bool
    stratum: int
    labelled: int
    relevant: int


class Unused(NamedTuple):
    """Labels that do not count, why, and for some reasons from when they are."""

    reason: str
    labels: int
    first_day: date | None
    last_day: date | None


class Rate(NamedTuple):
    """Events of a language in the whole window, and the most in one second."""

    events: int
    peak_per_second: int


@dataclass(frozen=True, slots=True)
class Grouped:
    """What an engine makes of the logs: every row is in exactly one of the cells."""

    cells: Sequence[Cell]
    rates: Mapping[str, Rate]
    labels: Sequence[LabelCell] = ()
    unused: Sequence[Unused] = ()
    # Rows that only say again that an event could not be decided, or of one that then could.
    retried: Sequence[Cell] = ()
    # The cells of the thresholds by which decisions are told that the log does not tell.
    passing: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the tree says about the rows of a log.

    ``models`` has the ends of each model's scale, ``found`` the language whose file answers for a
    tag, ``ends`` the moment from which on a time is wrong, ``log`` where their columns are.
    ``thresholds`` has those of primaries and canaries by model and language: what was decided where
    the log does not say it.
    """

    models: Mapping[str, tuple[float, float]]
    found: Callable[[str], str | None]
    ends: Moment
    log: LogFile = field(default_factory=LogFile)
    thresholds: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of the small tables beside the log; names are numbered, for numbers group fast."""

    models: Sequence[tuple[str, int, float | None, float | None]]
    languages: Sequence[tuple[str, int, bool]]
    horizon: tuple[Moment, Moment]
    routes: Sequence[tuple[int, int, int]]
    # The names by their numbers.
    named_models: Sequence[str]
    named_languages: Sequence[str]

    def grouped(
        self,
        cells: Iterable[Sequence[object]],
        repeats: Iterable[Sequence[object]],
        rates: Iterable[Sequence[int]],
        labels: Iterable[Sequence[Any]] = (),
        unused: Iterable[Sequence[Any]] = (),
    ) -> Grouped:
        """The rows of COUNTS, REPEATS, RATES, LABELLED and UNUSED, with names for numbers."""
        held, again = (
            [self._cell(*row) for row in rows]  # type: ignore[arg-type]
            for rows in (cells, repeats)
        )
        _refuse_mostly_old(held)
        scored = [one for one in again if one.reason == COUNTED]
        return Grouped(
            list(_once(held, scored)),
            {self.named_languages[tag]: Rate(int(all_), int(most)) for tag, all_, most in rates},
            [self._label_cell(*row) for row in labels],
            sorted(Unused(FATES[fate], *rest) for fate, *rest in unused if rest[0]),
            [one for one in again if one.reason != COUNTED],
            {
                (self.named_models[model], self.named_languages[language]): at
                for language, model, at in self.routes
            },
        )

    def _label_cell(self, language: int, model: int, cell: int, own: int, *rest: int) -> LabelCell:
        names = self.named_languages[language], self.named_models[model]
        return LabelCell(*names, cell, bool(own), *map(int, rest))

    def _cell(
        self, language: int | None, model: int | None, reason: int, *rest: date | int | None
    ) -> Cell:
        return Cell(
            None if language is None else self.named_languages[language],
            None if model is None else self.named_models[model],
            REASONS[reason],
            *rest,  # type: ignore[arg-type]
        )


def tables(known: Known, named: Sequence[tuple[str | None, str | None, Moment | None]]) -> Tables:
    """The small tables for a log, from the rows that NAMES gives for it."""
    models = sorted({model for _, model, _ in named if model is not None})
    tags = sorted({tag for tag, _, _ in named if tag is not None})
    found = {tag: known.found(tag) for tag in tags}
    languages = sorted({found[tag] or tag for tag in tags})
    numbers = {name: number for number, name in enumerate(languages)}
    place = {name: number for number, name in enumerate(models)}
    newest = max((time for _, _, time in named if time), default=known.ends)
    _refuse_a_wrong_unit(newest)
    return Tables(
        [(model, at, *known.models.get(model, (None, None))) for at, model in enumerate(models)],
        [(tag, numbers[found[tag] or tag], found[tag] is not None) for tag in tags],
        (newest - LONGEST, known.ends),
        [
            (numbers[tag], place[model], cell_of(at, *known.models[model]))
            for (model, tag), at in sorted(known.thresholds.items())
            if model in place and tag in numbers
        ],
        models,
        languages,
    )


def _refuse_a_wrong_unit(newest: Moment) -> None:
    """Milliseconds taken for microseconds, and the like, lie in January 1970."""
    if newest < OLDEST:
        raise EvidenceError(
            f"the newest row of the log that is not in the future is of {newest:%Y-%m-%d %H:%M}",
            "is that the unit that time: {format: …} of config/log.yaml says? nothing was written",
        )


def _once(cells: Iterable[Cell], repeats: Sequence[Cell]) -> Iterator[Cell]:
    """Each answer counted once: what repeats added is taken off, and left out as repeated."""
    added = {cell[:6]: cell for cell in repeats}
    for cell in cells:
        more = added.get(cell[:6])
        if more is None:
            yield cell
        elif cell.events > more.events:
            yield cell._replace(events=cell.events - more.events)
    for cell in repeats:
        yield cell._replace(reason=REPEATED, monday=None, cell=None)


def _refuse_mostly_old(cells: Iterable[Cell]) -> None:
    """One clock that runs ahead must not make everybody else's rows too old."""
    counted = old = 0
    for cell in cells:
        counted += cell.events * (cell.reason == COUNTED)
        old += cell.events * (cell.reason == TOO_OLD)
    if 0 < counted < old:
        raise EvidenceError(
            f"{old:,} rows of the log are more than {LONGEST.days} days older than its newest row, "
            f"and only {counted:,} can be counted",
            "if the newest row has a wrong clock, give the last day of the log with --today",
        )
