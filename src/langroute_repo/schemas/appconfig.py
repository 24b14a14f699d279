"""The compiled document's types, and the draft-04 schema that AppConfig holds it against.

AppConfig's JSON_SCHEMA validator reads draft-04: it ignores the newer keywords silently and
refuses a numeric ``exclusiveMinimum``, so a schema of a later draft would pass almost anything.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field

from langroute.endpoint_shape import LONGEST_TIMEOUT
from langroute_repo.schemas.editor import Schema
from langroute_repo.tree.endpoint_values import BackendPath, HeaderValue, TargetModel
from langroute_repo.tree.files.protocol import Headers, Protocol
from langroute_repo.tree.values import (
    EndpointName,
    FieldName,
    Name,
    Omittable,
    OtherTag,
    Region,
    Tag,
    Url,
)

Milliseconds = Annotated[int, Field(ge=1, le=LONGEST_TIMEOUT)]
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]


class _Compiled(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class CompiledScale(_Compiled):
    """The ends of the score scale."""

    minimum: float
    maximum: float


class CompiledSageMaker(_Compiled):
    """A SageMaker endpoint of this environment."""

    kind: Literal["sagemaker"]
    region: Region
    name: EndpointName
    protocol: Omittable[Protocol] = None
    timeout: Omittable[Milliseconds] = None
    content_type: Omittable[HeaderValue] = None
    custom_attributes: Omittable[HeaderValue] = None
    inference_component: Omittable[EndpointName] = None
    target_variant: Omittable[EndpointName] = None
    target_model: Omittable[TargetModel] = None


class CompiledHttp(_Compiled):
    """A REST endpoint of this environment."""

    kind: Literal["http"]
    url: Url
    protocol: Omittable[Protocol] = None
    timeout: Omittable[Milliseconds] = None
    headers: Omittable[Headers] = None
    ca: Omittable[BackendPath] = None


class CompiledAnswerer(_Compiled):
    """A model, what it is sent and when its answer is relevant."""

    model: Name
    endpoint: Annotated[CompiledSageMaker | CompiledHttp, Discriminator("kind")]
    fields: Annotated[list[FieldName], Field(min_length=1)]
    required: list[FieldName]
    threshold: float
    score: CompiledScale
    passes: Omittable[BasisPoints] = None


class CompiledShare(CompiledAnswerer):
    """A canary or shadow: a model that gets a share of the events, in basis points."""

    traffic: BasisPoints


class CompiledCanary(CompiledShare):
    """A canary, who answers an event that it fails on, and on which share both are asked."""

    on_failure: Omittable[Literal["primary"]] = None
    compared: Omittable[BasisPoints] = None


class CompiledLanguage(_Compiled):
    """The whole route of one language."""

    source: Name
    primary: CompiledAnswerer
    canary: Omittable[CompiledCanary] = None
    shadows: list[CompiledShare]
    also: Omittable[list[OtherTag]] = None
    audit: Omittable[BasisPoints] = None


class CompiledDocument(_Compiled):
    """What an environment's readers get."""

    format: Literal[1, 2]
    environment: Name
    languages: Annotated[dict[Tag, CompiledLanguage], Field(min_length=1)]


# What a draft-04 validator reads and this project uses; a test holds the schema against the list.
DRAFT_04 = frozenset(
    {
        "$schema", "$ref", "definitions", "type", "properties", "required", "additionalProperties",
        "patternProperties", "items", "minItems", "maxItems", "minProperties", "enum", "pattern",
        "minLength", "maxLength", "minimum", "maximum", "oneOf", "description", "title",
    }
)  # fmt: skip

# Help for editors, which a validator does not read; AppConfig's limit is 32,768 characters.
LEFT_OUT = frozenset({"$schema", "title", "examples", "default", "discriminator"})
NAMED = ("definitions", "properties", "patternProperties")


def appconfig_schema() -> dict[str, Any]:
    """The schema as draft-04, made from the types above."""
    older: dict[str, Any] = _draft_04(Schema.of(CompiledDocument))
    return older | {"$schema": "http://json-schema.org/draft-04/schema#"}


def refusals(raw: bytes) -> Iterator[tuple[list[str | int], str]]:
    """What a draft-04 validator, as AppConfig's, refuses in these bytes: paths and messages.

    Nothing of what is no JSON at all: the reader says why that is refused.
    """
    # Its import takes longer than all rules together.
    from jsonschema import Draft4Validator

    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return
    for error in Draft4Validator(appconfig_schema()).iter_errors(document):
        yield list(error.absolute_path), error.message[:200]


def _draft_04(newer: Any) -> Any:
    """The same constraints in the words of draft-04; what has no such word is an error here."""
    if isinstance(newer, list):
        return [_draft_04(one) for one in newer]
    if not isinstance(newer, dict):
        return newer
    schema = {key: value for key, value in newer.items() if key not in LEFT_OUT}
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    if "propertyNames" in schema:
        pattern = schema.pop("propertyNames")["pattern"]
        schema["patternProperties"] = {pattern: schema["additionalProperties"]}
        schema["additionalProperties"] = False
    if "$defs" in schema:
        schema["definitions"] = schema.pop("$defs")
    if "$ref" in schema:
        schema["$ref"] = schema["$ref"].replace("#/$defs/", "#/definitions/")
    unknown = schema.keys() - DRAFT_04
    if unknown:
        raise ValueError(f"draft-04 has no {', '.join(sorted(unknown))}")
    return {
        key: {name: _draft_04(one) for name, one in value.items()}
        if key in NAMED
        else _draft_04(value)
        for key, value in schema.items()
    }
