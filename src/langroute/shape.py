"""The shape of the compiled document, format 1: as types, and as checks that trust nothing.

Keys that format 1 does not know are ignored, so that a later compiler may add some without
stopping the readers in the field; whatever would change a route needs a new format.
"""

import json
from collections.abc import Callable
from math import isfinite
from typing import Any, Literal, NoReturn, NotRequired, TypedDict, cast

from langroute.lookup import folded

FORMAT = 1
EVERYBODY = 10_000  # basis points

Key = str | int
Check = Callable[[Any], None]
Checks = tuple[tuple[str, Check], ...]


class Scale(TypedDict):
    """The ends of a model's score scale."""

    minimum: float
    maximum: float


class SageMakerEndpoint(TypedDict):
    """A SageMaker endpoint."""

    kind: Literal["sagemaker"]
    region: str
    name: str


class HttpEndpoint(TypedDict):
    """A model behind a REST URL."""

    kind: Literal["http"]
    url: str


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


class Language(TypedDict):
    """The whole route of one language."""

    source: str
    primary: Answerer
    canary: NotRequired[Canary]
    shadows: list[Sampled]
    audit: NotRequired[int]  # share of the events that people see even if dropped, basis points


class Document(TypedDict):
    """Everything a reader needs, for one environment."""

    environment: str
    format: int
    languages: dict[str, Language]


class DocumentError(ValueError):
    """A document that must not be used. ``path`` are the keys that lead to what is wrong."""

    def __init__(self, reason: str, path: tuple[Key, ...] = ()) -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path

    def __str__(self) -> str:
        return f"{_joined(self.path)}: {self.reason}" if self.path else self.reason

    def below(self, key: Key) -> "DocumentError":
        """The same error, seen from one level further out."""
        return type(self)(self.reason, (key, *self.path))


class UnknownFormat(DocumentError):
    """A document in a format that this reader does not know: keep the one you have."""


def check(value: object) -> Document:
    """The value itself when it is a complete document of format 1, else a ``DocumentError``."""
    # The format comes first: of another format nothing else may be said.
    _members(value, (("format", _format),))
    _members(value, DOCUMENT)
    return cast("Document", value)


def _joined(path: tuple[Key, ...]) -> str:
    """The path as text: ``languages.de.shadows[0].traffic``."""
    steps = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return "".join(steps).removeprefix(".")


def _shown(value: object) -> str:
    """A value in a message: as JSON writes it, never longer than a line."""
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else f"{json.dumps(value):.60}"


def _refuse(reason: str, *path: Key) -> NoReturn:
    raise DocumentError(reason, path)


def _members(value: object, checks: Checks) -> None:
    members = _object(value)
    for key, inner in checks:
        if key not in members:
            _refuse("missing", key)
        # A path grows while the error travels out: a document without one never builds any.
        try:
            inner(members[key])
        except DocumentError as error:
            raise error.below(key) from None


def _items(value: object, inner: Check) -> None:
    for index, item in enumerate(_list(value)):
        try:
            inner(item)
        except DocumentError as error:
            raise error.below(index) from None


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        _refuse(f"expected an object, found {_shown(value)}")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        _refuse(f"expected a list, found {_shown(value)}")
    return value


def _text(value: object) -> None:
    if not isinstance(value, str) or not value:
        _refuse(f"expected a text that is not empty, found {_shown(value)}")
    # Half a surrogate pair has no UTF-8, hence no bucket.
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        _refuse(f"expected Unicode, found {_shown(value)}")


def _number(value: object) -> None:
    if type(value) not in (int, float) or not _is_finite(cast("float", value)):
        _refuse(f"expected a finite number, found {_shown(value)}")


def _is_finite(number: float) -> bool:
    try:
        return isfinite(number)
    except OverflowError:  # an int beyond every float
        return False


def _format(value: object) -> None:
    if type(value) is not int:
        _refuse(f"expected a whole number, found {_shown(value)}")
    if value != FORMAT:
        raise UnknownFormat(f"{_shown(value)} is unknown, this reader knows {FORMAT}")


def _languages(value: object) -> None:
    languages = _object(value)
    if not languages:
        _refuse("no language at all")
    spellings: dict[str, str] = {}
    for tag in languages:
        _tag(tag)
        if (other := spellings.setdefault(folded(tag), tag)) != tag:
            _refuse(f"{other} and {tag} differ in case only")
        _members(languages, ((tag, _language),))


def _tag(tag: str) -> None:
    if not (tag.isascii() and tag.replace("-", "").isalnum()):
        _refuse(f"{_shown(tag)} is no language tag")


def _language(value: object) -> None:
    _members(value, LANGUAGE)
    members = _object(value)
    for key, inner in OPTIONAL:
        if key in members:
            _members(value, ((key, inner),))


def _canary(value: object) -> None:
    _sampled(value)
    if "on_failure" in _object(value):
        _members(value, (("on_failure", _stand_in),))


def _stand_in(value: object) -> None:
    if value != "primary":
        _refuse(f"expected primary, found {_shown(value)}")


def _shadows(value: object) -> None:
    _items(value, _sampled)


def _sampled(value: object) -> None:
    _answerer(value)
    _members(value, (("traffic", _basis_points),))


def _basis_points(value: object) -> None:
    if type(value) is not int or not 0 <= value <= EVERYBODY:
        _refuse(f"expected basis points from 0 to {EVERYBODY}, found {_shown(value)}")


def _answerer(value: object) -> None:
    _members(value, ANSWERER)
    answerer = cast("Answerer", value)
    if foreign := sorted(set(answerer["required"]).difference(answerer["fields"])):
        _refuse(f"{_shown(foreign[0])} is not among the fields", "required")
    if "passes" in answerer:
        _members(value, (("passes", _basis_points),))
    low, high = answerer["score"]["minimum"], answerer["score"]["maximum"]
    if not low <= answerer["threshold"] <= high:
        _refuse(f"{answerer['threshold']} is off the scale from {low} to {high}", "threshold")


def _fields(value: object) -> None:
    if not _list(value):
        _refuse("expected at least one field, found none")
    _texts(value)


def _texts(value: object) -> None:
    _items(value, _text)


def _scale(value: object) -> None:
    _members(value, SCALE)
    scale = cast("Scale", value)
    low, high = float(scale["minimum"]), float(scale["maximum"])
    if not (low < high and isfinite(high - low)):
        _refuse(f"from {low} to {high} is no finite width above zero")


def _endpoint(value: object) -> None:
    kind = _object(value).get("kind")
    if kind not in ("sagemaker", "http"):
        _refuse(f"expected sagemaker or http, found {_shown(kind)}", "kind")
    _members(value, SAGEMAKER if kind == "sagemaker" else HTTP)


SCALE: Checks = (("minimum", _number), ("maximum", _number))
SAGEMAKER: Checks = (("region", _text), ("name", _text))
HTTP: Checks = (("url", _text),)
ANSWERER: Checks = (
    ("model", _text),
    ("fields", _fields),
    ("required", _texts),
    ("threshold", _number),
    ("score", _scale),
    ("endpoint", _endpoint),
)
LANGUAGE: Checks = (("source", _text), ("primary", _answerer), ("shadows", _shadows))
OPTIONAL: Checks = (("canary", _canary), ("audit", _basis_points))
DOCUMENT: Checks = (("environment", _text), ("languages", _languages))
