"""The SQL that counts what candidates are judged by: one text for every engine, as evidence's is.

Beside the tables of ``langroute_repo.evidence.sql`` it needs these:

- ``log`` with ``latency_ms``, a double, and ``sent``, a text that is equal where what was sent to
  a model was; both null throughout where the log does not have them
- ``candidates(number, language, candidate, beside, cell, beside_cell, begins, slow, salt, asked)``:
  each model to judge in a language, with its primary, the cells of both thresholds, the moment from
  which on rows count, the latency above which an answer is slow, in milliseconds, and of how many
  disagreements a day people are asked, which are drawn with ``salt``
- ``labels(event_id, relevant, time, reason)``: what people said apart from the log

``SEEN``, ``TOLD``, ``PAIRED`` and ``COMPARED`` each make the table of that name, in this order;
the others read them. ANSI SQL but for ``DATE_TRUNC`` and ``DOUBLE``, as there, and ``MD5``, which
DuckDB and Spark write as the same hexadecimal digits.
"""

from langroute.recording.record import fault
from langroute_repo.evidence.sql import COUNTED, FAILED, NOT_DECIDED, REASONS, placed

_COUNTED = REASONS.index(COUNTED)
_FAILED = ", ".join(str(REASONS.index(one)) for one in FAILED)
# What is no model's doing: an event that cannot be sent, a step before the call, this process.
_OTHERS = ", ".join(
    str(status) for status in range(400, 600) if fault(status) in ("event", "preparation", "ours")
)
# Two rows of one event are written within this time, unless a clock is in another zone.
_APART = "INTERVAL '10' MINUTE"

# The rows of each candidate and of its primary; ``side`` is 1 for the candidate.
SEEN = f"""
SELECT
  candidates.number AS candidate,
  CASE WHEN placed.model = candidates.candidate THEN 1 ELSE 0 END AS side,
  placed.event_id,
  placed.sent,
  placed.time,
  placed.calendar_day AS on_day,
  DATE_TRUNC('minute', placed.time) AS in_minute,
  CASE WHEN placed.reason = {_COUNTED} THEN placed.cell END AS cell,
  CASE WHEN placed.reason = {_COUNTED} THEN 0 ELSE 1 END AS failed,
  CASE WHEN placed.decision = {NOT_DECIDED} THEN 0 ELSE 1 END AS decided,
  CASE WHEN placed.latency_ms > candidates.slow THEN 1 ELSE 0 END AS late,
  CASE WHEN placed.latency_ms IS NULL THEN 0 ELSE 1 END AS timed
FROM ({placed("log", "status, latency_ms, sent, ")}) AS placed
JOIN candidates
  ON candidates.language = placed.language
  AND (placed.model = candidates.candidate OR placed.model = candidates.beside)
WHERE placed.time >= candidates.begins
  AND placed.reason IN ({_COUNTED}, {_FAILED})
  AND COALESCE(placed.status, 0) NOT IN ({_OTHERS})
"""

# The label that counts for an event is the latest one; those of the log say no time. Unlike in the
# evidence those count that were asked for because two models disagreed.
TOLD = """
SELECT
  event_id,
  CASE
    WHEN no_at IS NULL OR yes_at > no_at THEN 1
    WHEN yes_at IS NULL OR no_at > yes_at THEN 0
  END AS label
FROM (
  SELECT
    event_id,
    MAX(CASE WHEN relevant THEN given_at END) AS yes_at,
    MAX(CASE WHEN NOT relevant THEN given_at END) AS no_at
  FROM (
    SELECT event_id, relevant, COALESCE(time, TIMESTAMP '1900-01-02 00:00:00') AS given_at
    FROM labels
    CROSS JOIN horizon
    WHERE relevant IS NOT NULL AND event_id IS NOT NULL AND (time IS NULL OR time < ends)
    UNION ALL
    SELECT event_id, relevant, TIMESTAMP '1900-01-01 00:00:00' AS given_at
    FROM log
    WHERE relevant IS NOT NULL AND event_id IS NOT NULL
  ) AS given
  GROUP BY event_id
) AS both_ways
"""

