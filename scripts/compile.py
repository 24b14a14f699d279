"""Print the document that an environment's readers get, exactly as it would be pushed."""

import argparse
import sys

from langroute.document import canonical, plan_hash
from langroute_repo.render.findings.text import text
from langroute_repo.tree.compile import compile_tree
from scripts.deployments.environment import environment_of, refuse_what_appconfig_would
from scripts.files.day import day, today
from scripts.files.sparse import tree_of
from scripts.terminal.lines import say
from validators.engine import run as run_rules
from validators.finding import Given

EXAMPLES = """
  ./langroute compile production > routing.json
  ./langroute compile staging | python -m json.tool
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument("--today", type=day, metavar="DATE", help="check as of this day")


def run(arguments: argparse.Namespace) -> int:
    """0 with the document on stdout, 1 with the findings on stderr when the check blocks."""
    tree = tree_of(arguments.root)
    if arguments.environment not in tree.environments:
        environment_of(tree, arguments.environment)  # one at fault has findings, told below
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
