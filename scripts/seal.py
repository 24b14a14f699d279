"""Seal the thresholds of a language whose value was edited by hand, after showing their effect.

A value that was evaluated for another language or another model is not sealed: say it anew with
`set`, so that a person has decided that it holds here.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.setting import Subject, write_threshold
from langroute_repo.evidence.seal import Misfit, misfit
from langroute_repo.render.difference.threshold_move import move
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.git import GitError, git
from langroute_repo.tree.read import read_file
from langroute_repo.tree.routes import Route, routes_of
from langroute_repo.tree.tree import Tree, valid
from scripts.files import editing
from scripts.files.by_hand import refuse_in_ci
from scripts.files.edit import Edit
from scripts.files.language import subject_of
from scripts.files.sparse import tree_of
from scripts.terminal.exit_codes import DONE, REFUSED
from scripts.terminal.failure import Failure

EXAMPLES = """
  ./langroute seal de            after editing the threshold in config/languages/de.yaml
  ./langroute seal --all --dry-run
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("tag", metavar="TAG", nargs="?", help="a language of config/languages")
    which.add_argument("--all", action="store_true", help="every language")
    editing.arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 when sealed or nothing to do, 1 when a value must be said anew or the check refuses."""
    refuse_in_ci("seal", "run ./langroute seal on your machine, or paste the line of the finding")
    tree = tree_of(arguments.root)
    tags = [tag for tag, *_ in valid(tree.languages)] if arguments.all else [arguments.tag]
    subjects = [subject_of(tree, tag) for tag in tags]
    sealings = [_sealing(arguments.root, tree, one) for one in subjects]
    edits = [one.edit for one in sealings if one.edit]
    told = [line for one in sealings for line in one.told]
    foreign = [line for one in sealings for line in one.foreign]
    if not edits:
        everything = "all languages" if arguments.all else tags[0]
        print("\n".join(foreign or [f"every seal of {everything} fits; nothing to do"]))
        return REFUSED if foreign else DONE
    base = editing.committed(arguments.root, tree)
    tried = editing.attempt(
        tree, edits, editing.judged_as_of(arguments), base=base, root=arguments.root
    )
    code = editing.finish(arguments, tried, edits, [*foreign, *told])
    return REFUSED if foreign else code


def misfits(tree: Tree, tag: str) -> list[tuple[Route, Misfit]]:
    """The routes of a language whose seals do not fit."""
    found = ((route, misfit(tree, tag, route.answerer)) for route in routes_of(tree, tag).values())
    return [(route, fault) for route, fault in found if fault]


def refusal(route: Route, fault: Misfit) -> str:
    """Why a seal of somebody else is not written, and what to do."""
    model = route.answerer.model
    path = f"shadows.{model}" if route.role == "shadow" else route.role
    return (
        f"{route.tag} {route.role} {model}: {fault.written.at:f} was evaluated for "
        f"{fault.origin}; if it is meant here too, say so: "
        f"./langroute set {route.tag} {path}.threshold {fault.written.at:f}"
    )


@dataclass(frozen=True, slots=True)
class _Sealing:
    """What sealing one language would write, what that does, and what it leaves alone."""

    edit: Edit | None
    told: list[str]
    foreign: list[str]


def _sealing(root: Path, tree: Tree, subject: Subject) -> _Sealing:
    found = misfits(tree, subject.tag)
    own = [(route, fault) for route, fault in found if not fault.foreign]
    committed = _committed(root, tree, subject) if own else Tree("not asked for")
    raw = subject.raw
    for route, fault in own:
        try:
            raw = write_threshold(raw, route.path, fault.written, fault.fitting)
        except EditError as error:
            raise Failure(error.message, error.hint) from error
    return _Sealing(
        Edit(subject.file.path, subject.raw, raw) if own else None,
        [_told(committed, tree, route, fault) for route, fault in own],
        [refusal(route, fault) for route, fault in found if fault.foreign],
    )


def _told(committed: Tree, tree: Tree, route: Route, fault: Misfit) -> str:
    """The effect against the last commit, where that has the same model in the same place."""
    before = _before(committed, route)
    words = move(f"{route.tag} {route.role}", before, reading(tree, route))
    if before is None and fault.written.passes:
        words += f"; its old seal says {fault.written.passes} of {fault.written.evidence}"
    return words


def _before(committed: Tree, route: Route) -> Reading | None:
    for old in routes_of(committed, route.tag).values():
        if (old.role, old.answerer.model) == (route.role, route.answerer.model):
            return reading(committed, old)
    return None


def _committed(root: Path, tree: Tree, subject: Subject) -> Tree:
    """The tree with this language as the last commit has it; without it where git cannot say."""
    path = subject.file.path
    try:
        file = read_file(git(root, "show", f"HEAD:./{path}"), path, LanguageFile)
    except GitError:
        return Tree("no commit")
    return Tree(
        "the last commit", languages={subject.tag: file}, evidence_reader=tree.evidence_reader
    )
