"""The SQL that turns a prediction log into counts: one text for every engine that can read a log.

It stands in a module and not in a file of its own so that every way of packaging carries it. What
differs between engines is how five tables come to be, never the text:

- ``log(event_id, time, language, model, role, status, score, relevant)``: one row for each answer
  of a model; ``time`` is a timestamp in UTC without a zone, ``score`` a double
- ``models(model, minimum, maximum)``: the score scale of each known model
- ``languages(asked, found)``: each language of the log and the one whose file answers for it
- ``horizon(ends)``: one row; what is later than this comes from a clock that is wrong
- ``repeated(event_id, model, role)``: what ``REPEATED``, the first statement, gives

ANSI SQL but for two places. ``DATE_TRUNC`` is not in the standard, which has no function for the
Monday of a day; DuckDB, Spark and Trino (Athena) agree on its name, on the order of its arguments
and on Monday. ``DOUBLE`` is what these three call ``DOUBLE PRECISION``. Constants carry an exponent
because the standard makes those doubles, where ``0.001`` would be a decimal.
"""

COUNTED = "counted"

# Answers that were retried or written twice. A statement of its own, so that both others use it and
# number only these rows: numbering every row took three times as long. It is the one that holds
# every key in memory. Rows without an id cannot be told apart and all count.
REPEATED = """
SELECT event_id, model, role
FROM log
WHERE event_id IS NOT NULL
GROUP BY event_id, model, role
HAVING COUNT(*) > 1
"""

# Why a row of the log is not counted; ``languages``, ``models`` and ``horizon`` joined to it.
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

_JUDGED = f"""
  SELECT
    log.event_id,
    log.time,
    COALESCE(languages.found, log.language) AS language,
    log.model,
    log.role,
    log.relevant,
    {REASON} AS reason,
    (log.score - models.minimum) / (models.maximum - models.minimum) * 1E3 + 1E-3 AS height
  FROM log
  CROSS JOIN horizon
  LEFT JOIN languages ON languages.asked = log.language
  LEFT JOIN models ON models.model = log.model
  LEFT JOIN repeated
    ON repeated.event_id = log.event_id
    AND repeated.model = log.model
    AND repeated.role = log.role"""

# Of a repeated answer the first usable row counts. The judged rows stand here twice, for an engine
# that keeps what two branches share would keep the whole log.
_NUMBERED = f"""
WITH numbered AS (
  SELECT once.*, 1 AS copy
  FROM ({_JUDGED}
  WHERE repeated.event_id IS NULL) AS once
  UNION ALL
  SELECT
    again.*,
    ROW_NUMBER() OVER (
      PARTITION BY event_id, model, role
      ORDER BY
        CASE WHEN reason = 'counted' THEN 0 ELSE 1 END,
        time NULLS LAST,
        height NULLS LAST,
        CASE WHEN relevant IS NULL THEN 2 WHEN relevant THEN 0 ELSE 1 END
    ) AS copy
  FROM ({_JUDGED}
  WHERE repeated.event_id IS NOT NULL) AS again
)"""

# One row for each language, model, week and cell that holds scores, and one for each reason for
# which rows of a language and model are left out: every row of the log is in exactly one of them.
COUNTS = f"""{_NUMBERED},
placed AS (
  SELECT
    language,
    model,
    CASE WHEN reason = 'counted' AND copy > 1 THEN 'a repeated row' ELSE reason END AS reason,
    CASE WHEN reason = 'counted' AND copy = 1
      THEN CAST(DATE_TRUNC('week', time) AS DATE) END AS monday,
    CASE WHEN reason = 'counted' AND copy = 1 THEN CAST(FLOOR(height) AS INTEGER) END AS cell,
    CAST(time AS DATE) AS calendar_day,
    relevant
  FROM numbered
)
SELECT
  language,
  model,
  reason,
  monday,
  cell,
  COUNT(*) AS events,
  COUNT(relevant) AS labelled,
  SUM(CASE WHEN relevant THEN 1 ELSE 0 END) AS relevant,
  MIN(calendar_day) AS first_day,
  MAX(calendar_day) AS last_day
FROM placed
GROUP BY language, model, reason, monday, cell
"""

# Events of each language: the whole window's and the most in one second. Each event is answered
# once, by a primary or a canary; that the answer failed does not mean that the event did not come.
RATES = f"""{_NUMBERED},
arrived AS (
  SELECT language, DATE_TRUNC('second', time) AS moment, COUNT(*) AS events
  FROM numbered
  WHERE copy = 1
    AND role IN ('primary', 'canary')
    AND reason NOT IN ('no time', 'a time in the future', 'unknown language')
  GROUP BY language, DATE_TRUNC('second', time)
)
SELECT language, SUM(events) AS events, MAX(events) AS peak_per_second
FROM arrived
GROUP BY language
"""