# Events that both models gave a score.
PAIRED = f"""
SELECT both_scores.*, told.label
FROM (
  SELECT
    candidate,
    event_id,
    MIN(on_day) AS on_day,
    MIN(CASE WHEN side = 1 THEN cell END) AS cell,
    MIN(CASE WHEN side = 0 THEN cell END) AS beside,
    MIN(CASE WHEN side = 1 THEN COALESCE(sent, event_id) END) AS content,
    MIN(CASE WHEN side = 0 THEN COALESCE(sent, event_id) END) AS content_beside,
    CASE
      WHEN MIN(CASE WHEN side = 1 THEN time END)
        > MIN(CASE WHEN side = 0 THEN time END) + {_APART} THEN 1
      WHEN MIN(CASE WHEN side = 0 THEN time END)
        > MIN(CASE WHEN side = 1 THEN time END) + {_APART} THEN 1
      ELSE 0
    END AS apart
  FROM seen
  WHERE cell IS NOT NULL AND event_id IS NOT NULL
  GROUP BY candidate, event_id
  HAVING MIN(side) = 0 AND MAX(side) = 1
) AS both_scores
LEFT JOIN told ON told.event_id = both_scores.event_id
"""

# The same contents once: what one wire after the other brings says one thing of two models.
COMPARED = """
SELECT
  paired.candidate,
  MIN(paired.event_id) AS event_id,
  MIN(paired.on_day) AS on_day,
  CASE WHEN MIN(paired.cell) >= MIN(candidates.cell) THEN 1 ELSE 0 END AS passes,
  CASE WHEN MIN(paired.beside) >= MIN(candidates.beside_cell) THEN 1 ELSE 0 END AS passes_beside,
  MAX(paired.apart) AS apart,
  CASE WHEN MIN(paired.label) = MAX(paired.label) THEN MIN(paired.label) END AS label
FROM paired
JOIN candidates ON candidates.number = paired.candidate
GROUP BY paired.candidate, paired.content, paired.content_beside
"""

# Of one burst of failures a day has many minutes: who fails more is told by the quarters of an hour
# in which only one of the two failed.
MINUTES = """
SELECT
  candidate,
  on_day,
  SUM(asked) AS minutes,
  SUM(asked_beside) AS minutes_beside,
  SUM(failing) AS failing,
  SUM(CASE WHEN failing > 0 AND failing_beside = 0 THEN 1 ELSE 0 END) AS only_it,
  SUM(CASE WHEN failing = 0 AND failing_beside > 0 THEN 1 ELSE 0 END) AS only_beside
FROM (
  SELECT
    candidate,
    on_day,
    SUM(asked) AS asked,
    SUM(asked_beside) AS asked_beside,
    SUM(failing) AS failing,
    SUM(failing_beside) AS failing_beside
  FROM (
    SELECT
      candidate,
      on_day,
      EXTRACT(HOUR FROM in_minute) * 4 + FLOOR(EXTRACT(MINUTE FROM in_minute) / 15) AS quarter,
      MAX(side) AS asked,
      MAX(1 - side) AS asked_beside,
      MAX(side * failed) AS failing,
      MAX((1 - side) * failed) AS failing_beside
    FROM seen
    GROUP BY candidate, on_day, in_minute
  ) AS minutes
  GROUP BY candidate, on_day, quarter
) AS quarters
GROUP BY candidate, on_day
"""

ANSWERED = """
SELECT candidate, on_day, SUM(answered) AS answered, COUNT(*) AS of_all
FROM (
  SELECT candidate, event_id, MIN(on_day) AS on_day, MAX(side) AS answered
  FROM seen
  WHERE decided = 1 AND event_id IS NOT NULL
  GROUP BY candidate, event_id
) AS events
GROUP BY candidate, on_day
"""

LATENCIES = """
SELECT candidate, on_day, COUNT(*) AS answers, SUM(late) AS slow
FROM seen
WHERE side = 1 AND cell IS NOT NULL AND timed = 1
GROUP BY candidate, on_day
"""

_FIRST_SCORES = """
  SELECT candidate, side, on_day, cell
  FROM (
    SELECT
      seen.*,
      ROW_NUMBER() OVER (
        PARTITION BY candidate, side, COALESCE(sent, event_id) ORDER BY time, event_id
      ) AS copy
    FROM seen
    WHERE cell IS NOT NULL AND COALESCE(sent, event_id) IS NOT NULL
  ) AS numbered
  WHERE copy = 1"""

