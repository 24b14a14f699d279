"""Start a file for a language, model, source or environment, a language's examples, or a log.

What can be taken from neighbours is taken; for `log`, from the log that it describes. The file is
held against the rules before it is written; nothing that exists is overwritten, and nothing is
asked.
"""

import argparse
import os
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from langroute_repo.editing import template
from langroute_repo.editing.described_model import ENDPOINTS, endpoint, inputs, model_from, scale
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.file_text import model_file, source_file
from langroute_repo.editing.setting import items
from langroute_repo.evidence.duckdb_engine import look
from langroute_repo.evidence.log import EvidenceError
from langroute_repo.evidence.proposal import proposal
from langroute_repo.tags.objection import objection
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import Name
from scripts.files import editing
from scripts.files.edit import Edit
from scripts.files.sparse import tree_of
from scripts.terminal.failure import Failure

EXAMPLES = """
  ./langroute new language sv --model relevance-chars-v2 --owner @acme/risk --threshold 0.250
  ./langroute new model relevance-e5-v4 --like relevance-e5-v3
  ./langroute new source wire-brasil --fields title,body
  ./langroute new environment canary --after staging
  ./langroute new cases fr
  ./langroute new log --from predictions.jsonl    which of its columns are ours

  with nothing to begin from:
  ./langroute new environment staging --region eu-central-1
  ./langroute new source newswire --fields title,body
  ./langroute new model words-v1 --owner @acme/ml --scale 0..1 --fields title,body \\
      --capacity 40/s --region eu-central-1 --endpoint staging=words-v1-staging,production=words-v1
"""
FOLDERS = {
    "language": "languages",
    "model": "models",
    "source": "sources",
    "environment": "environments",
    "cases": "cases",
}
LOG = "log"
# What a new file cannot help: the next edit, in another file, cures it.
FOLLOW = ("missing-endpoint", "unused-model", "unused-source")

Given = TypeVar("Given", str, list[str], Path)


def arguments(parser: argparse.ArgumentParser) -> None:
    kinds = (*FOLDERS, LOG)
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="its name, which is the file's name as well"
    )
    parser.add_argument("--model", metavar="MODEL", help="the primary of a language")
    parser.add_argument("--source", metavar="SOURCE", help="where a language's events come from")
    parser.add_argument("--owner", metavar="@TEAM", help="who approves its changes; several: @a,@b")
    parser.add_argument(
        "--threshold", metavar="VALUE", help="the threshold of a language's primary"
    )
    parser.add_argument(
        "--fields",
        metavar="LIST",
        help="what is sent, what a source has, or what a model takes: the first one it needs",
    )
    parser.add_argument("--like", metavar="MODEL", help="the model that a new one begins from")
    parser.add_argument("--after", metavar="ENV", help="the environment that comes before")
    parser.add_argument("--from", dest="log", type=Path, metavar="FILE", help="the log of `log`")
    parser.add_argument("--region", metavar="REGION", help="of an environment or a model")
    first = parser.add_argument_group("for a model that is like no other")
    first.add_argument("--endpoint", metavar="LIST", help=ENDPOINTS)
    first.add_argument("--scale", metavar="LOW..HIGH", help="its ends, such as --scale=-1..1")
    first.add_argument("--capacity", metavar="RATE", help="what it may be asked, such as 40/s")
    editing.arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 when it is written, 1 when the check would refuse it."""
    tree = tree_of(arguments.root)
    try:
        path = _path(arguments.kind, arguments.name)
        if os.path.lexists(arguments.root / path):
            raise EditError(f"{path} exists", "set changes a language; edit the others by hand")
        edit = Edit(path, None, _text(tree, arguments).encode())
    except (EditError, EvidenceError) as error:
        raise Failure(error.message, error.hint) from error
    tried = editing.attempt(tree, [edit], editing.judged_as_of(arguments), FOLLOW)
    return editing.finish(arguments, tried, [edit], ())


def _path(kind: str, name: str | None) -> str:
    """Where the file will be; a log's is alone and has no name."""
    if kind == LOG:
        if name is not None:
            raise EditError("a log's file has no name", f"./langroute new log --from {name}")
        return "config/log.yaml"
    if name is None:
        raise EditError(f"a {kind} needs a name", f"./langroute new {kind} NAME")
    _check_name(kind, name)
    return f"config/{FOLDERS[kind]}/{name}.yaml"


def _check_name(kind: str, name: str) -> None:
    """A name becomes part of a path, so it is held against its form before anything else."""
    if kind in ("language", "cases"):
        wrong = objection(name)
        if wrong:
            raise EditError(*wrong)
        return
    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError as error:
        hint = "use lower-case letters, digits and single - . _ between them"
        raise EditError(f'"{name}" is no name of a {kind}', hint) from error


def _text(tree: Tree, given: argparse.Namespace) -> str:
    name, fields = given.name, items(given.fields or "")
    if given.kind == LOG:
        log = _needed(given.log, "from", "predictions.jsonl")
        return proposal(tree, log.name, look(log))
    if given.kind == "language":
        return template.language(tree, _language(given))
    if given.kind == "model":
        if given.endpoint:
            return model_file(_model(given, fields), "# Go through every line.")
        return template.model(tree, name, items(given.owner or ""), given.like)
    if given.kind == "source":
        fields = _needed(fields, "fields", "title,body")
        return source_file(name, dict.fromkeys(fields, "{}"))
    if given.kind == "environment":
        return template.environment(tree, name, given.after, given.region)
    return template.cases(tree, name)


def _model(given: argparse.Namespace, fields: list[str]) -> ModelFile:
    """A model that no other one is the pattern of."""
    return model_from(
        {
            "model": given.name,
            "owners": _needed(items(given.owner or ""), "owner", "@acme/ml-relevance"),
            "status": "active",
            "languages": "any",
            "inputs": inputs(_needed(fields, "fields", "title,body")),
            "score": scale(_needed(given.scale, "scale", "0..1")),
            "capacity": _needed(given.capacity, "capacity", "40/s"),
            "endpoint": endpoint(given.endpoint, given.region),
        }
    )


def _language(given: argparse.Namespace) -> template.Language:
    return template.Language(
        tag=given.name,
        model=_needed(given.model, "model", "relevance-words-v1"),
        owners=_needed(items(given.owner or ""), "owner", "@acme/risk-dach"),
        source=given.source,
        threshold=given.threshold,
        fields=items(given.fields or ""),
    )


def _needed(value: Given | None, option: str, example: str) -> Given:
    if not value:
        raise EditError(f"--{option} is needed", f"for example --{option} {example}")
    return value
