"""Compiles the reviewed files into the one document that an environment's readers get.

The document is denormalised, so that a reader needs one look-up a route, and it holds no time and
no commit, so that the same files always give the same bytes.
"""

from collections.abc import Iterator
from typing import Any

from langroute.document import canonical, plan_hash
from langroute.endpoint_shape import LATER, endpoints
from langroute.lookup import folded
from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.endpoint_values import milliseconds
from langroute_repo.tree.files.language import Answerer, Canary, LanguageFile, Shadow
from langroute_repo.tree.files.model import PER_ENVIRONMENT, ModelFile
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.tree.values import basis_points

NOBODY = "0%"


def compile_tree(tree: Tree, environment: str) -> dict[str, Any]:
    """The document of an environment, as plain data; canonical bytes come from ``document``.

    Leaves out what does not resolve (a language of which a model is unknown, say): the rules tell
    these, and no document with a hole is ever pushed because the check comes first.
    """
    document = {"environment": environment, "languages": dict(_languages(tree, environment))}
    return {"format": _format(document), **document}


def _format(document: dict[str, Any]) -> int:
    """The lowest format that can say all of it: older readers go on as long as they can."""
    return 2 if any(LATER.intersection(one) for _, one in endpoints(document)) else 1


def _languages(tree: Tree, environment: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for tag, _, language in valid(tree.languages):
        entry = compile_language(tree, language, environment)
        if entry is not None:
            yield tag, entry


def compile_language(tree: Tree, language: LanguageFile, environment: str) -> dict[str, Any] | None:
    """One language's entry, or None when a model or its endpoint does not resolve."""
    compiled = {}
    for path, answerer in language.answerers():
        model = tree.model(answerer.model)
        endpoint = endpoint_in(model, environment) if model else None
        if model is None or endpoint is None:
            return None
        compiled[path] = _answerer(answerer, model, endpoint)
    entry: dict[str, Any] = {
        "source": language.source,
        "primary": compiled["primary",],
        "shadows": [compiled["shadows", index] for index in range(len(language.shadows))],
    }
    if language.canary:
        entry["canary"] = compiled["canary",]
    if also := _also(tree, language):
        entry["also"] = also
    if audit := audit_of(tree, language):
        entry["audit"] = audit
    return entry


def _also(tree: Tree, language: LanguageFile) -> list[str]:
    """Its other names but for those that lead elsewhere, which the rules tell."""
    if not language.also:
        return []
    names, own = tree.names, folded(language.language)
    named = {folded(one): one for one in language.also}
    return sorted(
        one for name, one in named.items() if names.get(name) == language.language and name != own
    )


def _answerer(answerer: Answerer, model: ModelFile, endpoint: dict[str, Any]) -> dict[str, Any]:
    compiled: dict[str, Any] = {
        "model": answerer.model,
        "endpoint": endpoint,
        "fields": answerer.fields,
        "required": [field for field in answerer.fields if field in model.inputs.required],
        "threshold": answerer.threshold.at,
        "score": {"minimum": model.score.minimum, "maximum": model.score.maximum},
    }
    if answerer.threshold.passes is not None:
        # What the review was shown: readers and the push hold what they measure against it.
        compiled["passes"] = basis_points(answerer.threshold.passes)
    if isinstance(answerer, Canary | Shadow):
        compiled["traffic"] = basis_points(answerer.traffic)
    if isinstance(answerer, Canary) and answerer.on_failure is not None:
        compiled["on_failure"] = answerer.on_failure
    if isinstance(answerer, Canary) and (share := basis_points(answerer.compared or NOBODY)):
        compiled["compared"] = share
    return compiled


def endpoint_in(model: ModelFile, environment: str) -> dict[str, Any] | None:
    """Where the model answers in this environment; None when it names no endpoint there."""
    endpoint = model.endpoint
    said = endpoint.model_dump(exclude_none=True)
    for key in PER_ENVIRONMENT & said.keys():
        said[key] = said[key].get(environment)
        if said[key] is None:
            return None
    if endpoint.timeout:
        said["timeout"] = milliseconds(endpoint.timeout)
    return said


def plan_hashes_of(tree: Tree) -> dict[str, str | None]:
    """The plan hash of each environment's document; None while a file is at fault."""
    if not tree.whole:
        return dict.fromkeys(tree.environments)
    return {env: plan_hash(canonical(compile_tree(tree, env))) for env in tree.environments}
