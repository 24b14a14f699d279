"""Send recorded events through the old and the new configuration, by the backend's own router.

Says for each language which events another model would answer, and which would be kept or dropped
that were not. A verdict rests on a recorded score of the model that would answer, a shadow's
included; where there is none it is counted as not known.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from langroute_repo.evidence.log import EvidenceError
from langroute_repo.render.replay_report import ReplayReport
from langroute_repo.replay.run import run as replay
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.deployments.environment import named_or_last
from scripts.files.against import against
from scripts.files.day import day, today
from scripts.files.log_engines import local
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases

EXAMPLES = """
  ./langroute replay --log predictions.parquet --against main
  ./langroute replay --log monday.jsonl tuesday.jsonl.gz --against ../before
"""
SAMPLES = 3
PAUSE = 2.0  # seconds between two words on how far it is
OFTEN = 1000  # events between two looks at the clock


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--log",
        action="extend",
        nargs="+",
        required=True,
        metavar="PATH",
        help="prediction logs, as `evidence build` takes them for DuckDB; replayed together",
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
    after = read(Folder(arguments.root))
    sides = against(arguments.root, arguments.against, after).before, after
    environment = named_or_last(after, arguments.environment)
    ends = datetime.combine((arguments.today or today()) + timedelta(days=1), datetime.min.time())
    limit = max(0, arguments.limit_samples)
    try:
        with Phases() as phases, local(arguments.log, phases) as logs:
            told = _counting(phases)
            found = replay(logs, sides, environment, ends, limit, phases, told)
    except EvidenceError as error:
        raise Failure(error.message, error.hint) from error
    report = ReplayReport(found, *sides, environment, limit)
    sys.stdout.write(report.output().as_json() if arguments.format == "json" else report.text())
    return 0


def _counting(phases: Phases) -> Callable[[int], None]:
    """Says how many events are done, not more often than somebody can read."""
    due = 0.0

    def told(done: int) -> None:
        nonlocal due
        if done % OFTEN == 1 and (now := time.monotonic()) >= due:
            due = now + PAUSE
            phases("replaying events" + (f", {done - 1:,} done" if done > 1 else ""))

    return told
