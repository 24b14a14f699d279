"""Say what a change does, in traffic words: per language, directly and indirectly."""

import argparse
from pathlib import Path

from langroute.diff.changes import difference
from langroute.diff.report import DiffReport
from langroute.tree.git import GitError, Revision
from langroute.tree.snapshot import CONFIG, Folder, Snapshot
from langroute.tree.tree import Tree
from scripts.failure import Failure
from scripts.plain import marks, write

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
    after = snapshot(arguments.root, arguments.after) if arguments.after else _here(arguments.root)
    try:
        out = _told(DiffReport(difference(before, after)), arguments.format, before, after)
    except (GitError, OSError) as error:
        raise Failure(str(error)) from error
    write(out)
    return 0


def _told(report: DiffReport, form: str, before: Snapshot, after: Snapshot) -> str:
    if form == "json":
        from langroute.diff.as_json import as_json

        return as_json(report, plan_hashes(before), plan_hashes(after))
    if form == "html":
        from langroute.diff.page import page

        return page(report)
    return report.markdown() if form == "markdown" else report.text(marks())


def snapshot(root: Path, named: str) -> Snapshot:
    """A revision of the repository at ``root``, or a folder, whichever the name is."""
    folder = Path(named)
    if (folder / CONFIG).is_dir():
        return _here(folder)
    try:
        return Revision(root, named)
    except GitError as error:
        raise Failure(
            str(error), f"name a commit, a branch, or a folder that holds {CONFIG}/"
        ) from error


def _here(folder: Path) -> Snapshot:
    if not (folder / CONFIG).is_dir():
        raise Failure(f"{folder} holds no {CONFIG}/", "name the folder that holds it with --root")
    return Folder(folder)


def plan_hashes(state: Snapshot) -> dict[str, str | None]:
    """The plan hash of each environment's document; None while a file is at fault."""
    from langroute.tree.read import read

    return plan_hashes_of(read(state))


def plan_hashes_of(tree: Tree) -> dict[str, str | None]:
    """The same of files that are read already."""
    from langroute.document import canonical, plan_hash
    from langroute.tree.compile import compile_tree

    if tree.strays or any(file.model is None for file in tree.files()):
        return dict.fromkeys(tree.environments)
    return {env: plan_hash(canonical(compile_tree(tree, env))) for env in tree.environments}
