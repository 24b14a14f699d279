"""Send recorded events through the old and the new configuration, by the backend's own router.

Says for each language which events another model would answer, and which would be kept or dropped
that were not. A verdict rests on a recorded score of the model that would answer, a shadow's
included; where there is none it is counted as not known.

With --from the log is held against the files alone, before a backend is switched to them: what was
answered is what it says, by another configuration (docs/switch.md).
"""

import argparse
import sys
from datetime import datetime, timedelta

from langroute_repo.evidence.log import EvidenceError
from langroute_repo.render.replay_report import ReplayReport
from langroute_repo.replay.run import run as replay
from langroute_repo.tree.tree import Tree
from scripts.company.having import Having, having
from scripts.company.having import arguments as having_arguments
from scripts.company.held_against import differences, report
from scripts.deployments.environment import named_or_last
from scripts.files.against import against
from scripts.files.day import day, today
from scripts.files.log_engines import local
from scripts.files.sparse import tree_of
from scripts.terminal.counting import counting
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute replay --log predictions.parquet --against main
  ./langroute replay --log monday.jsonl tuesday.jsonl.gz --against ../before
  ./langroute replay --log answered.jsonl --from live.json --mapping mapping.yaml
"""
SAMPLES = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--log",
        action="extend",
        nargs="+",
        required=True,
        metavar="PATH",
        help="prediction logs, as `evidence build` takes them for DuckDB; replayed together",
    )
    parser.add_argument("--against", metavar="REV|DIR", help="a revision, or a folder with config/")
    having_arguments(parser)
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
    after = tree_of(arguments.root)
    if (had := having(arguments)) is not None:
        return _of_elsewhere(arguments, had, after)
    if not arguments.against:
        raise Failure(
            "against what?", "--against REV or DIR, or --from FILE --mapping FILE (docs/switch.md)"
        )
    sides = against(arguments.root, arguments.against, after).before, after
    environment = named_or_last(after, arguments.environment)
    ends = datetime.combine((arguments.today or today()) + timedelta(days=1), datetime.min.time())
    limit = max(0, arguments.limit_samples)
    try:
        with Phases() as phases, local(arguments.log, phases) as logs:
            told = counting(phases)
            found = replay(logs, sides, environment, ends, limit, phases, told)
    except EvidenceError as error:
        raise Failure(error.message, error.hint) from error
    shown = ReplayReport(found, *sides, environment, limit)
    sys.stdout.write(shown.output().as_json() if arguments.format == "json" else shown.text())
    return 0


def _of_elsewhere(arguments: argparse.Namespace, had: Having, tree: Tree) -> int:
    """Hold the log against the files: what it says was answered by what a company had before."""
    if arguments.against or arguments.format == "json":
        option = "--against" if arguments.against else "--format json"
        raise Failure(f"--from does not go with {option}", "take one of them out")
    environment = named_or_last(tree, arguments.environment)
    samples = max(0, arguments.limit_samples)
    try:
        tell(differences(had, tree))
        tell(report(had, arguments.log, tree, environment, arguments.today or today(), samples))
    except EvidenceError as error:
        raise Failure(error.message, error.hint) from error
    return 0
