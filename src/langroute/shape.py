"""The shape of the compiled document, formats 1 and 2: as types, and as checks that trust nothing.

Keys that a format does not know are ignored, so that a later compiler may add some without
stopping the readers in the field; whatever would change or fail an answer needs a new format.
Format 2 is format 1 with what ``endpoint_shape`` says of endpoints.
"""

from math import isfinite
from typing import Any, Literal, NotRequired, TypedDict, cast

from langroute.checks import (
    Checks,
    DocumentError,
    Key,
    UnknownFormat,
    a_list,
    a_number,
    a_tag,
    a_text,
    an_object,
    items,
    members,
    refuse,
    shown,
)
from langroute.endpoint_shape import Protocol, Reference, endpoints, later_keys
from langroute.lookup import DEFAULT, folded

__all__ = ["EVERYBODY", "FORMATS", "Document", "DocumentError", "Key", "UnknownFormat", "check"]

FORMATS = (1, 2)
EVERYBODY = 10_000  # basis points


class Scale(TypedDict):
    """The ends of a model's score scale."""

    minimum: float
    maximum: float


class SageMakerEndpoint(TypedDict):
    """A SageMaker endpoint."""

    kind: Literal["sagemaker"]
    region: str
    name: str
    # Of format 2, like all that may be missing.
    protocol: NotRequired[Protocol]
    timeout: NotRequired[int]  # milliseconds, within the limit of the whole answer
    content_type: NotRequired[str]
    custom_attributes: NotRequired[str]
    inference_component: NotRequired[str]
    target_variant: NotRequired[str]
    target_model: NotRequired[str]


class HttpEndpoint(TypedDict):
    """A model behind a REST URL."""

    kind: Literal["http"]
    url: str
    # Of format 2.
    protocol: NotRequired[Protocol]
    timeout: NotRequired[int]  # milliseconds
    headers: NotRequired[dict[str, str | Reference]]
    ca: NotRequired[str]  # path of a file in the backend


class Answerer(TypedDict):
    """A model, what is sent to it and what counts as relevant."""

    model: str
    fields: list[str]
    required: list[str]
    threshold: float
    score: Scale
    endpoint: SageMakerEndpoint | HttpEndpoint
    passes: NotRequired[int]  # what its seal promises, in basis points


class Sampled(Answerer):
    """A canary or a shadow: it is asked for a share of the events, in basis points."""

    traffic: int


class Canary(Sampled):
    """A canary, and who answers an event that it fails on; without, its failure is the answer."""

    on_failure: NotRequired[Literal["primary"]]
    compared: NotRequired[int]  # share of the events that primary and canary both get, basis points


class Language(TypedDict):
    """The whole route of one language."""

    source: str
    primary: Answerer
    canary: NotRequired[Canary]
    shadows: list[Sampled]
    also: NotRequired[list[str]]  # other tags that it answers for
    audit: NotRequired[int]  # share of the events that people see even if dropped, basis points


class Document(TypedDict):
    """Everything a reader needs, for one environment."""

    environment: str
    format: int
    languages: dict[str, Language]


def check(value: object) -> Document:
    """The value itself when it is a complete document, else a ``DocumentError``."""
    # The format comes first: of another format nothing else may be said.
    members(value, (("format", _format),))
    members(value, DOCUMENT)
    document = cast("Document", value)
    if document["format"] > 1:
        _later(document)
    return document


def _later(document: Document) -> None:
    """What only a later format than the first says."""
    for path, endpoint in endpoints(document):
        try:
            later_keys(endpoint)
        except DocumentError as error:
            raise DocumentError(error.reason, (*path, *error.path)) from None


def _format(value: object) -> None:
    if type(value) is not int:
        refuse(f"expected a whole number, found {shown(value)}")
    if value not in FORMATS:
        known = " and ".join(map(str, FORMATS))
        raise UnknownFormat(f"{shown(value)} is unknown, this reader knows {known}")


