"""Print the document that an environment's readers get, exactly as it would be pushed."""

import argparse
import sys

from langroute.document import canonical, plan_hash
from langroute.tree.compile import compile_tree
from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from scripts.check import day, today
from scripts.failure import Failure
from scripts.terminal import say
from validators.engine import run as run_rules
from validators.finding import Given
from validators.render.text import text

EXAMPLES = """
  ./langroute compile production > routing.json
  ./langroute compile staging | python -m json.tool
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument("--today", type=day, metavar="DATE", help="check as of this day")


def run(arguments: argparse.Namespace) -> int:
    """0 with the document on stdout, 1 with the findings on stderr when the check blocks."""
    tree = read(Folder(arguments.root))
    if arguments.environment not in tree.environments:
        known = ", ".join(tree.environments) or "none: config/environments is empty"
        raise Failure(f"unknown environment {arguments.environment!r}", f"known: {known}")
    report = run_rules(Given(tree=tree, today=arguments.today or today()))
    if report.blocking:
        sys.stderr.write(text(report))
        return 1
    raw = canonical(compile_tree(tree, arguments.environment))
    refuse_what_appconfig_would(raw)
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()
    say(f"plan_hash {plan_hash(raw)}, {len(raw):,} bytes")
    return 0


def refuse_what_appconfig_would(raw: bytes) -> None:
    """Hold exactly these bytes against exactly the schema that AppConfig holds them against."""
    from langroute.schemas.appconfig import refusals

    for path, message in refusals(raw):
        where = ".".join(map(str, path)) or "the document"
        raise Failure(
            f"AppConfig would refuse the document: {where}: {message}",
            "correct the file that this comes from; ./langroute check should have said so",
            exit_code=1,
        )
