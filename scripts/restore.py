"""Put a language's file back as it was, with its values sealed on the evidence that there is now.

Without REV it is what the main branch did immediately before what it does now: what runs again
needs no acceptance, for it ran. A revert with git conflicts after the evidence was refreshed, and
its old seals do not fit; this one does.
"""

import argparse

from langroute_repo.editing.edit import EditError
from langroute_repo.editing.going_back import LANGUAGES, as_it_was
from langroute_repo.render.difference.threshold_move import moves
from langroute_repo.tree.git import GitError, Revision
from langroute_repo.tree.previous_route import previous_route
from scripts.files import editing
from scripts.files.edit import Edit
from scripts.files.sparse import tree_of
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure

EXAMPLES = """
  ./langroute restore de              as it was before its last change
  ./langroute restore de main~5       as a commit has it
  ./langroute restore de --dry-run
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tag", metavar="TAG", help="a language of config/languages, now or then")
    parser.add_argument("revision", metavar="REV", nargs="?", help="the commit that has it")
    editing.arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 when it is written or was so already, 1 when the check would refuse it."""
    root, tag = arguments.root, arguments.tag
    tree = tree_of(root)
    commit = _commit(arguments)
    try:
        raw = as_it_was(root, commit, tree, tag)
    except EditError as error:
        raise Failure(error.message, error.hint) from error
    if raw is None:
        raise Failure(
            f"{commit[:12]} has no file for {tag}", f"git rm {LANGUAGES}{tag}.yaml ends it"
        )
    file = tree.languages.get(tag)
    edit = Edit(f"{LANGUAGES}{tag}.yaml", file.raw if file else None, raw)
    if edit.before == edit.after:
        print(f"{tag} is as in {commit[:12]} already; nothing was written")
        return DONE
    base = editing.committed(root, tree)
    judged = editing.judged_as_of(arguments)
    tried = editing.attempt(tree, [edit], judged, base=base, root=root)
    told = [f"{tag} as it was ({commit[:12]})", *(moves(tree, tried.tree, tag) if file else ())]
    return editing.finish(arguments, tried, [edit], told)


def _commit(arguments: argparse.Namespace) -> str:
    root, tag = arguments.root, arguments.tag
    try:
        if arguments.revision:
            return Revision(root, arguments.revision).commit
        before = previous_route(root, Revision(root, "HEAD").commit, tag)
    except GitError as error:
        raise Failure(str(error), "name a commit that has the file") from error
    if before is None:
        raise Failure(
            f"{tag} did nothing else before, or what it did was left by going back",
            f"git log -- {LANGUAGES}{tag}.yaml lists its commits: name one",
        )
    return before.held