PASSES = f"""
SELECT
  first_scores.candidate,
  on_day,
  SUM(side) AS contents,
  SUM(CASE WHEN side = 1 AND first_scores.cell >= candidates.cell THEN 1 ELSE 0 END) AS passes,
  SUM(1 - side) AS contents_beside,
  SUM(CASE WHEN side = 0 AND first_scores.cell >= candidates.beside_cell THEN 1 ELSE 0 END)
    AS passes_beside
FROM ({_FIRST_SCORES}) AS first_scores
JOIN candidates ON candidates.number = first_scores.candidate
GROUP BY first_scores.candidate, on_day
"""

PAIRS = """
SELECT
  candidate,
  on_day,
  COUNT(*) AS pairs,
  SUM(CASE WHEN passes > passes_beside THEN 1 ELSE 0 END) AS gains,
  SUM(CASE WHEN passes < passes_beside THEN 1 ELSE 0 END) AS losses,
  SUM(CASE WHEN passes > passes_beside AND label IS NOT NULL THEN 1 ELSE 0 END) AS labelled_gains,
  SUM(CASE WHEN passes < passes_beside AND label IS NOT NULL THEN 1 ELSE 0 END) AS labelled_losses,
  SUM(CASE WHEN passes > passes_beside AND label = 1 THEN 1 ELSE 0 END) AS relevant_gains,
  SUM(CASE WHEN passes < passes_beside AND label = 1 THEN 1 ELSE 0 END) AS relevant_losses
FROM compared
GROUP BY candidate, on_day
"""

CELLS = f"""
SELECT candidate, side, cell, COUNT(*) AS contents
FROM ({_FIRST_SCORES}) AS first_scores
GROUP BY candidate, side, cell
"""

LAST = """
SELECT candidate, cell
FROM (
  SELECT
    candidate,
    cell,
    ROW_NUMBER() OVER (PARTITION BY candidate ORDER BY time DESC, event_id, cell) AS age
  FROM seen
  WHERE side = 1 AND cell IS NOT NULL
) AS aged
WHERE age <= 100
ORDER BY candidate, age
"""

# Of all rows of a candidate: how many there are, how many say what was sent or who decided, the
# newest, and how many pairs have two clocks.
ABOUT = """
SELECT
  rows_.candidate,
  scored,
  scored_beside,
  with_content,
  newest,
  COALESCE(clocks.pairs, 0) AS pairs,
  COALESCE(clocks.apart, 0) AS apart
FROM (
  SELECT
    candidate,
    SUM(CASE WHEN side = 1 AND cell IS NOT NULL THEN 1 ELSE 0 END) AS scored,
    SUM(CASE WHEN side = 0 AND cell IS NOT NULL THEN 1 ELSE 0 END) AS scored_beside,
    COUNT(sent) AS with_content,
    MAX(time) AS newest
  FROM seen
  GROUP BY candidate
) AS rows_
LEFT JOIN (
  SELECT candidate, COUNT(*) AS pairs, SUM(apart) AS apart
  FROM compared
  GROUP BY candidate
) AS clocks ON clocks.candidate = rows_.candidate
"""

# What people are asked about: drawn by a hash, whatever has a label already, so that asking again
# draws the same ones and nobody picks.
DRAWN = """
SELECT candidate, event_id
FROM (
  SELECT
    compared.candidate,
    compared.on_day,
    compared.event_id,
    compared.label,
    candidates.asked,
    ROW_NUMBER() OVER (
      PARTITION BY compared.candidate, compared.on_day
      ORDER BY MD5(candidates.salt || compared.event_id), compared.event_id
    ) AS turn
  FROM compared
  JOIN candidates ON candidates.number = compared.candidate
  WHERE passes <> passes_beside
) AS drawn
WHERE turn <= asked AND label IS NULL
ORDER BY candidate, on_day, turn
"""

# Labels from apart of events that the log does not have.
STRANGE = """
SELECT COUNT(*) AS labels, SUM(CASE WHEN found.event_id IS NULL THEN 1 ELSE 0 END) AS strange
FROM (SELECT DISTINCT event_id FROM labels WHERE event_id IS NOT NULL) AS given
LEFT JOIN (SELECT DISTINCT event_id FROM log WHERE event_id IS NOT NULL) AS found
  ON found.event_id = given.event_id
"""

TABLES = {"seen": SEEN, "told": TOLD, "paired": PAIRED, "compared": COMPARED}
