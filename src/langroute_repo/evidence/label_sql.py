"""The SQL that counts labels by what became of the event: one text for every engine, as ``sql``.

Beside the tables named there it needs these:

- ``labels(event_id, relevant, time, reason)``: what people said apart from the log, one row each
  time; ``time`` as in the log or null, ``reason`` why they were asked or null
- ``routes(language, model, cell)``: the threshold of each primary and canary of the tree, by which
  a decision is told that the log does not tell
- ``told``, what ``TOLD`` gives: each labelled event once and numbered, with ``label`` null where
  people disagree
- ``asked``, what ``ASKED`` gives: the rows of the log whose event has a label, with its number as
  their ``event_id``, for numbers sort and join in half the time of texts

The decider of an event is the row that was final, also for every other model's row of that event.
"""

from langroute_repo.evidence.sql import (
    BY_SCORE,
    COUNTED,
    DROPPED,
    EXTRA,
    FIRST,
    KEPT,
    NOT_DECIDED,
    REASONS,
    UNKNOWN,
    placed,
)

# Of dropped events whose label nobody drew: somebody missed them, and most were not missed.
COMPLAINT = 5

_NO = {text: number for number, text in enumerate(REASONS)}
# Why people were asked.
_AUDIT, _UNSAID, _OTHER = 1, 2, 3

OF_THE_FUTURE = "a time in the future"
NOT_IN_LOG = "of an event that the log does not have"
FATES = (
    "no event id",
    "neither relevant nor not",
    OF_THE_FUTURE,
    "asked for because two models disagreed",
    "replaced by a later one",
    "people disagree and none is later",
    NOT_IN_LOG,
)
_FATE = {text: number for number, text in enumerate(FATES)}
_USED = len(FATES)

# What becomes of a label by itself.
_JUDGED = f"""
SELECT
  event_id,
  relevant,
  time,
  reason,
  CASE
    WHEN event_id IS NULL THEN {_FATE["no event id"]}
    WHEN relevant IS NULL THEN {_FATE["neither relevant nor not"]}
    WHEN time >= ends THEN {_FATE[OF_THE_FUTURE]}
    WHEN reason = 'disagreement' THEN {_FATE["asked for because two models disagreed"]}
    ELSE {_USED}
  END AS fate
FROM labels
CROSS JOIN horizon
"""
_LONG_AGO = "TIMESTAMP '1900-01-01 00:00:00'"

# The label that counts for an event is the latest one. The log's own say no time, so those that
# come apart from it are later.
TOLD = f"""
SELECT
  event_id,
  ROW_NUMBER() OVER (ORDER BY event_id) AS number,
  CASE
    WHEN no_at IS NULL OR yes_at > no_at THEN TRUE
    WHEN yes_at IS NULL OR no_at > yes_at THEN FALSE
  END AS label,
  CASE WHEN yes_at <> no_at THEN 1 ELSE 0 END AS replaced,
  asked_as,
  apart,
  newest
FROM (
  SELECT
    event_id,
    MAX(CASE WHEN relevant THEN given_at END) AS yes_at,
    MAX(CASE WHEN NOT relevant THEN given_at END) AS no_at,
    MIN(asked_as) AS asked_as,
    MAX(apart) AS apart,
    MAX(given_at) AS newest
  FROM (
    SELECT
      event_id,
      relevant,
      COALESCE(time, TIMESTAMP '1900-01-02 00:00:00') AS given_at,
      CASE
        WHEN reason = 'audit' THEN {_AUDIT}
        WHEN reason IS NULL THEN {_UNSAID}
        ELSE {_OTHER}
      END AS asked_as,
      1 AS apart
    FROM ({_JUDGED}) AS judged
    WHERE fate = {_USED}
    UNION ALL
    SELECT event_id, relevant, {_LONG_AGO} AS given_at, {_UNSAID} AS asked_as, 0 AS apart
    FROM log
    WHERE relevant IS NOT NULL AND event_id IS NOT NULL
  ) AS given
  GROUP BY event_id
) AS both_ways
"""

# A row without an id can have a label only in itself.
_CARRIED = ", ".join(
    f"log.{one}"
    for one in (
        "time", "language", "model", "role", "status", "score",
        "final", "passed", "audited", "extra",
    )
)  # fmt: skip
ASKED = f"""
SELECT told.number AS event_id, {_CARRIED}, told.label, told.asked_as
FROM log
JOIN told ON told.event_id = log.event_id
WHERE told.label IS NOT NULL
UNION ALL
SELECT CAST(NULL AS BIGINT) AS event_id, {_CARRIED}, log.relevant AS label, {_UNSAID} AS asked_as
FROM log
WHERE log.event_id IS NULL AND log.relevant IS NOT NULL
"""

