"""How each kind of file that people write looks: modeline, a remark, and its keys."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from langroute_repo.evidence.seal import line
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.strict_yaml.reader import parse
from langroute_repo.tree.endpoints import bears, named_endpoints
from langroute_repo.tree.files.environment import (
    Alarm,
    EnvironmentFile,
    Rollout,
)
from langroute_repo.tree.files.language import Threshold
from langroute_repo.tree.files.model import ModelFile, SageMaker
from langroute_repo.tree.modeline import modeline
from langroute_repo.tree.promotion import PRODUCTION

# The pace of the sample company: a change is tried in minutes, and arrives in half an hour.
QUICKLY = Rollout(duration="2m", step="50%", growth="linear", bake="6m")
SLOWLY = Rollout(duration="30m", step="20%", growth="linear", bake="30m")
_PLAIN = re.compile(r"[A-Za-z0-9/][A-Za-z0-9_./-]*")
OF_SCOPES = "# A field that some languages lack says so: {languages: [en, de]} or {except: [ja]}."


class RoutedShare(NamedTuple):
    """A canary or a shadow; ``keys`` are its place, ``remark`` stands above the threshold."""

    keys: Keys
    model: str
    traffic: str
    fields: Sequence[str]
    threshold: Threshold
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Routed:
    """A language with its primary, and whom it asks beside it."""

    tag: str
    owners: Sequence[str]
    source: str
    model: str
    fields: Sequence[str]
    threshold: Threshold
    beside: Sequence[RoutedShare] = ()


def language_file(routed: Routed, remark: str = "") -> str:
    """A language as its file says it; ``remark`` stands above the threshold."""
    return "\n".join(
        [
            modeline(f"config/languages/{routed.tag}.yaml"),
            f"language: {routed.tag}",
            f"owners: {_quoted(routed.owners)}",
            f"source: {routed.source}",
            "",
            "primary:",
            f"  model: {routed.model}",
            f"  fields: {_list(routed.fields)}",
            *([f"  {remark}"] if remark else []),
            f"  threshold: {line(routed.threshold)}",
            *_beside(routed.beside),
            "",
        ]
    )


def _beside(shares: Sequence[RoutedShare]) -> Iterator[str]:
    """Canary and shadows, each with the lines of an answerer."""
    for one in shares:
        shadow = one.keys[0] == "shadows"
        indent = "    " if shadow else "  "
        if one.keys in (("canary",), ("shadows", 0)):
            yield ""
            yield f"{one.keys[0]}:"
        yield f"{indent[2:]}{'- ' if shadow else '  '}model: {one.model}"
        yield f"{indent}traffic: {one.traffic}"
        yield f"{indent}fields: {_list(one.fields)}"
        if one.remark:
            yield f"{indent}{one.remark}"
        yield f"{indent}threshold: {line(one.threshold)}"


def model_file(described: ModelFile, remark: str) -> str:
    """A model as its file says it; ``remark`` is what its reader is to think of."""
    inputs, score = described.inputs, described.score
    languages = "any" if described.languages == "any" else _list(described.languages)
    optional = f", optional: {_list(inputs.optional)}" if inputs.optional else ""
    return "\n".join(
        [
            modeline(f"config/models/{described.model}.yaml"),
            remark,
            f"model: {described.model}",
            f"owners: {_quoted(described.owners)}",
            f"status: {described.status}",
            f"languages: {languages}",
            f"inputs: {{required: {_list(inputs.required)}{optional}}}",
            f"score: {{minimum: {score.minimum:f}, maximum: {score.maximum:f}}}",
            f"capacity: {described.capacity} # as measured for this model, shadows included",
            *_endpoint(described),
            "",
        ]
    )


def begun_from(name: str) -> str:
    """What is said of a file that another one was the pattern of."""
    return f"# Begun from {name}: go through every line."


def _endpoint(described: ModelFile) -> list[str]:
    key, named = named_endpoints(described)
    lines = ["endpoint:", f"  kind: {described.endpoint.kind}"]
    if isinstance(described.endpoint, SageMaker):
        lines.append(f"  region: {described.endpoint.region}")
    lines += [f"  {key}:", *(f"    {env}: {written}" for env, written in named.items())]
    beyond = described.endpoint.model_dump(exclude_none=True, exclude={"kind", "region", key})
    return [*lines, *(f"  {name}: {_value(one)}" for name, one in beyond.items())]


def _value(value: object) -> str:
    """A value in one line, in quotes where YAML or a person could take it otherwise."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_value(one)}" for key, one in value.items()) + "}"
    text = str(value)
    plain = _PLAIN.fullmatch(text) and parse(f"- {text}".encode()).data == [text]
    return text if plain else json.dumps(text)


def source_file(name: str, fields: Mapping[str, str]) -> str:
    """A source; of each field the languages that it exists in, in the form of the file."""
    return "\n".join(
        [
            modeline(f"config/sources/{name}.yaml"),
            OF_SCOPES,
            f"source: {name}",
            "fields:",
            *(f"  {field}: {scope}" for field, scope in fields.items()),
            "",
        ]
    )


def counts(environment: str) -> bool:
    """Whether the name says that this is where it counts."""
    return any(bears(environment, word) for word in PRODUCTION)


def first_environment(name: str, region: str) -> EnvironmentFile:
    """An environment at the pace of the sample's: where it counts slowly, elsewhere quickly."""
    real = counts(name)
    application = "langroute" if real else f"langroute-{name}"
    return EnvironmentFile.model_validate(
        {
            "environment": name,
            "region": region,
            "appconfig": {"application": application, "environment": name, "profile": "routing"},
            "rollout": SLOWLY if real else QUICKLY,
            "alarm": Alarm(failures="5%", period="60s", breaching="3 of 5" if real else "2 of 3"),
        }
    )


def environment_file(described: EnvironmentFile, remark: str) -> str:
    """An environment as its file says it, without what is built for it in AWS."""
    quick = f"quick: {_flow(described.quick.model_dump())}" if described.quick else ""
    return "\n".join(
        [
            modeline(f"config/environments/{described.environment}.yaml"),
            remark,
            f"environment: {described.environment}",
            *([f"after: {described.after}"] if described.after else []),
            f"region: {described.region}",
            f"appconfig: {_flow(described.appconfig.model_dump(exclude_none=True))}",
            f"rollout: {_flow(described.rollout.model_dump())}",
            *([quick] if quick else []),
            f"alarm: {_flow(described.alarm.model_dump())}",
            "",
        ]
    )


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(names)}]"


def _quoted(owners: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{owner}"' for owner in owners) + "]"


def _flow(values: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"
