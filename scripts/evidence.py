"""Counts recorded scores into evidence files: how a model's scores are spread in a language.

Thresholds whose seals were whole are sealed on the new evidence at the same value, and the table
shows how the shares that pass have moved. What was broken before stays broken and is named.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from langroute.lookup import answering
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.reseal import Resealed, reseal
from langroute_repo.evidence.build import (
    EvidenceChange,
    Plan,
    plan,
    scales,
    thresholds_in_force,
    write,
)
from langroute_repo.evidence.log import EvidenceError, Known
from langroute_repo.evidence.mapping import mapping_of
from langroute_repo.render.evidence_report import constant_warnings, lines
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import counted
from scripts.files import editing
from scripts.files import log_engines as evidence_engines
from scripts.files.edit import Edit
from scripts.files.sparse import tree_of
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain, say
from scripts.terminal.phases import Phases
from validators.finding import Given
from validators.rules import ON_NEW_EVIDENCE

EXAMPLES = """
  ./langroute evidence build --log predictions.parquet
  ./langroute evidence build --log monday.jsonl tuesday.jsonl.gz
  ./langroute evidence build --log predictions.parquet --labels labels.jsonl
  ./langroute evidence build --add --log s3://acme-predictions/2026-11-09/
  ./langroute evidence build --engine spark --log s3a://acme-predictions/2026/
  ./langroute evidence build --engine athena --table ml.predictions --output s3://acme-athena/
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("build",), help="count logs into config/evidence/")
    evidence_engines.arguments(parser)
    parser.add_argument(
        "--add",
        action="store_true",
        help="add the log's days to the evidence there is, instead of replacing it",
    )
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=datetime.now(UTC).date(),
        metavar="DATE",
        help="rows of a later day (UTC) come from a wrong clock (default: today)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the files that change; 2 when a log cannot be used, and then nothing is written."""
    tree = tree_of(arguments.root)
    try:
        result = _plan(tree, arguments)
        after = _with(tree, result.changes)
        resealed = reseal(tree, after, _by_pair(result.changes))
        _doubt(tree, after, arguments.today)
        _write(arguments.root, resealed, result.changes)
    except (EvidenceError, EditError) as error:
        raise Failure(error.message, error.hint) from error
    print("\n".join(lines(result, resealed)))
    warnings = list(constant_warnings(result.constant))
    for warning in warnings:
        complain("warning", warning)
    if warnings:
        complain("hint", "look at the model's inputs before anybody relies on these scores")
    return 0


def _plan(tree: Tree, arguments: argparse.Namespace) -> Plan:
    ends = datetime.combine(arguments.today + timedelta(days=1), time())
    known = Known(
        scales(tree),
        partial(answering, known=tree.names),
        ends,
        mapping_of(tree),
        thresholds_in_force(tree),
    )
    with Phases() as phases:
        return plan(tree, evidence_engines.count(arguments, known, phases), arguments.add)


def _by_pair(changes: Sequence[EvidenceChange]) -> dict[tuple[str, str], Evidence]:
    return {(one.evidence.model, one.evidence.language): one.evidence for one in changes}


def _with(tree: Tree, changes: Sequence[EvidenceChange]) -> Tree:
    """The files as they will be, seals apart."""
    refreshed = _by_pair(changes)

    def evidence(model: str, language: str) -> Evidence | str | None:
        return refreshed.get((model, language)) or tree.evidence_reader(model, language)

    return replace(tree, evidence_reader=evidence)


def _doubt(before: Tree, after: Tree, today: date) -> None:
    """Say what looks mixed up, before anything is written; `check` holds the change up for it."""
    given = Given(tree=after, before=before, today=today)
    faults = [fault for rule in ON_NEW_EVIDENCE for fault in rule.check(given)]
    for fault in faults:
        complain("warning", fault.message)
        for _, picture in fault.related:
            say(f"  {picture}")
        complain("hint", fault.hint)
    if faults:
        say(
            f"{counted(len(faults), 'doubt')} about this log: it is written all the same, and "
            "./langroute check --against will ask about each"
        )


def _write(root: Path, resealed: Resealed, changes: Sequence[EvidenceChange]) -> None:
    """Seals first: a seal that fits evidence still to come is whole as soon as that is there.

    The other way round, an interruption would leave seals on evidence that is gone, and no run
    could know any more that they were whole.
    """
    try:
        editing.write(root, [Edit(*one) for one in resealed.files])
        for change in changes:
            write(root, change)
    except KeyboardInterrupt:
        complain("warning", "interrupted while writing: run the same command again to finish")
        raise
