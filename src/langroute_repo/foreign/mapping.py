"""The mapping: where in a company's own document, or in its variables, each value stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from langroute_repo.foreign.paths import LANGUAGE, Path, path_of
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.strict_yaml.reader import locate, parse
from langroute_repo.tree.files.part import Part
from langroute_repo.tree.form import Text
from langroute_repo.tree.validation_errors import shape_faults
from langroute_repo.tree.values import Name, Omittable, Tag

Where = Annotated[
    str,
    Text(
        r"^\S(.*\S)?$",
        "a path into the document, or the name of a variable",
        ("routes.{language}.model", "MODEL_{language}"),
        longest=255,
    ),
]
Unit = Literal["fraction", "percent", "basis points"]


class Value(Part):
    """Where a value stands: the first of ``at`` that is there, else ``constant``."""

    at: Omittable[Annotated[list[Where], Field(min_length=1)]] = None
    constant: Omittable[Any] = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        """A path alone, or one path in the place of a list."""
        if isinstance(data, str | list):
            return {"at": [data] if isinstance(data, str) else data}
        if isinstance(data, dict) and isinstance(data.get("at"), str):
            return data | {"at": [data["at"]]}
        return data


class Share(Value):
    """Where a share of the traffic stands, and what its numbers mean."""

    unit: Unit


class Answerer(Part):
    """A model that is asked. With ``each`` paths that begin with a dot go on from a member."""

    each: Omittable[Where] = None
    model: Value
    threshold: Omittable[Value] = None
    fields: Omittable[Value] = None
    traffic: Omittable[Share] = None


class Languages(Part):
    """Where the languages stand, and what those are called that have no tag as a name."""

    at: Where
    names: Omittable[dict[str, Tag]] = None
    leave_out: Omittable[list[str]] = None


class Mapping(Part):
    """What is where. ``arms`` is for a list with shares, in the place of primary and canary."""

    reads: Literal["json", "env"]
    live: Omittable[
        Annotated[str, Text(r"^[^/]+/[^/]+/[^/]+$", "APP/ENV/PROFILE", ("risk/live/routes",))]
    ] = Field(None, description="Where in AppConfig the document is that the backend reads today.")
    languages: Languages
    primary: Omittable[Answerer] = None
    canary: Omittable[Answerer] = None
    arms: Omittable[Answerer] = None
    shadows: list[Answerer] = Field(default_factory=list)
    models: Omittable[dict[str, Name]] = Field(
        None, description="What models are called here whose names there cannot be names here."
    )
    rounding: Omittable[Literal["nearest"]] = Field(
        None, description="Round what lies between two steps; refused when left out."
    )

    @property
    def variables(self) -> bool:
        """Whether it is for environment variables."""
        return self.reads == "env"

    def answerers(self) -> Iterator[tuple[Keys, Answerer]]:
        """Each answerer with its path in the mapping."""
        for name in ("primary", "canary", "arms"):
            if held := getattr(self, name):
                yield (name,), held
        for index, shadow in enumerate(self.shadows):
            yield ("shadows", index), shadow


class UnusableMapping(Exception):
    """A mapping that nothing can be read by: each fault with its line and its cure."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Written:
    """A mapping with its text, so that whatever is said of it names the line."""

    mapping: Mapping
    raw: bytes

    def at(self, keys: Keys, message: str, hint: str) -> str:
        """A sentence about a place of the mapping."""
        return told(self.raw, keys, message, hint)


def told(raw: bytes, keys: Keys, message: str, hint: str) -> str:
    """A sentence about a place of a text."""
    place = locate(raw, keys)
    where = ".".join(map(str, keys))
    named = f"{where}: " if where else ""
    cure = f" ({hint})" if hint else ""
    return f"line {(place.key or place.value).line}: {named}{message}{cure}"


def read(raw: bytes) -> Written:
    """The mapping that a file holds; ``UnusableMapping`` has all that is wrong with it."""
    parsed = parse(raw)
    if parsed.faults:
        faults = [f"line {one.span.line}: {one.message} ({one.hint})" for one in parsed.faults]
        raise UnusableMapping(faults)
    try:
        written = Written(mapping=Mapping.model_validate(parsed.data), raw=raw)
    except ValidationError as error:
        shapes = shape_faults(error, Mapping, parsed.data)
        raise UnusableMapping(
            [told(raw, one.at, one.message, one.hint) for one in shapes]
        ) from error
    if faults := list(_faults(written)):
        raise UnusableMapping(faults)
    return written


def _faults(written: Written) -> Iterator[str]:
    """What a mapping says that cannot be meant."""
    mapping = written.mapping
    if (mapping.primary is None) == (mapping.arms is None) or (mapping.arms and mapping.canary):
        hint = "arms is for a list of all that answer with their shares, primary for any other"
        yield written.at((), "it needs either primary, and canary if there is one, or arms", hint)
    at = path_of(mapping.languages.at, mapping.variables)
    if at is None or at.relative or mapping.languages.at.count("{") != 1 or not _named(at):
        example = "MODEL_{language}" if mapping.variables else "routes.{language}"
        hint = f"for example {example}"
        yield written.at(("languages", "at"), "it needs {language} once", hint)
    for keys, answerer in mapping.answerers():
        yield from _of_answerer(written, keys, answerer)


def _of_answerer(written: Written, keys: Keys, answerer: Answerer) -> Iterator[str]:
    variables = written.mapping.variables
    if answerer.traffic is None and keys != ("primary",):
        yield written.at(keys, '"traffic" is missing', "add traffic: with at: and unit:")
    if keys == ("arms",) and answerer.each is None:
        yield written.at(keys, '"each" is missing', "add each: the path of the list of arms")
    if answerer.each is not None and (variables or keys[0] in ("primary", "canary")):
        hint = "take it out; a list of all that answer is mapped by arms"
        yield written.at((*keys, "each"), "it is for arms and shadows of a document", hint)
    elif answerer.each is not None and not _absolute(answerer.each):
        yield written.at((*keys, "each"), f'"{answerer.each}" is no path', PATH_HINT)
    for name, value in values(answerer):
        if value.at is None and value.constant is None:
            hint = "add at: with a path, or constant: where the document has none"
            yield written.at((*keys, name), "it says no place and no constant", hint)
        for text in value.at or ():
            path = path_of(text, variables)
            if path is None:
                yield written.at((*keys, name), f'"{text}" is no path', PATH_HINT)
            elif path.relative and answerer.each is None:
                hint = "only with each: is there a member to go on from"
                yield written.at((*keys, name), f'"{text}" begins with a dot', hint)


PATH_HINT = 'write keys with dots between them, such as routes.{language}.model, ["a.b"] or [0]'


def _named(path: Path) -> bool:
    return any(LANGUAGE in str(step.wanted) for step in path.steps)


def _absolute(text: str) -> bool:
    path = path_of(text)
    return path is not None and not path.relative


def values(answerer: Answerer) -> Iterator[tuple[str, Value]]:
    """What is mapped of an answerer, by its key in the mapping."""
    for name in ("model", "threshold", "fields", "traffic"):
        if (value := getattr(answerer, name)) is not None:
            yield name, value
