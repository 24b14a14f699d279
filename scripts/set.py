"""Change one value of a language, keep comments and layout, and seal its threshold.

The effect is shown before anything is written, and what `check` would refuse is not written. PATH
is one of: source, owners, audit, primary.model, primary.fields, primary.threshold, canary.traffic
(and the others of the primary), canary.on_failure, canary.compared, shadows.MODEL.traffic (and the
others);
`canary MODEL` and `shadows.MODEL SHARE` start one, `none` ends it, `primary canary` promotes the
canary, `canary.on_failure primary` lets the primary answer what the canary fails on, and
`canary.compared SHARE` has both asked about a share of the events. `audit none` leaves it to the
policy, `audit 0%` is none.
"""

import argparse
from pathlib import Path

from langroute_repo.diff.kind import Kind
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.setting import Request, apply
from langroute_repo.render.difference.threshold_move import moves
from langroute_repo.tree.tree import Tree
from scripts.files import editing
from scripts.files.edit import Edit
from scripts.files.editing import Tried, Version
from scripts.files.language import subject_of
from scripts.files.sparse import tree_of
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure

EXAMPLES = """
  ./langroute set de primary.threshold 0.350
  ./langroute set de canary.traffic 25%
  ./langroute set de canary relevance-e5-v3 --traffic 1% --threshold 0.287
  ./langroute set de primary canary                   the canary becomes the primary
  ./langroute set de primary.fields title,body
  ./langroute set de shadows.relevance-chars-v2 none
  ./langroute set de canary.compared 25%              of a quarter both are asked
  ./langroute set de audit 2%                         people see 2% of what is dropped
"""
# Told by the line about the threshold, which says more.
TOLD = (
    Kind.THRESHOLD_RAISED,
    Kind.THRESHOLD_LOWERED,
    Kind.PRIMARY_REPLACED,
    Kind.SEAL_RENEWED,
    Kind.NO_EFFECT,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tag", metavar="TAG", help="a language of config/languages")
    parser.add_argument("path", metavar="PATH", help="what to change, for example canary.traffic")
    parser.add_argument("value", metavar="VALUE", help="the value as the file has it")
    parser.add_argument("--threshold", metavar="VALUE", help="the threshold for a new model")
    parser.add_argument("--traffic", metavar="SHARE", help="the share for a new canary")
    parser.add_argument("--fields", metavar="LIST", help="the fields for a new model")
    editing.arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 when it is written or was so already, 1 when the check would refuse it."""
    tree = tree_of(arguments.root)
    subject = subject_of(tree, arguments.tag)
    request = Request(
        arguments.path.strip(),
        arguments.value.strip(),
        arguments.threshold,
        arguments.traffic,
        arguments.fields,
    )
    try:
        after = apply(subject, request)
    except EditError as error:
        raise Failure(error.message, error.hint) from error
    if after == subject.raw:
        print(f"{subject.tag} {request.path} is {request.value} already; nothing was written")
        return DONE
    edit = Edit(subject.file.path, subject.raw, after)
    base = editing.committed(arguments.root, tree)
    tried = editing.attempt(
        tree, [edit], editing.judged_as_of(arguments), base=base, root=arguments.root
    )
    told = effect(arguments.root, tree, tried, edit)
    return editing.finish(arguments, tried, [edit], told)


def effect(root: Path, before: Tree, tried: Tried, edit: Edit) -> list[str]:
    """What the edit does to the language's events, one line for each thing that changes."""
    tag = Path(edit.path).stem
    if tried.tree.languages[tag].model is None:
        return []
    return [*moves(before, tried.tree, tag), *_others(root, tag, edit)]


def _others(root: Path, tag: str, edit: Edit) -> list[str]:
    """What changes beside thresholds, in the words of `diff`."""
    from langroute_repo.diff.changes import difference
    from langroute_repo.diff.effect import effects
    from langroute_repo.render.difference.words import sentence

    found = difference(
        Version(root, edit.path, edit.before or b""), Version(root, edit.path, edit.after)
    )
    lines = []
    for change, result in effects(found):
        if change.kind not in TOLD:
            name = f" {change.path[1]}" if change.path[:1] == ("shadows",) else ""
            what = f"{tag} {change.kind}{name}: {_short(change.before)} → {_short(change.after)}"
            told = sentence(change, result)
            lines.append(f"{what}; {told}" if told else what)
    return lines


def _short(thing: object) -> str:
    """A value in a line; of a whole canary or shadow its model and share."""
    from langroute_repo.render.difference.words import value

    if isinstance(thing, dict) and "traffic" in thing:
        return " ".join(str(thing[key]) for key in ("model", "traffic") if key in thing)
    return value(thing)
