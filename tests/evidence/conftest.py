"""The tree that the logs of these tests are counted for."""

from pathlib import Path

import pytest

from tests.evidence.logs import lay_tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay_tree(tmp_path / "tree")


@pytest.fixture
def _spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Spark of this machine alone, in a zone whose days are not those of UTC."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install pyspark")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv(
        "PYSPARK_SUBMIT_ARGS",
        "--master local[2] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=4 "
        "--conf spark.sql.session.timeZone=Pacific/Auckland pyspark-shell",
    )
