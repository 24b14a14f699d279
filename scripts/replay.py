"""Send recorded events through the old and the new configuration, by the backend's own router.

Says for each language which events another model would answer, and which would be kept or dropped
that were not. A verdict rests on a recorded score of the model that would answer, a shadow's
included; where there is none it is counted as not known.
"""

import argparse
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Timer

from langroute.evidence.log import EvidenceError
from langroute.replay.report import ReplayReport
from langroute.replay.run import run as replay
from langroute.tree.promotion import promotion_order
from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from langroute.tree.tree import Tree
from scripts.check import day, today
from scripts.diff import snapshot
from scripts.failure import Failure
from scripts.terminal import is_terminal, say

EXAMPLES = """
  ./langroute replay --log predictions.parquet --against main
  ./langroute replay --log monday.jsonl --log tuesday.jsonl --against ../before
"""
SAMPLES = 3
PATIENCE = 1.0  # seconds that nothing is said for
REDRAWN = 0.1  # seconds between two looks of a line that is drawn again
PAUSE = 5.0  # seconds between two lines where a line cannot be drawn again
OFTEN = 1000  # events between two looks at the clock


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--log",
        action="append",
        required=True,
        type=Path,
        metavar="PATH",
        help="a prediction log: .parquet, .jsonl or .ndjson; several are replayed together",
    )
    parser.add_argument(
        "--against", required=True, metavar="REV|DIR", help="a revision, or a folder with config/"
    )
    parser.add_argument("--environment", metavar="ENV", help="the last one when left out")
    parser.add_argument(
        "--limit-samples",
        type=int,
        default=SAMPLES,
        metavar="N",
        help=f"events to name of each kind (default: {SAMPLES})",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--today", type=day, metavar="DATE", help="rows of a later day come from a wrong clock"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 whatever changes; 2 when a log or a state of the files cannot be used."""
    before = read(snapshot(arguments.root, arguments.against))
    sides = replace(before, name=arguments.against), read(Folder(arguments.root))
    environment = arguments.environment or _last(sides[1])
    ends = datetime.combine((arguments.today or today()) + timedelta(days=1), datetime.min.time())
    limit = max(0, arguments.limit_samples)
    try:
        with _Progress() as progress:
            found = replay(arguments.log, sides, environment, ends, limit, progress)
    except EvidenceError as error:
        raise Failure(error.message, error.hint) from error
    report = ReplayReport(found, *sides, environment, limit)
    sys.stdout.write(report.json() if arguments.format == "json" else report.text())
    return 0


def _last(tree: Tree) -> str:
    order = promotion_order(tree)
    if not order:
        raise Failure("config/environments is empty", "an environment says where models answer")
    return order[-1]


class _Progress:
    """Says what is being done once it takes longer than a person waits for."""

    def __init__(self) -> None:
        self._redraws = is_terminal(sys.stderr)
        self._due = time.monotonic() + PATIENCE
        self._sorting = Timer(PATIENCE, say, ("sorting the log by event …",))
        self._drawn = False

    def __enter__(self) -> "_Progress":
        self._sorting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._sorting.cancel()
        if self._drawn and self._redraws:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def __call__(self, done: int) -> None:
        if done == 1:
            self._sorting.cancel()
        elif not done % OFTEN and time.monotonic() >= self._due:
            self._show(done)

    def _show(self, done: int) -> None:
        self._due = time.monotonic() + (REDRAWN if self._redraws else PAUSE)
        self._drawn = True
        start, end = ("\r\033[K", "") if self._redraws else ("", "\n")
        print(f"{start}{done:,} events replayed", end=end, file=sys.stderr, flush=True)
