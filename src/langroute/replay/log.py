"""Reads a prediction log event by event, in memory that does not grow with the log.

DuckDB sorts the rows by event, on disk where they are many; here only those of one event are held
at a time. What evidence leaves out is left out here, for the same reasons.
"""

import operator
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from langroute.evidence.sql import COUNTED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# More than this DuckDB writes to disk while it sorts; it needs a little beside.
SORTING_MEMORY = "256MB"
BATCH = 10_000  # rows taken over from DuckDB at a time

NO_ID = "a shadow's answer without an event id"
EMPTY_ID = "an empty event id"
REPEATED = "a repeated row"
# Rows that do not even say that an event came.
NO_EVENT = ("no time", "a time in the future", "unknown language", "unknown role")
ANSWERED = ("primary", "canary")

# Why a row is left out, in words: evidence groups by numbers, here every row is handed over.
REASON = """CASE
      WHEN log.time IS NULL THEN 'no time'
      WHEN log.time >= horizon.ends THEN 'a time in the future'
      WHEN languages.found IS NULL THEN 'unknown language'
      WHEN models.model IS NULL THEN 'unknown model'
      WHEN COALESCE(log.role, '') NOT IN ('primary', 'canary', 'shadow') THEN 'unknown role'
      WHEN log.score IS NULL THEN 'no score'
      WHEN log.status NOT BETWEEN 200 AND 299 THEN 'a score beside a failed status'
      -- Comparing NaN is where engines differ most; in none is it at or below the largest double.
      WHEN NOT (ABS(log.score) <= 1.7976931348623157E308) THEN 'a score that is no finite number'
      WHEN NOT (log.score >= models.minimum AND log.score <= models.maximum)
        THEN 'a score off the model''s scale'
      ELSE 'counted'
    END"""

# Of a repeated answer the first usable row counts, as in evidence. Roles sort as canary, primary,
# shadow: of a model with two scores for one event that of the answer counts.
ROWS = f"""
SELECT log.event_id, log.language, log.model, log.role, log.score, {REASON} AS reason
FROM log
CROSS JOIN horizon
LEFT JOIN languages ON languages.asked = log.language
LEFT JOIN models ON models.model = log.model
ORDER BY
  log.event_id NULLS LAST,
  log.language NULLS LAST,
  log.role NULLS LAST,
  log.model NULLS LAST,
  CASE WHEN reason = '{COUNTED}' THEN 0 ELSE 1 END,
  log.time NULLS LAST,
  log.score NULLS LAST
"""


class Row(NamedTuple):
    """One answer of a model; ``reason`` says why it is left out, or ``counted``."""

    event_id: str | None
    language: str | None
    model: str | None
    role: str | None
    score: float | None
    reason: str


class Event(NamedTuple):
    """One event with its recorded scores by model; those that failed are not there."""

    id: str | None
    language: str
    scores: dict[str, float]


def rows(connection: "DuckDBPyConnection") -> Iterator[Row]:
    """The rows of the view ``log``, those of an event together; without an id come last."""
    connection.execute(f"SET memory_limit = '{SORTING_MEMORY}'")
    result = connection.execute(ROWS)
    while batch := result.fetchmany(BATCH):
        yield from map(Row._make, batch)


def events(found: Iterable[Row], left_out: Counter[str]) -> Iterator[Event]:
    """The events of sorted rows; rows that are not used are counted by reason in ``left_out``."""
    for (event_id, language), group in groupby(found, operator.itemgetter(0, 1)):
        if event_id is None:
            yield from _without_id(group, left_out)
        elif not event_id:
            left_out[EMPTY_ID] += sum(1 for _ in group)
        else:
            came, scores = _scores(group, left_out)
            if came:
                yield Event(event_id, str(language), scores)


def _without_id(group: Iterable[Row], left_out: Counter[str]) -> Iterator[Event]:
    """Each answered row is an event of its own; a shadow's cannot be told to belong to any."""
    for row in group:
        came, scores = _scores((row,), left_out)
        if came and row.role in ANSWERED:
            yield Event(None, str(row.language), scores)
        elif scores:
            left_out[NO_ID] += 1


def _scores(group: Iterable[Row], left_out: Counter[str]) -> tuple[bool, dict[str, float]]:
    """Whether the rows of one event say that it came, and its scores by model."""
    came = False
    scores: dict[str, float] = {}
    counted: tuple[str | None, str | None] | None = None
    for _, _, model, role, score, reason in group:
        came = came or reason not in NO_EVENT
        if reason != COUNTED:
            left_out[reason] += 1
        elif counted == (model, role):
            left_out[REPEATED] += 1
        else:
            counted = model, role
            scores.setdefault(str(model), float(score))  # type: ignore[arg-type]
    return came, scores
