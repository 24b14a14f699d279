"""Ctrl-C while DuckDB counts ends the count as Ctrl-C ends anything else."""

import os
import signal
import threading
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from langroute_repo.evidence.duckdb_engine import count
from langroute_repo.evidence.log import Known

ROWS = """
SELECT CAST(number AS VARCHAR) AS event_id, TIMESTAMP '2026-11-02' AS time, 'de' AS language,
  'words' AS model, 'primary' AS role, 200 AS status, 0.5 AS score, NULL::BOOLEAN AS relevant
FROM range(2000000) AS held (number)
"""


@pytest.mark.slow
def test_ctrl_c_within_a_query_is_an_interrupt(tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    duckdb.execute(f"COPY ({ROWS}) TO '{log}'")
    presses = threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGINT))

    def press_soon(phase: str) -> None:
        if phase == "looking for repeated rows":
            presses.start()

    def count_and_wait() -> None:
        count([log], Known({}, lambda tag: tag, datetime(2026, 11, 9)), press_soon)
        presses.join()

    with pytest.raises(KeyboardInterrupt):
        count_and_wait()
