"""Records what endpoints answer as what they have to answer, after showing it."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from langroute_repo.editing.edit import EditError
from langroute_repo.golden.answer import Asked
from langroute_repo.golden.judge import GoldenFault, judge
from langroute_repo.golden.recorded import Draft, drafted, recorded, written
from langroute_repo.golden.target import Target, answerers
from langroute_repo.render.golden_report import WORDS
from langroute_repo.tree.files.golden import GoldenFile
from langroute_repo.tree.read import read_file
from langroute_repo.tree.tree import Tree
from scripts.asking.chosen import document_of
from scripts.files import editing
from scripts.files.edit import Edit
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure

SHAPE = '{"about": "a strike in a harbour", "relevant": true, "event": {"title": "…"}}'
RELEVANT = {True: ", relevant", False: ", not relevant", None: ""}
# These say that nobody knows what the endpoint gives; another score than before is to be recorded.
UNKNOWN = ("no-right", "no-answer", "not-repeatable")


def with_drafts(tree: Tree, environment: str, given: argparse.Namespace) -> tuple[Tree, Edit]:
    """The tree with a new golden file of the events that were given."""
    path = f"config/golden/{given.model}/{given.language}.yaml"
    if not (given.model and given.language):
        raise Failure("--events is for one file", "name it with --model and --language")
    if f"{given.model}/{given.language}" in tree.golden:
        raise Failure(f"{path} exists", "add the events there, and leave out --events")
    fields = _fields(tree, environment, given.model, given.language)
    raw = drafted(given.model, given.language, fields, _drafts(given.events))
    file = read_file(raw, path, GoldenFile)
    if file.model is None:
        faults = [one.message for one in file.text_faults]
        faults += [one.message for one in file.shape_faults]
        raise Failure(f"{given.events}: {faults[0]}", f"a line is such as {SHAPE}")
    edit = Edit(path, None, raw)
    return editing.with_edit(tree, edit), edit


def _fields(tree: Tree, environment: str, model: str, tag: str) -> list[str]:
    """What the route sends; before there is one, all that the model takes."""
    document, _ = document_of(tree, environment)
    for language, _, one in answerers(document):
        if (one["model"], language) == (model, tag):
            return list(one["fields"])
    described = tree.model(model)
    return [*described.inputs.required, *described.inputs.optional] if described else []


def _drafts(path: Path) -> list[Draft]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"--events {path} cannot be read: {error}".lower()) from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            found.append(Draft(said["about"], said.get("relevant"), dict(said["event"])))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Failure(f"{path}:{number}: no event", f"write it as {SHAPE}") from error
    if not found:
        raise Failure(f"{path} has no event", f"write a line each, such as {SHAPE}")
    return found


def refuse_unknown(target: Target, asked: Sequence[Asked]) -> None:
    """What is not known cannot be recorded."""
    faults: list[GoldenFault] = [one for one in judge(target, asked, []) if one.kind in UNKNOWN]
    if faults:
        first = faults[0]
        raise Failure(
            f"{target.name} is not recorded: {WORDS[first.kind]}: {first.message}",
            "an event that has to fail says gives: error",
        )


def finish(
    arguments: argparse.Namespace,
    tree: Tree,
    found: Sequence[tuple[Target, list[Asked]]],
    new: Edit | None,
) -> int:
    """Show what came, hold it against the rules, and write it unless they refuse."""
    edits, lines = [], []
    for target, asked in found:
        refuse_unknown(target, asked)
        lines += _shown(target, asked)
        try:
            raw = recorded(target, asked)
        except EditError as error:
            raise Failure(error.message, error.hint) from error
        before = None if new else target.file.raw
        if raw != before:
            edits.append(Edit(target.file.path, before, raw))
    if not edits:
        print("\n".join([*lines, "", "nothing to write: all of it is recorded so"]))
        return DONE
    base = _without(tree, new)
    tried = editing.attempt(base, edits, editing.judged_as_of(arguments))
    return editing.finish(arguments, tried, edits, lines)


def _without(tree: Tree, new: Edit | None) -> Tree:
    if new is None:
        return tree
    return replace(tree, golden={s: f for s, f in tree.golden.items() if f.path != new.path})


def _shown(target: Target, asked: Sequence[Asked]) -> list[str]:
    lines = [f"{target.decision.model} in {target.decision.language}:"]
    for one in asked:
        came = written(one.scores[0], target.width) if one.scores else "no score"
        was = "" if one.event.gives is None else f", was {one.event.gives}"
        said = RELEVANT[one.event.relevant]
        lines.append(f"  {came}{was}: {one.event.about}{said}")
    return lines
