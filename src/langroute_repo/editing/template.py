"""The text of a new file: modeline, comments that say what is to be thought of, and its keys.

What can be taken from neighbours is taken: a new file should look like the ones beside it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from langroute_repo.editing.edit import EditError
from langroute_repo.editing.file_text import (
    Routed,
    begun_from,
    counts,
    environment_file,
    first_environment,
    language_file,
    model_file,
)
from langroute_repo.editing.typed_threshold import sealed_value
from langroute_repo.evidence.seal import value_passing
from langroute_repo.tree.endpoints import named_endpoints
from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.files.language import Threshold
from langroute_repo.tree.files.model import ModelFile, SageMaker
from langroute_repo.tree.modeline import modeline
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.wording import did_you_mean


@dataclass(frozen=True, slots=True)
class Language:
    """What a language's file cannot do without."""

    tag: str
    model: str
    owners: Sequence[str]
    source: str | None = None
    threshold: str | None = None
    fields: Sequence[str] = ()


def language(tree: Tree, wanted: Language) -> str:
    """A language with a primary; the source is the one that most languages have."""
    model = _model(tree, wanted.model)
    source = wanted.source or _commonest(one.source for _, _, one in valid(tree.languages))
    if source is None and len(tree.sources) == 1:
        source = next(iter(tree.sources))
    if source is None:
        there = f"there is {', '.join(tree.sources)}" if tree.sources else "new source begins one"
        raise EditError("no language here has a source yet", f"name one with --source; {there}")
    fields = wanted.fields or _fields(tree, model, source, wanted.tag)
    threshold = _threshold(tree, model, wanted)
    return language_file(Routed(wanted.tag, wanted.owners, source, wanted.model, fields, threshold))


def _threshold(tree: Tree, model: ModelFile, wanted: Language) -> Threshold:
    evidence = tree.evidence(wanted.model, wanted.tag)
    if wanted.threshold is not None:
        return sealed_value(wanted.threshold, model, evidence)
    shares = [
        (one.share(float(language.primary.threshold.at)), tag)
        for tag, _, language in valid(tree.languages)
        if language.primary.model == wanted.model and (one := tree.evidence(wanted.model, tag))
    ]
    hint = "add --threshold VALUE"
    if evidence and shares:
        share, tag = sorted(shares)[len(shares) // 2]
        keeps = value_passing(evidence, share)
        hint += f"; {keeps} would pass {evidence.passes(float(keeps))}, about what {tag} passes"
    raise EditError(f"what {wanted.model} lets pass in {wanted.tag} is for a person to say", hint)


def _fields(tree: Tree, model: ModelFile, source: str, tag: str) -> list[str]:
    """What the model can use of what the source has in this language."""
    known = tree.source(source)
    there = fields_in(known, tag) if known else model.inputs.required
    accepted = [*model.inputs.required, *model.inputs.optional]
    return [field for field in there if field in accepted] or list(model.inputs.required)


def model(tree: Tree, name: str, owners: Sequence[str], like: str | None) -> str:
    """A model like another one: its languages, inputs, scale and kind of endpoint."""
    other = _model(tree, like) if like else _any_model(tree)
    described = {
        "model": name,
        "owners": list(owners or other.owners),
        "status": "active",
        "endpoint": other.endpoint.model_copy(update=_own_endpoints(other, name)),
    }
    return model_file(other.model_copy(update=described), begun_from(other.model))


def _own_endpoints(other: ModelFile, name: str) -> dict[str, dict[str, str]]:
    """The same kind of endpoint under names of its own: a shared one is a copied one."""
    key, named = named_endpoints(other)
    found = {key: named}
    if isinstance(other.endpoint, SageMaker) and other.endpoint.inference_component:
        found["inference_component"] = other.endpoint.inference_component
    return {
        key: {env: _renamed(written, other.model, name, env) for env, written in one.items()}
        for key, one in found.items()
    }


def _renamed(written: str, old: str, new: str, environment: str) -> str:
    if old in written:
        return written.replace(old, new)
    if "/" not in written:
        return f"{new}-{environment}"
    head, _, last = written.rstrip("/").rpartition("/")
    _, colon, method = last.partition(":")
    if colon and not head.endswith("/"):  # TensorFlow Serving: …/v1/models/NAME:predict
        return f"{head}/{new}:{method}"
    return f"{head}/{last}/{new}"


def environment(tree: Tree, name: str, after: str | None, region: str | None) -> str:
    """An environment behind the last one, with its rollout and alarm; or the first of all."""
    order = promotion_order(tree)
    if not order and after is None:
        if region is None:
            hint = "name its region, such as --region eu-central-1"
            raise EditError("there is no environment to begin from", hint)
        return environment_file(first_environment(name, region), "# The first: go through it.")
    earlier = after or order[-1]
    file = tree.environments.get(earlier)
    if file is None or file.model is None:
        hint = did_you_mean(earlier, order, f"there is {', '.join(order) or 'none'}")
        raise EditError(f'"{earlier}" is not an environment', hint)
    return environment_file(_behind(file.model, name, region), begun_from(earlier))


def _behind(earlier: EnvironmentFile, name: str, region: str | None) -> EnvironmentFile:
    """An application of its own: the stack of an environment owns all that it makes.

    Where it counts, the pace of what is only a trial is not taken over.
    """
    known = earlier.appconfig.application
    application = f"{known.removesuffix(f'-{earlier.environment}')}-{name}"
    first = first_environment(name, region or earlier.region)
    pace = first if counts(name) and not counts(earlier.environment) else earlier
    return first.model_copy(
        update={
            "after": earlier.environment,
            "appconfig": earlier.appconfig.model_copy(
                update={"application": application, "environment": name, "id": None}
            ),
            "rollout": pace.rollout,
            "alarm": pace.alarm,
        }
    )


def cases(tree: Tree, tag: str) -> str:
    """One example that holds today: an event without a key goes to the primary."""
    file = tree.languages.get(tag)
    if file is None or file.model is None:
        hint = did_you_mean(tag, tree.languages, "./langroute new language TAG comes first")
        raise EditError(f'no language "{tag}" to give examples of', hint)
    primary = file.model.primary.model
    return "\n".join(
        [
            modeline(f"config/cases/{tag}.yaml"),
            "# Examples that the check runs through the router: what must stay true here.",
            f"language: {tag}",
            "cases:",
            "  - about: an event without a key goes to the primary",
            "    event: {}",
            f"    expect: {{role: primary, model: {primary}}}",
            "",
        ]
    )


def _model(tree: Tree, name: str) -> ModelFile:
    found = tree.model(name)
    if found is None:
        hint = did_you_mean(name, tree.models, f"there is {', '.join(tree.models) or 'none'}")
        raise EditError(f'"{name}" is not a model of config/models', hint)
    return found


def _any_model(tree: Tree) -> ModelFile:
    models = [one for _, _, one in valid(tree.models)]
    for one in models:
        if one.status == "active":
            return one
    hint = (
        "name one with --like"
        if models
        else "say what it is: --endpoint, --scale, --fields, --capacity"
    )
    raise EditError("there is no active model to begin from", hint)


def _commonest(names: Iterable[str]) -> str | None:
    counted = Counter(names).most_common(1)
    return counted[0][0] if counted else None
