"""Which golden queries a command asks, and where."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from langroute.document import DocumentError
from langroute_repo.golden.target import (
    Document,
    Target,
    Unasked,
    compiled,
    newly,
    routed,
    unrouted,
)
from langroute_repo.tree.files.model import SageMaker
from langroute_repo.tree.read import read
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import did_you_mean
from scripts.files.state import snapshot
from scripts.terminal.failure import Failure

# SageMaker's own name for what its InvokeEndpoint calls CustomAttributes, as a container gets it.
ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes"


def options(parser: argparse.ArgumentParser) -> None:
    """What to ask, and where."""
    parser.add_argument("--model", metavar="MODEL", help="this one only, routed to or not yet")
    parser.add_argument("--language", metavar="TAG", help="this language only")
    parser.add_argument(
        "--changed", metavar="REV", help="only what REV asks otherwise, or not at all"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--endpoint", metavar="NAME", help="a SageMaker endpoint in the file's place"
    )
    where.add_argument("--url", metavar="URL", help="a server in its place, on this machine say")


def chosen(
    tree: Tree, environment: str, given: argparse.Namespace
) -> tuple[list[Target], list[Unasked], str]:
    """What is to be asked, the routes that have no golden queries, and the plan hash."""
    _refuse_unknown(tree, given)
    document, plan = document_of(tree, environment)
    found = list(_wanted(tree, environment, document, plan, given))
    targets = [_elsewhere(tree, one, given) for one in found if isinstance(one, Target)]
    return targets, [one for one in found if isinstance(one, Unasked)], plan


def _wanted(
    tree: Tree, environment: str, document: Document, plan: str, given: argparse.Namespace
) -> Iterator[Target | Unasked]:
    everything = list(routed(tree, document, plan))
    taken = {_pair(one) for one in everything}
    changed = newly(_before(environment, given), document) if given.changed else taken
    if given.model and not given.changed:
        everything += unrouted(tree, environment, given.model, taken)
        changed |= {_pair(one) for one in everything}
    for one in everything:
        model, tag = _pair(one)
        fits = given.model in (None, model) and given.language in (None, tag)
        if fits and (model, tag) in changed:
            yield one


def _pair(one: Target | Unasked) -> tuple[str, str]:
    if isinstance(one, Unasked):
        return one.model, one.language
    return one.decision.model, one.decision.language


def _before(environment: str, given: argparse.Namespace) -> Document | None:
    before = read(snapshot(given.root, given.changed))
    there = environment in before.environments and before.languages
    return document_of(before, environment)[0] if there else None


def document_of(tree: Tree, environment: str) -> tuple[Document, str]:
    """The environment's document, and its plan hash; a failure where the files make none."""
    try:
        return compiled(tree, environment)
    except DocumentError as error:
        message = f"nothing to ask by: the files of {environment} make no document: {error}"
        raise Failure(message, "./langroute check says what to mend") from error


def _refuse_unknown(tree: Tree, given: argparse.Namespace) -> None:
    if (given.endpoint or given.url) and not given.model:
        raise Failure("which model answers there?", "name it with --model")
    if given.model and given.model not in tree.models:
        known = did_you_mean(given.model, tree.models, f"there is {', '.join(tree.models)}")
        raise Failure(f"{given.model!r} is no model of config/models", known)


def _elsewhere(tree: Tree, target: Target, given: argparse.Namespace) -> Target:
    """The same at another endpoint: what is sent and read stays as the model's file says it."""
    where = dict(target.decision.endpoint)
    if given.endpoint:
        model = tree.model(target.decision.model)
        if model is None or not isinstance(model.endpoint, SageMaker):
            raise Failure(f"{target.decision.model} has no SageMaker endpoint", "use --url")
        where |= {"kind": "sagemaker", "region": model.endpoint.region, "name": given.endpoint}
    elif given.url:
        where = _at_url(where, given.url)
    return replace(target, decision=target.decision._replace(endpoint=where))


def _at_url(where: dict[str, Any], url: str) -> dict[str, Any]:
    """A container of SageMaker's answers on a URL of its own as its endpoint does."""
    kept: dict[str, Any] = {
        key: where[key] for key in ("protocol", "timeout", "headers", "ca") if key in where
    }
    if "content_type" in where:
        kept["content_type"] = where["content_type"]
    if "custom_attributes" in where:
        kept["headers"] = {ATTRIBUTES: where["custom_attributes"]}
    return {"kind": "http", "url": url} | kept
