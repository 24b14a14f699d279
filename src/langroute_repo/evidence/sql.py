"""The SQL that turns a prediction log into counts: one text for every engine that can read a log.

It stands in a module and not in a file of its own so that every way of packaging carries it. What
differs between engines is how five tables come to be, never the text:

- ``log(event_id, time, language, model, role, status, score, relevant, final, passed, audited,
  extra)``: one row for each answer of a model; ``time`` is a timestamp in UTC without a zone,
  ``score`` a double; the last five are true, false or null, and null throughout where the log does
  not have them
- ``models(model, number, minimum, maximum)``: each model of the log, with its score scale if it is
  a known one
- ``languages(asked, number, known)``: each language of the log, with the number of the language
  whose file answers for it
- ``horizon(begins, ends)``: one row; what lies outside comes from a clock that is wrong
- ``again``, with the columns of ``log``: of every answer that stands in the log more than once,
  all rows. ``AGAIN`` gives it; an engine may give answers that stand there once as well

``NAMES`` comes first, for the models and languages are numbered from it; it needs ``log`` and
``horizon`` only. Then ``AGAIN``, then the others. What is counted of labels is in ``label_sql``.

ANSI SQL but for two places. ``DATE_TRUNC`` is not in the standard, which has no function for the
Monday of a day; DuckDB, Spark and Trino (Athena) agree on its name, on the order of its arguments
and on Monday. ``DOUBLE`` is what these three call ``DOUBLE PRECISION``. Constants carry an exponent
because the standard makes those doubles, where ``0.001`` would be a decimal.
"""

COUNTED = "counted"
REPEATED = "a repeated row"
# Its score is right, but it came for another reason than the others: shares leave it out.
EXTRA = "a copy for the audit alone"
TOO_OLD = "a time long before the newest row's"

# Grouping by a number takes two thirds of the time of grouping by a text.
REASONS = (
    COUNTED,
    "no time",
    "a time in the future",
    TOO_OLD,
    "unknown language",
    "unknown model",
    "unknown role",
    "no score",
    "a score beside a failed status",
    "a score that is no finite number",
    "a score off the model's scale",
    REPEATED,
    EXTRA,
)
# Of an event that came and that nobody could decide by this row.
FAILED = REASONS[REASONS.index("no score") : REASONS.index(REPEATED)]
_NO = {text: number for number, text in enumerate(REASONS)}

# What a row says of its event. By its score: it decided, and the threshold in force then is not
# recorded.
NOT_DECIDED, KEPT, DROPPED, UNKNOWN, BY_SCORE = range(5)

# Which models and languages the log names, and the newest time that is not in the future.
NAMES = """
SELECT language, model, MAX(CASE WHEN time < ends THEN time END) AS newest
FROM log
CROSS JOIN horizon
GROUP BY language, model
"""

# Rows without one of these cannot be told apart and all count.
IDENTIFIED = "event_id IS NOT NULL AND model IS NOT NULL AND role IS NOT NULL"

# Answers that were retried or written twice. A statement of its own, so that the others number only
# these rows: numbering every row took three times as long. It is the one that holds every key in
# memory.
AGAIN = f"""
SELECT log.*
FROM log
JOIN (
  SELECT event_id, model, role
  FROM log
  WHERE {IDENTIFIED}
  GROUP BY event_id, model, role
  HAVING COUNT(*) > 1
) AS repeated
  ON repeated.event_id = log.event_id
  AND repeated.model = log.model
  AND repeated.role = log.role
"""

# Why a row is left out, by its place in REASONS; ``models``, ``languages`` and ``horizon`` are
# joined to it.
REASON = f"""CASE
      WHEN log.time IS NULL THEN {_NO["no time"]}
      WHEN log.time >= horizon.ends THEN {_NO["a time in the future"]}
      WHEN log.time < horizon.begins THEN {_NO[TOO_OLD]}
      WHEN log.language IS NULL OR NOT languages.known THEN {_NO["unknown language"]}
      WHEN models.minimum IS NULL THEN {_NO["unknown model"]}
      WHEN COALESCE(log.role, '') NOT IN ('primary', 'canary', 'shadow')
        THEN {_NO["unknown role"]}
      WHEN log.score IS NULL THEN {_NO["no score"]}
      WHEN log.status NOT BETWEEN 200 AND 299 THEN {_NO["a score beside a failed status"]}
      -- Comparing NaN is where engines differ most; in none is it at or below the largest double.
      WHEN NOT (ABS(log.score) <= 1.7976931348623157E308)
        THEN {_NO["a score that is no finite number"]}
      WHEN NOT (log.score >= models.minimum AND log.score <= models.maximum)
        THEN {_NO["a score off the model's scale"]}
      ELSE {_NO[COUNTED]}
    END"""


