"""Replays small logs on the smallest valid tree, of which the old state lies beside the new one."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from langroute_repo.tree.files.evidence import Evidence
from scripts.__main__ import main
from tests.evidence.logs import Row, json_lines, row
from tests.rules.examples import BASE

TODAY = "2026-11-22"
DE = "config/languages/de.yaml"
CANARY = """canary:
  model: embedding
  traffic: 10%
  fields: [title]
  threshold: {at: 0.287, passes: 44.0%, evidence: de-81791f67}
"""
SHADOW = """shadows:
  - {model: embedding, traffic: 25%, fields: [title], threshold: {at: 0.287, evidence: none}}
"""


def lay(folder: Path, *swaps: tuple[str, str], path: str = DE) -> Path:
    """The smallest valid tree, with a file of it changed."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    swap(folder, *swaps, path=path)
    return folder


def swap(root: Path, *swaps: tuple[str, str], path: str = DE) -> None:
    text = (root / path).read_text()
    for old, new in swaps:
        assert old in text, f"{old!r} is not in {path}"
        text = text.replace(old, new)
    (root / path).write_text(text)


def replay(before: Path, after: Path, log: Path, *words: str) -> int:
    """Run the verb as its user does."""
    whole = ("--log", str(log), "--against", str(before), "--today", TODAY, *words)
    return main(["--root", str(after), "replay", *whole])


def answer(event: str, score: float | None, **changed: Any) -> Row:
    """What the primary of German answered, or another as ``changed`` says."""
    return row(0, event_id=event, score=score, **changed)


def shadow(event: str, score: float) -> Row:
    return answer(event, score, model="embedding", role="shadow")


def log_of(path: Path, rows: Iterable[Row]) -> Path:
    return json_lines(path / "log.jsonl", rows)


def evidence_log(path: Path, evidence: Evidence) -> Path:
    """A log with exactly the scores that some evidence counts."""
    scores = (cell / 1000 for cell, events in enumerate(evidence.counts) for _ in range(events))
    rows = (
        row(number, score=score, language=evidence.language, model=evidence.model)
        for number, score in enumerate(scores)
    )
    return log_of(path, rows)


def told(text: str) -> dict[str, Any]:
    """What was printed for machines, of German."""
    data = json.loads(text)
    languages: dict[str, Any] = {one["language"]: one for one in data["languages"]}
    found: dict[str, Any] = languages["de"]
    return found
