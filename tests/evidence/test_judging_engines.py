"""Spark counts candidates as DuckDB does, where it is installed."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from langroute_repo.evidence.log import Known
from langroute_repo.evidence.spark_engine import JSON_TYPES
from langroute_repo.judging import duckdb_engine
from langroute_repo.judging.counting import Candidate
from scripts.tour.canary_days import CANARY, PRIMARY, Days

FIRST = date(2026, 11, 1)
KNOWN = Known(
    {PRIMARY: (0.0, 1.0), CANARY: (0.0, 1.0)},
    lambda tag: tag if tag == "de" else None,
    datetime(2026, 11, 10),
)
CANDIDATE = Candidate("de", CANARY, PRIMARY, 282, 193, datetime(2026, 11, 1), 28.0, 20, "x")


def test_spark_knows_the_names_of_all_types() -> None:
    """Of VARCHAR it wants a length, so that it read no log that says what was sent."""
    assert "VARCHAR" not in JSON_TYPES.values()


@pytest.mark.slow
@pytest.mark.usefixtures("_spark")
@pytest.mark.filterwarnings("default")
def test_the_counts_are_identical(tmp_path: Path) -> None:
    from langroute_repo.judging import spark_engine

    days, labels = Days(tmp_path, "de", 0.193, 0.282), tmp_path / "labels.jsonl"
    logs = [days.write(FIRST + timedelta(days=at), 0.1) for at in range(3)]
    for log in logs:
        _spoil(log, Random(1))
    said = [{"event_id": event, "relevant": it} for event, it in days.relevant.items()]
    labels.write_text("".join(f"{json.dumps(one)}\n" for one in said[::3]))

    counted = duckdb_engine.count(logs, KNOWN, [CANDIDATE], labels=[labels])

    found = counted.counted[0]
    assert len(found.days) == 3
    assert sum(one.only_it for one in found.days) > 0
    assert found.to_label
    assert counted == spark_engine.count(
        list(map(str, logs)), KNOWN, [CANDIDATE], labels=[str(labels)]
    )


def _spoil(log: Path, random: Random) -> None:
    """Failures, events without a key, and contents that come again."""
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    for row in rows:
        if random.random() < 0.03:
            row |= {"status": 503, "score": None}
        if random.random() < 0.01:
            row["event_id"] = None
        if random.random() < 0.1:
            row["sent"] = f"again-{row['model']}"
    log.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
