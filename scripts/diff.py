"""Say what a change does, in traffic words: per language, directly and indirectly."""

import argparse

from langroute_repo.diff.changes import difference
from langroute_repo.render.difference.report import DiffReport
from langroute_repo.tree.compile import plan_hashes_of
from langroute_repo.tree.git import GitError
from langroute_repo.tree.owners import approvals
from langroute_repo.tree.snapshot import Snapshot
from scripts.files.state import folder_state, snapshot
from scripts.terminal.failure import Failure
from scripts.terminal.stdout import marks, write

EXAMPLES = """
  ./langroute diff main                        what the working tree changes against main
  ./langroute diff main~1 main                 what the last commit changed
  ./langroute diff ../before ../after          two folders
  ./langroute diff main --format markdown      for a pull request
  ./langroute diff main --format html > diff.html   one page with pictures of the scores
"""
FORMATS = ("text", "markdown", "json", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", metavar="BEFORE", help="a revision, or a folder with config/")
    parser.add_argument(
        "after", metavar="AFTER", nargs="?", help="the same; the working tree when left out"
    )
    parser.add_argument("--format", choices=FORMATS, default="text")


def run(arguments: argparse.Namespace) -> int:
    """0 whatever changed; rules say what is allowed."""
    before = snapshot(arguments.root, arguments.before)
    after = (
        snapshot(arguments.root, arguments.after)
        if arguments.after
        else folder_state(arguments.root)
    )
    try:
        out = _told(DiffReport(difference(before, after)), arguments.format, before, after)
    except (GitError, OSError) as error:
        raise Failure(str(error)) from error
    write(out)
    return 0


def _told(report: DiffReport, form: str, before: Snapshot, after: Snapshot) -> str:
    if form == "json":
        from langroute_repo.render.difference.output import diff_output
        from langroute_repo.tree.read import read

        trees = read(before), read(after)
        hashes = plan_hashes_of(trees[0]), plan_hashes_of(trees[1])
        owned = approvals(trees[0], report.found.changed)
        return diff_output(report, *hashes, owned).as_json()
    if form == "html":
        from langroute_repo.render.difference.html import page

        return page(report)
    return report.markdown() if form == "markdown" else report.text(marks())
