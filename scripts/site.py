"""Write the state, its history and what another value would do as static pages.

The pages need nothing else and ask nothing of anybody: they open from a folder, from an artifact
and under any address. Figures are those of `show`, `diff` and `set`. Whoever can open a page sees
all that is on it, and a private repository's page is public on most of GitHub's plans.

With --live AppConfig is asked what is live in each environment, and since when; an environment that
cannot be asked is told on the first page.
"""

import argparse
from pathlib import Path

from langroute_repo.output.judge import JudgeOutput
from langroute_repo.tree.compiled_history import Compiled
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import counted
from scripts.deployments.profiles import access, profile_option
from scripts.files.day import day, today
from scripts.files.earlier import state_ago
from scripts.files.handed_over import HandedOver
from scripts.files.sparse import tree_of
from scripts.sites.collected import Repository, collected, repository
from scripts.sites.writing import refuse_foreign, write
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases
from scripts.terminal.stdout import tell
from validators.engine import run as run_rules
from validators.finding import Given
from validators.what_if import WhatIf

EXAMPLES = """
  ./langroute site pages                   then open pages/index.html
  ./langroute site pages --live            and what AppConfig runs
  ./langroute site pages --judged judged.json     and what `judge --format json` said
  ./langroute site pages --live --profile production=prd
"""

JUDGED = HandedOver(
    "--judged",
    "result of a judge",
    "schemas/judge-output.schema.json",
    "make it with ./langroute judge --log LOG --format json",
    64 * 1024 * 1024,  # 1,000 candidates of 60 days take half of it
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "out", metavar="OUT", type=Path, help="a folder: a new one, or one of earlier pages"
    )
    parser.add_argument("--live", action="store_true", help="ask AppConfig what is live")
    parser.add_argument(
        "--judged",
        metavar="FILE",
        type=Path,
        help="show on each language's page what `judge --format json` said of its candidates",
    )
    parser.add_argument("--today", type=day, metavar="DATE", help="the day that ages count to")
    profile_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 when the pages are written, whatever they show; 2 when they cannot be."""
    out: Path = arguments.out
    refuse_foreign(out, arguments.root)
    judged = JUDGED.read(arguments.judged, JudgeOutput) if arguments.judged else None
    tree, now = tree_of(arguments.root), arguments.today or today()
    if not tree.languages:
        raise Failure("no languages in config/languages", "./langroute new language TAG begins one")
    with Phases() as phases:
        phases("read the history")
        known = repository(arguments.root)
        live = None
        if arguments.live:
            from scripts.sites.live import asked

            phases("ask AppConfig")
            live = asked(tree, Compiled(arguments.root), access(arguments, tree), known.merged)
        phases("hold the rules against the files")
        given = Given(tree=tree, today=now)
        report = run_rules(given)
        site = collected(tree, report, known, live, now, arguments.root.resolve().name)
        whole = WhatIf(given, _earlier(tree, arguments.root, known, given))
    size = write(out, site, tree, whole, judged)
    pages = counted(len(site.languages), "language")
    tell([f"written: {out / 'index.html'} and a page for each of {pages}, {size:,} KB"])
    return DONE


def _earlier(tree: Tree, root: Path, known: Repository, given: Given) -> Tree | None:
    """The state that small steps are added up from; None where git has none."""
    found = state_ago(tree, tree, root, known.head, given.today)()
    return found if isinstance(found, Tree) else None
