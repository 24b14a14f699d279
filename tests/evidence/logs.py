"""Small prediction logs and a tree of two languages to count them for."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from langroute_repo.tree.files.evidence import Evidence
from scripts.__main__ import main

TODAY = date(2026, 11, 8)

LANGUAGE = """\
language: {tag}
owners: ["@acme/risk"]
source: newswire
primary: {{model: words, fields: [title], threshold: {{at: 0.342, evidence: none}}}}
shadows:
  - {{model: wide, traffic: 25%, fields: [title], threshold: {{at: 0, evidence: none}}}}
"""
MODEL = """\
model: {name}
owners: ["@acme/ml"]
status: active
languages: any
inputs: {{required: [title]}}
score: {{minimum: {minimum}, maximum: {maximum}}}
capacity: 40/s
endpoint: {{kind: http, url: {{production: "https://models.acme.example/{name}"}}}}
"""
SCALES = {"words": (0, 1), "wide": (-5, 5), "unrouted": (0, 1)}

Row = dict[str, Any]


def lay_tree(root: Path) -> Path:
    """A tree with ``de`` and ``pt``, and three models of which two are routed to."""
    for folder in ("languages", "models"):
        (root / "config" / folder).mkdir(parents=True)
    for tag in ("de", "pt"):
        (root / "config/languages" / f"{tag}.yaml").write_text(LANGUAGE.format(tag=tag))
    for name, (minimum, maximum) in SCALES.items():
        text = MODEL.format(name=name, minimum=minimum, maximum=maximum)
        (root / "config/models" / f"{name}.yaml").write_text(text)
    return root


def row(number: int, **changed: Any) -> Row:
    """One answer on 2 November 2026, a Monday; ``changed`` replaces columns."""
    usual = {
        "event_id": f"event-{number}",
        "time": "2026-11-02T10:00:00Z",
        "language": "de",
        "model": "words",
        "role": "primary",
        "status": 200,
        "score": 0.5,
        "latency_ms": 12.5,
        "relevant": None,
    }
    return usual | changed


def json_lines(path: Path, rows: Iterable[Row]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows))
    return path


def parquet(path: Path, rows: Sequence[Row], score: str = "DOUBLE") -> Path:
    """The rows as Parquet; ``score`` is the type of that column."""
    lines = json_lines(path.with_suffix(".jsonl"), rows)
    columns = (
        "{event_id: 'VARCHAR', time: 'TIMESTAMPTZ', language: 'VARCHAR', model: 'VARCHAR', "
        f"role: 'VARCHAR', status: 'SMALLINT', score: '{score}', latency_ms: 'DOUBLE', "
        "relevant: 'BOOLEAN'}"
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_json('{lines}', columns = {columns})) TO '{path}'"
        )
    lines.unlink()
    return path


def build(root: Path, *logs: Path | str, options: Sequence[str] = (), today: date = TODAY) -> int:
    words = ["--log", *map(str, logs)] if logs else []
    dated = ("--today", today.isoformat())
    return main(["evidence", "build", *words, *options, *dated, "--root", str(root)])


def left_out(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was said of rows that are not counted."""
    lines = capsys.readouterr().out.splitlines()
    return [line for line in lines if line.startswith("left out ")]


def built(root: Path, model: str = "words", tag: str = "de") -> Evidence:
    raw = (root / "config/evidence" / model / f"{tag}.json").read_bytes()
    return Evidence.model_validate_json(raw)


def texts(root: Path) -> dict[str, str]:
    """Every file below config/evidence, so that nothing half-written escapes."""
    folder = root / "config/evidence"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text() for path in files}
