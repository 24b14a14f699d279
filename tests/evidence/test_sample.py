"""The sample log holds what its page says, and no labels: those are not ours to hand on."""

import re
from pathlib import Path

import duckdb

SAMPLE = Path(__file__).resolve().parents[2] / "docs/sample"


def test_the_sample_has_the_columns_of_its_page() -> None:
    rows = re.findall(r"^\| (`[^|]*`) \|", (SAMPLE / "README.md").read_text(), re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    log = next(SAMPLE.glob("*.parquet"))

    held = [name for name, *_ in duckdb.execute(f"DESCRIBE SELECT * FROM '{log}'").fetchall()]

    assert held == told
    assert "relevant" not in held