# Without a word of which answer was the final one, a canary's that failed was stood in for.
DECISION = f"""CASE
      WHEN NOT COALESCE(final, role IN ('primary', 'canary')) THEN {NOT_DECIDED}
      WHEN final IS NULL AND role = 'canary' AND fault <> {_NO[COUNTED]} THEN {NOT_DECIDED}
      WHEN fault <> {_NO[COUNTED]} THEN {UNKNOWN}
      WHEN passed THEN {KEPT}
      WHEN NOT passed THEN {DROPPED}
      ELSE {BY_SCORE}
    END"""


def placed(rows: str, more: str = "") -> str:
    """The rows of a table with the reason, the week and the cell that each is counted under.

    ``more`` are columns of the table to carry along, each with a comma behind it.
    """
    return f"""
  SELECT
    {more}
    event_id,
    role,
    time,
    language,
    model,
    CASE WHEN fault = {_NO[COUNTED]} AND COALESCE(extra, FALSE) THEN {_NO[EXTRA]} ELSE fault END
      AS reason,
    CASE WHEN fault = {_NO[COUNTED]} THEN CAST(DATE_TRUNC('week', time) AS DATE) END AS monday,
    CASE WHEN fault = {_NO[COUNTED]} THEN CAST(FLOOR(height) AS INTEGER) END AS cell,
    {DECISION} AS decision,
    CAST(time AS DATE) AS calendar_day
  FROM (
    SELECT
      {more}
      log.event_id,
      log.role,
      log.time,
      log.final,
      log.passed,
      log.extra,
      languages.number AS language,
      models.number AS model,
      {REASON} AS fault,
      (log.score - models.minimum) / (models.maximum - models.minimum) * 1E3 + 1E-3 AS height
    FROM {rows} AS log
    CROSS JOIN horizon
    LEFT JOIN languages ON languages.asked = log.language
    LEFT JOIN models ON models.model = log.model
  ) AS judged"""


def _counted(rows: str) -> str:
    """One row for each language, model, reason, week, cell and decision of the rows."""
    return f"""
SELECT
  language,
  model,
  reason,
  monday,
  cell,
  decision,
  COUNT(*) AS events,
  MIN(calendar_day) AS first_day,
  MAX(calendar_day) AS last_day
FROM ({rows}) AS placed
GROUP BY language, model, reason, monday, cell, decision
"""


# One row for each language, model, week, cell and decision that holds scores, and one for each
# reason for which rows of a language and model are left out: every row of the log as it stands is
# in exactly one of them.
COUNTS = _counted(placed("log"))

# Of the rows of an answer, in this order the first one counts.
FIRST = "time, cell, language"
_FAILURES = ", ".join(str(_NO[reason]) for reason in FAILED)

# What repeats add to COUNTS: of the usable rows of an answer all but the first. Taking them off is
# cheaper than keeping them out, for that would look every row up. Failures that a later row of the
# same answer made good, or that only say it again, are among them, for their event came once.
REPEATS = _counted(f"""
  SELECT *
  FROM (
    SELECT
      usable.*,
      ROW_NUMBER() OVER (
        PARTITION BY event_id, model, role
        ORDER BY CASE WHEN reason = {_NO[COUNTED]} THEN 0 ELSE 1 END, {FIRST}
      ) AS copy
    FROM ({placed("again")}) AS usable
    WHERE reason = {_NO[COUNTED]}
      OR (decision = {UNKNOWN} AND reason IN ({_FAILURES}))
  ) AS numbered
  WHERE copy > 1""")


def _arrived(rows: str) -> str:
    return f"""
  FROM {rows} AS log
  CROSS JOIN horizon
  JOIN languages ON languages.asked = log.language
  WHERE languages.known
    AND log.role IN ('primary', 'canary')
    AND log.time >= horizon.begins
    AND log.time < horizon.ends"""


# Events of each language: the whole window's and the most in one second. Each event is answered
# once, by a primary or a canary; that the answer failed does not mean that the event did not come.
# A repeated answer is one event, which came when it was first asked: its other rows are taken off.
RATES = f"""
WITH seconds AS (
  SELECT
    languages.number AS language,
    DATE_TRUNC('second', log.time) AS beginning,
    COUNT(*) AS events{_arrived("log")}
  GROUP BY languages.number, DATE_TRUNC('second', log.time)
),
repeats AS (
  SELECT language, beginning, COUNT(*) AS events
  FROM (
    SELECT
      languages.number AS language,
      DATE_TRUNC('second', log.time) AS beginning,
      ROW_NUMBER() OVER (
        PARTITION BY log.event_id, log.model, log.role
        ORDER BY log.time, languages.number
      ) AS copy{_arrived("again")}
  ) AS numbered
  WHERE copy > 1
  GROUP BY language, beginning
)
SELECT
  seconds.language,
  SUM(seconds.events - COALESCE(repeats.events, 0)) AS events,
  MAX(seconds.events - COALESCE(repeats.events, 0)) AS peak_per_second
FROM seconds
LEFT JOIN repeats
  ON repeats.language = seconds.language
  AND repeats.beginning = seconds.beginning
GROUP BY seconds.language
"""