# How many labels did not count, by the number of the reason in FATES, and of those whose event is
# not in the log the first and the last day on which they were given.
UNUSED = f"""
SELECT fate, COUNT(*) AS labels, CAST(NULL AS DATE) AS first_day, CAST(NULL AS DATE) AS last_day
FROM ({_JUDGED}) AS judged
WHERE fate <> {_USED}
GROUP BY fate
UNION ALL
SELECT
  CASE WHEN label IS NULL THEN {_FATE["people disagree and none is later"]}
    ELSE {_FATE["replaced by a later one"]} END AS fate,
  COUNT(*) AS labels,
  CAST(NULL AS DATE) AS first_day,
  CAST(NULL AS DATE) AS last_day
FROM told
WHERE label IS NULL OR replaced = 1
GROUP BY CASE WHEN label IS NULL THEN {_FATE["people disagree and none is later"]}
  ELSE {_FATE["replaced by a later one"]} END
UNION ALL
SELECT
  {_FATE[NOT_IN_LOG]} AS fate,
  COUNT(*) AS labels,
  CAST(MIN(told.newest) AS DATE) AS first_day,
  CAST(MAX(told.newest) AS DATE) AS last_day
FROM told
LEFT JOIN (SELECT DISTINCT event_id FROM asked WHERE event_id IS NOT NULL) AS found
  ON found.event_id = told.number
WHERE told.apart = 1 AND told.label IS NOT NULL AND found.event_id IS NULL
"""

# A model's own decision, where it made one: in a log that does not say which answer was final, a
# primary and a canary may both have decided. Else that of the event.
_OF_EVENT = (
    f"CASE WHEN ones.decided IN ({KEPT}, {DROPPED}) THEN ones.decided "
    "ELSE COALESCE(finals.decided, ones.decided) END"
)

# One row for each language, model, cell and stratum that has labels. ``own`` is 1 where the model
# decided the event itself. Of a model that answered an event twice the first answer has the label.
# A copy that the audit brought stands for dropped events only: there every drawn event has one.
LABELLED = f"""
WITH judged AS (
  SELECT
    rows_.*,
    CASE
      WHEN decision <> {BY_SCORE} THEN decision
      WHEN routes.cell IS NULL THEN {UNKNOWN}
      WHEN rows_.cell >= routes.cell THEN {KEPT}
      ELSE {DROPPED}
    END AS decided
  FROM ({placed("asked", "label, asked_as, audited, ")}) AS rows_
  LEFT JOIN routes ON routes.language = rows_.language AND routes.model = rows_.model
),
finals AS (
  SELECT
    event_id,
    MIN(decided) AS decided,
    MAX(CASE WHEN audited THEN 1 WHEN NOT audited THEN 0 END) AS audited
  FROM judged
  WHERE decided <> {NOT_DECIDED} AND event_id IS NOT NULL
  GROUP BY event_id
),
ones AS (
  SELECT
    usable.*,
    ROW_NUMBER() OVER (PARTITION BY event_id, model ORDER BY role, {FIRST}) AS copy
  FROM judged AS usable
  WHERE reason IN ({_NO[COUNTED]}, {_NO[EXTRA]})
),
stratified AS (
  SELECT
    ones.language,
    ones.model,
    ones.reason,
    ones.cell,
    ones.label,
    CASE WHEN ones.decided = {NOT_DECIDED} THEN 0 ELSE 1 END AS own,
    CASE
      WHEN {_OF_EVENT} = {NOT_DECIDED} THEN {UNKNOWN}
      WHEN {_OF_EVENT} <> {DROPPED} THEN {_OF_EVENT}
      WHEN ones.asked_as = {_AUDIT} THEN {DROPPED}
      WHEN ones.asked_as = {_UNSAID} AND COALESCE(finals.audited, 1) = 1 THEN {DROPPED}
      ELSE {COMPLAINT}
    END AS stratum
  FROM ones
  LEFT JOIN finals ON finals.event_id = ones.event_id
  WHERE ones.copy = 1 OR ones.event_id IS NULL
)
SELECT
  language,
  model,
  cell,
  own,
  stratum,
  COUNT(*) AS labelled,
  SUM(CASE WHEN label THEN 1 ELSE 0 END) AS relevant
FROM stratified
WHERE reason = {_NO[COUNTED]} OR stratum = {DROPPED}
GROUP BY language, model, cell, own, stratum
"""
