"""The text of a new file: modeline, comments that say what is to be thought of, and its keys.

What can be taken from neighbours is taken: a new file should look like the ones beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from langroute_repo.editing.edit import EditError
from langroute_repo.editing.typed_threshold import sealed_value
from langroute_repo.evidence.seal import line, value_passing
from langroute_repo.tree.endpoints import named_endpoints
from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.files.environment import EnvironmentFile
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
    if source is None:
        raise EditError("no language here has a source yet", "name one with --source")
    path = f"config/languages/{wanted.tag}.yaml"
    return "\n".join(
        [
            modeline(path),
            f"language: {wanted.tag}",
            f"owners: {_quoted(wanted.owners)}",
            f"source: {source}",
            "",
            "primary:",
            f"  model: {wanted.model}",
            f"  fields: [{', '.join(wanted.fields or _fields(tree, model, source, wanted.tag))}]",
            f"  threshold: {_threshold(tree, model, wanted)}",
            "",
        ]
    )


def _threshold(tree: Tree, model: ModelFile, wanted: Language) -> str:
    evidence = tree.evidence(wanted.model, wanted.tag)
    if wanted.threshold is not None:
        return line(sealed_value(wanted.threshold, model, evidence))
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
    languages = "any" if other.languages == "any" else f"[{', '.join(other.languages)}]"
    optional = f", optional: [{', '.join(other.inputs.optional)}]" if other.inputs.optional else ""
    return "\n".join(
        [
            modeline(f"config/models/{name}.yaml"),
            f"# Begun from {other.model}: go through every line.",
            f"model: {name}",
            f"owners: {_quoted(owners or other.owners)}",
            "status: active",
            f"languages: {languages}",
            f"inputs: {{required: [{', '.join(other.inputs.required)}]{optional}}}",
            f"score: {{minimum: {other.score.minimum:f}, maximum: {other.score.maximum:f}}}",
            f"capacity: {other.capacity} # as measured for this model, shadows included",
            *_endpoint(other, name),
            "",
        ]
    )


def _endpoint(other: ModelFile, name: str) -> list[str]:
    """The same kind of endpoint under names of its own: a shared one is a copied one."""
    key, named = named_endpoints(other)
    own = {env: _renamed(written, other.model, name, env) for env, written in named.items()}
    lines = ["endpoint:", f"  kind: {other.endpoint.kind}"]
    if isinstance(other.endpoint, SageMaker):
        lines.append(f"  region: {other.endpoint.region}")
    return [*lines, f"  {key}:", *(f"    {env}: {written}" for env, written in own.items())]


def _renamed(written: str, old: str, new: str, environment: str) -> str:
    if old in written:
        return written.replace(old, new)
    return f"{written.rstrip('/')}/{new}" if "/" in written else f"{new}-{environment}"


def source(name: str, fields: Iterable[str]) -> str:
    """A source whose fields exist in every language."""
    return "\n".join(
        [
            modeline(f"config/sources/{name}.yaml"),
            "# A field that some languages lack says so: {languages: [en, de]} or {except: [ja]}.",
            f"source: {name}",
            "fields:",
            *(f"  {field}: {{}}" for field in fields),
            "",
        ]
    )


def environment(tree: Tree, name: str, after: str | None) -> str:
    """An environment behind the last one, with its rollout and alarm."""
    order = promotion_order(tree)
    if after is None and not order:
        raise EditError("there is no environment to begin from", "write the first one by hand")
    earlier = after or order[-1]
    file = tree.environments.get(earlier)
    if file is None or file.model is None:
        hint = did_you_mean(earlier, order, f"there is {', '.join(order) or 'none'}")
        raise EditError(f'"{earlier}" is not an environment', hint)
    return "\n".join([modeline(f"config/environments/{name}.yaml"), *_keys(file.model, name), ""])


def _keys(earlier: EnvironmentFile, name: str) -> list[str]:
    config, rollout, alarm = earlier.appconfig, earlier.rollout, earlier.alarm
    own = {"application": _application(earlier, name), "environment": name}
    return [
        f"# Begun from {earlier.environment}: go through every line.",
        f"environment: {name}",
        f"after: {earlier.environment}",
        f"region: {earlier.region}",
        f"appconfig: {_flow(config.model_dump(exclude={'id'}) | own)}",
        f"rollout: {_flow(rollout.model_dump())}",
        f"alarm: {_flow(alarm.model_dump())}",
    ]


def _application(earlier: EnvironmentFile, name: str) -> str:
    """An application of its own: the stack of an environment owns all that it makes."""
    known = earlier.appconfig.application
    return f"{known.removesuffix(f'-{earlier.environment}')}-{name}"


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
    raise EditError("there is no active model to begin from", "name one with --like")


def _commonest(names: Iterable[str]) -> str | None:
    counted = Counter(names).most_common(1)
    return counted[0][0] if counted else None


def _quoted(owners: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{owner}"' for owner in owners) + "]"


def _flow(values: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"
