"""Reads a prediction log event by event, in memory that does not grow with the log.

DuckDB sorts the rows by event, on disk where they are many; here only those of one event are held
at a time. What evidence leaves out is left out here, for the same reasons.
"""

import operator
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from langroute_repo.evidence.sql import COUNTED, REASON, REASONS, REPEATED, TOO_OLD

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# More than this DuckDB writes to disk while it sorts; it needs a little beside.
SORTING_MEMORY = "256MB"
BATCH = 10_000  # rows taken over from DuckDB at a time

NO_ID = "a shadow's answer without an event id"
EMPTY_ID = "an empty event id"
USED = REASONS.index(COUNTED)
# Rows that do not even say that an event came.
NO_EVENT = frozenset(
    REASONS.index(reason)
    for reason in ("no time", "a time in the future", TOO_OLD, "unknown language", "unknown role")
)
ANSWERED = ("primary", "canary")

# Of a repeated answer the first usable row counts, as in evidence. Roles sort as canary, primary,
# shadow: of a model with two scores for one event that of the answer counts.
ROWS = f"""
SELECT log.event_id, log.language, log.model, log.role, log.score, {REASON} AS reason,
  {{passed}} AS passed
FROM log
CROSS JOIN horizon
LEFT JOIN languages ON languages.asked = log.language
LEFT JOIN models ON models.model = log.model
ORDER BY
  log.event_id NULLS LAST,
  log.language NULLS LAST,
  log.role NULLS LAST,
  log.model NULLS LAST,
  CASE WHEN reason = {USED} THEN 0 ELSE 1 END,
  log.time NULLS LAST,
  log.score NULLS LAST
"""


class Row(NamedTuple):
    """One answer of a model; ``reason`` is a place in REASONS: why it is left out, if it is."""

    event_id: str | None
    language: str | None
    model: str | None
    role: str | None
    score: float | None
    reason: int
    passed: bool | None = None  # as the log says, where it does


class RecordedEvent(NamedTuple):
    """One event with its recorded scores by model; those that failed are not there."""

    id: str | None
    language: str
    scores: dict[str, float]


def rows(connection: "DuckDBPyConnection", passed: bool = False) -> Iterator[Row]:
    """The rows of the view ``log``, those of an event together; without an id come last.

    ``passed`` is whether the view says what passed.
    """
    connection.execute(f"SET memory_limit = '{SORTING_MEMORY}'")
    result = connection.execute(ROWS.format(passed="log.passed" if passed else "NULL"))
    while batch := result.fetchmany(BATCH):
        yield from map(Row._make, batch)


def events(found: Iterable[Row], left_out: Counter[str]) -> Iterator[RecordedEvent]:
    """The events of sorted rows; rows that are not used are counted by reason in ``left_out``."""
    for (event_id, language), group in groupby(found, operator.itemgetter(0, 1)):
        if event_id is None:
            yield from _without_id(group, left_out)
        elif not event_id:
            left_out[EMPTY_ID] += sum(1 for _ in group)
        else:
            came, scores = _scores(group, left_out)
            if came:
                yield RecordedEvent(event_id, str(language), scores)


def _without_id(group: Iterable[Row], left_out: Counter[str]) -> Iterator[RecordedEvent]:
    """Each answered row is an event of its own; a shadow's cannot be told to belong to any."""
    for row in group:
        came, scores = _scores((row,), left_out)
        if came and row.role in ANSWERED:
            yield RecordedEvent(None, str(row.language), scores)
        elif scores:
            left_out[NO_ID] += 1


def _scores(group: Iterable[Row], left_out: Counter[str]) -> tuple[bool, dict[str, float]]:
    """Whether the rows of one event say that it came, and its scores by model."""
    came = False
    scores: dict[str, float] = {}
    counted: tuple[str | None, str | None] | None = None
    for _, _, model, role, score, reason, _ in group:
        came = came or reason not in NO_EVENT
        if reason != USED:
            left_out[REASONS[reason]] += 1
        elif counted == (model, role):
            left_out[REPEATED] += 1
        else:
            counted = model, role
            scores.setdefault(str(model), float(score))  # type: ignore[arg-type]
    return came, scores
