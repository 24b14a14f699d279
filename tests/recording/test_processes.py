"""Processes that end, fork or are killed: nothing is lost but what was under way, nothing twice."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.evidence.logs import build, built, lay_tree, left_out
from tests.recording.cloudwatch import data
from tests.recording.records import PATIENCE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="without forks there is nothing to show"),
]
PROJECT = Path(__file__).parents[2]
MODULE = "tests.recording.backend"


def backend(folder: Path, what: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        # Later Pythons warn of every fork beside a thread.
        [sys.executable, "-W", "ignore::DeprecationWarning", "-m", MODULE, str(folder), what],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(PROJECT / "src"), str(PROJECT)))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(folder: Path, what: str) -> str:
    """What a backend prints that comes to its end by itself, without a complaint."""
    out, err = backend(folder, what).communicate(timeout=PATIENCE)
    assert err == ""
    return out


def in_lines(folder: Path) -> Counter[str]:
    texts = [path.read_text() for path in (folder / "lines").iterdir()]
    assert all(text.endswith("\n") for text in texts)
    return Counter(json.loads(line)["event_id"] for text in texts for line in text.splitlines())


def in_parquet(folder: Path) -> Counter[str]:
    assert list((folder / "parquet" / "open").iterdir()) == []
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT event_id FROM '{folder}/parquet/*.parquet'").fetchall()
    return Counter(row[0] for row in rows)


def in_metrics(text: str) -> int:
    return sum(
        len(one["Values"])
        for one in data(text)
        if one["MetricName"] == "Requests" and len(one["Dimensions"]) == 4
    )


def test_a_process_that_ends_writes_everything_first(tmp_path: Path) -> None:
    out = ended(tmp_path, "ends")

    expected = Counter(f"event-{number}" for number in range(500))
    assert in_lines(tmp_path) == in_parquet(tmp_path) == expected
    assert in_metrics(out) == 500


def test_a_child_has_files_of_its_own_and_nothing_is_written_twice(tmp_path: Path) -> None:
    out = ended(tmp_path, "forks")

    expected = Counter(
        [f"event-{number}" for number in range(250)]
        + [f"{who}-{number}" for who in ("parent", "child") for number in range(250)]
    )
    assert in_lines(tmp_path) == in_parquet(tmp_path) == expected
    assert in_metrics(out) == 750
    assert len(list((tmp_path / "lines").iterdir())) == 2


def test_a_recorder_may_be_made_before_a_server_forks(tmp_path: Path) -> None:
    out = ended(tmp_path, "preloads")

    found = in_lines(tmp_path)
    assert found == in_parquet(tmp_path)
    assert set(found.values()) == {1}
    # The second child is made by both, so three write.
    assert len(found) == in_metrics(out) == 750
    assert len(list((tmp_path / "lines").iterdir())) == 3


def test_a_killed_process_leaves_a_log_that_can_be_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    process = backend(tmp_path / "logs", "goes_on")
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    while not any(log.stat().st_size for log in (tmp_path / "logs").glob("*")):
        assert process.poll() is None
    process.kill()
    process.communicate(timeout=PATIENCE)

    (log,) = (tmp_path / "logs").iterdir()
    *whole, last = log.read_bytes().split(b"\n")
    assert [json.loads(line)["score"] for line in whole] == [0.5] * len(whole)
    if not last:  # a kill seldom comes in the midst of a line
        log.write_bytes(log.read_bytes() + whole[0][:100])
    root = lay_tree(tmp_path / "tree")
    assert build(root, log, today=date(2026, 11, 30)) == 0
    assert left_out(capsys) == ["left out 1 row: no time (null in null 1)"]
    assert built(root).total == len(whole)