def _languages(value: object) -> None:
    languages = an_object(value)
    if not languages:
        refuse("no language at all")
    spellings: dict[str, str] = {}
    for tag in languages:
        a_tag(tag)
        if (other := spellings.setdefault(folded(tag), tag)) != tag:
            refuse(f"{other} and {tag} differ in case only")
        members(languages, ((tag, _language),))
    _other_names(languages, {DEFAULT: DEFAULT} | spellings)


def _other_names(languages: dict[str, Any], taken: dict[str, str]) -> None:
    """Each name leads to one entry."""
    for tag, language in languages.items():
        for index, name in enumerate(language.get("also", ())):
            if other := taken.get(folded(name)):
                refuse(f"{name} is a name of {other} already", tag, "also", index)
            taken[folded(name)] = tag


def _also(value: object) -> None:
    items(value, a_tag)


def _language(value: object) -> None:
    members(value, LANGUAGE)
    _optional(value, OPTIONAL)


def _optional(value: object, checks: Checks) -> None:
    """Those that are there."""
    held = an_object(value)
    for key, inner in checks:
        if key in held:
            members(value, ((key, inner),))


def _canary(value: object) -> None:
    _sampled(value)
    _optional(value, OF_CANARY)


def _stand_in(value: object) -> None:
    if value != "primary":
        refuse(f"expected primary, found {shown(value)}")


def _shadows(value: object) -> None:
    items(value, _sampled)


def _sampled(value: object) -> None:
    _answerer(value)
    members(value, (("traffic", _basis_points),))


def _basis_points(value: object) -> None:
    if type(value) is not int or not 0 <= value <= EVERYBODY:
        refuse(f"expected basis points from 0 to {EVERYBODY}, found {shown(value)}")


def _answerer(value: object) -> None:
    members(value, ANSWERER)
    answerer = cast("Answerer", value)
    if foreign := sorted(set(answerer["required"]).difference(answerer["fields"])):
        refuse(f"{shown(foreign[0])} is not among the fields", "required")
    if "passes" in answerer:
        members(value, (("passes", _basis_points),))
    low, high = answerer["score"]["minimum"], answerer["score"]["maximum"]
    if not low <= answerer["threshold"] <= high:
        refuse(f"{answerer['threshold']} is off the scale from {low} to {high}", "threshold")


def _fields(value: object) -> None:
    if not a_list(value):
        refuse("expected at least one field, found none")
    _texts(value)


def _texts(value: object) -> None:
    items(value, a_text)


def _scale(value: object) -> None:
    members(value, SCALE)
    scale = cast("Scale", value)
    low, high = float(scale["minimum"]), float(scale["maximum"])
    if not (low < high and isfinite(high - low)):
        refuse(f"from {low} to {high} is no finite width above zero")


def _endpoint(value: object) -> None:
    kind = an_object(value).get("kind")
    if kind not in ("sagemaker", "http"):
        refuse(f"expected sagemaker or http, found {shown(kind)}", "kind")
    members(value, SAGEMAKER if kind == "sagemaker" else HTTP)


SCALE: Checks = (("minimum", a_number), ("maximum", a_number))
SAGEMAKER: Checks = (("region", a_text), ("name", a_text))
HTTP: Checks = (("url", a_text),)
ANSWERER: Checks = (
    ("model", a_text),
    ("fields", _fields),
    ("required", _texts),
    ("threshold", a_number),
    ("score", _scale),
    ("endpoint", _endpoint),
)
LANGUAGE: Checks = (("source", a_text), ("primary", _answerer), ("shadows", _shadows))
OPTIONAL: Checks = (("canary", _canary), ("audit", _basis_points), ("also", _also))
OF_CANARY: Checks = (("on_failure", _stand_in), ("compared", _basis_points))
DOCUMENT: Checks = (("environment", a_text), ("languages", _languages))
