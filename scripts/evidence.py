"""Counts recorded scores into evidence files: how a model's scores are spread in a language."""

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from langroute.evidence.build import (
    Change,
    EvidenceError,
    Plan,
    counted,
    found_language,
    plan,
    scales,
    write,
)
from langroute.evidence.duckdb_engine import count
from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from scripts.failure import Failure

EXAMPLES = """
  ./langroute evidence build --log predictions.parquet
  ./langroute evidence build --log monday.jsonl --log tuesday.jsonl
"""
NAMED = 3  # of the models and languages that rows were left out for


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="action", required=True, metavar="build")
    build = verbs.add_parser("build", help="count prediction logs into config/evidence/")
    build.add_argument(
        "--log",
        action="append",
        required=True,
        type=Path,
        metavar="PATH",
        help="a prediction log: .parquet, .jsonl or .ndjson; several are counted together",
    )
    build.add_argument(
        "--today",
        type=date.fromisoformat,
        default=datetime.now(UTC).date(),
        metavar="DATE",
        help="rows of a later day (UTC) come from a wrong clock (default: today)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the files that change; 2 when a log cannot be used, and then nothing is written."""
    try:
        result = _plan(arguments.root, arguments.log, arguments.today)
    except EvidenceError as error:
        raise Failure(error.message, error.hint) from error
    for change in result.changes:
        write(arguments.root, change)
    print("\n".join(_lines(result)))
    return 0


def _plan(root: Path, logs: list[Path], today: date) -> Plan:
    tree = read(Folder(root))
    ends = datetime.combine(today + timedelta(days=1), time())
    return plan(tree, count(logs, scales(tree), partial(found_language, tree), ends))


def _lines(result: Plan) -> Iterator[str]:
    yield from map(_changed, result.changes)
    if not result.changes:
        yield "nothing changed"
    for kept in result.kept:
        yield f"kept {kept.path}: {kept.reason}"
    for reason, rows in result.left_out.items():
        yield f"left out {_left_out(reason, rows)}"


def _changed(change: Change) -> str:
    new = change.evidence
    digests = f"digest {change.before or 'none'} → {new.digest}"
    days = f"{new.window.first} to {new.window.last}"
    return f"{change.path}: {counted(new.total, 'score')}, {days}, {digests}"


def _left_out(reason: str, rows: Counter[tuple[str, str]]) -> str:
    named = [f"{model} in {tag} {number:,}" for (model, tag), number in rows.most_common(NAMED)]
    if len(rows) > NAMED:
        named.append(f"{len(rows) - NAMED} more")
    return f"{counted(rows.total(), 'row')}: {reason} ({', '.join(named)})"
