"""A generated prediction log of any size, and the plain query that its counting is held against.

As a command it runs that query: counts in cells, labels, and events a second, of every row as it
stands; no row is judged, and repeated ones count twice.
"""

import sys
from itertools import islice
from pathlib import Path

import duckdb

from tests.bench.company import MODELS, tags

DAYS = 14
# Two answers an event, ids as uneven as a UUID's, scores in single precision, labels on one in 20.
LOG = """
SELECT
  md5(CAST(number // 2 AS VARCHAR)) AS event_id,
  TIMESTAMP '2026-11-02' + to_microseconds(CAST(number * ({seconds} * 1e6 / {rows}) AS BIGINT))
    AS time,
  {tags}[1 + CAST(hash(number // 2) % {languages} AS INTEGER)] AS language,
  {models}[1 + number % 2] AS model,
  ['primary', 'shadow'][1 + number % 2] AS role,
  CAST(200 AS SMALLINT) AS status,
  CAST(pow((hash(number + 1) % 1000003) / 1000003.0, 3) AS FLOAT) AS score,
  CASE WHEN hash(number + 2) % 20 = 0 THEN hash(number + 3) % 3 = 0 END AS relevant
FROM range({rows}) AS rows (number)
"""
PLAIN = (
    """
    SELECT language, model, DATE_TRUNC('week', time), CAST(FLOOR(score * 1E3 + 1E-3) AS INTEGER),
      COUNT(*), COUNT(relevant), SUM(CASE WHEN relevant THEN 1 ELSE 0 END)
    FROM log GROUP BY ALL
    """,
    """
    SELECT language, SUM(events), MAX(events)
    FROM (
      SELECT language, DATE_TRUNC('second', time), COUNT(*) AS events
      FROM log WHERE role IN ('primary', 'canary') GROUP BY ALL
    )
    GROUP BY language
    """,
)


def write(path: Path, rows: int, languages: int, repeated: int) -> None:
    """Write the log; of ``repeated`` rows one stands in it twice (0: none does)."""
    log = LOG.format(
        rows=rows,
        seconds=DAYS * 86400,
        tags=list(islice(tags(), languages)),
        languages=languages,
        models=list(MODELS),
    )
    if repeated:
        again = f"SELECT * FROM ({log}) WHERE hash(event_id) % {repeated} = 0"
        log = f"{log} UNION ALL {again}"
    duckdb.execute(f"COPY ({log}) TO '{path}' (FORMAT PARQUET)")


if __name__ == "__main__":
    duckdb.execute(f"CREATE VIEW log AS SELECT * FROM read_parquet('{sys.argv[1]}')")
    for statement in PLAIN:
        duckdb.execute(statement).fetchall()
