"""The one strict reader of the YAML that people write: data, faults and places, never a guess.

What two readers of YAML take differently is a fault here, with the cure in its hint: only JSON's
numbers, ``true`` and ``false`` are other than text, and nothing is expanded, merged or overwritten.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from langroute_repo.strict_yaml.characters import (
    FORBIDDEN_IN_KEY,
    FORBIDDEN_IN_TEXT,
    MAX_FAULTS,
    character_faults,
    character_name,
    directive_faults,
    encoding_fault,
)
from langroute_repo.strict_yaml.disputed import disputes, suspect
from langroute_repo.strict_yaml.fault import MAX_QUOTED, Fault, Words, shortened
from langroute_repo.strict_yaml.plain import PLAIN, ambiguity_words, comma_words, number_words
from langroute_repo.strict_yaml.position import Keys, Span, span_of
from langroute_repo.strict_yaml.syntax import syntax_fault

# The stubs call the marks of an event optional; the parsers always set them.
Event = Any
Mark = Any

MAX_BYTES = 1_048_576
MAX_DEPTH = 32

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_PROPERTY = re.compile(r"([&!][^\s,\[\]{}]*)\s*")
_COMMA = re.compile(r"-?[0-9]+,[0-9][^\s,]*\Z")
_NULLS = ("", "~", "null", "Null", "NULL")


class Parsed(NamedTuple):
    """What a text holds: dict, list, str, int, Decimal or bool; None if it has any fault."""

    data: object
    faults: tuple[Fault, ...]


class Location(NamedTuple):
    """Where a value and its key stand; the root and the items of a list have no key."""

    key: Span | None
    value: Span


_START = Span(1, 1, 1, 1)


def parse(raw: bytes) -> Parsed:
    """Read the bytes of one file. Any bytes give a result; faults come in the order of the text."""
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; the limit is {MAX_BYTES:,}"
        return Parsed(None, (Fault(message, "remove what nobody reviews", _START),))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Parsed(None, (encoding_fault(raw, error.start),))
    if faults := character_faults(text) or directive_faults(text):
        return Parsed(None, faults)
    builder = _Builder(text)
    data = builder.read()
    faults = tuple(sorted(dict.fromkeys(builder.faults), key=lambda fault: fault.span))
    if builder.suspect and not faults:
        faults = tuple(islice(disputes(text, yaml.parse(text, Loader=_LOADER)), MAX_FAULTS))
    return Parsed(None if faults else data, faults)


def locate(raw: bytes, path: Keys) -> Location:
    """Where the value at a path stands, or its deepest ancestor; the start of a faulty file."""
    places = _places(raw)
    while path and path not in places:
        path = path[:-1]
    return places.get(path, Location(None, _START))


def _between(start: Event, end: Event) -> Span:
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _extent(event: Event) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


class _Stop(Exception):
    """Reading on after the fault just noted would tell nothing."""


class _Builder:
    """Builds the data of a text from the parser's events and notes every fault on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.next: Callable[[], Event]
        # Nearly all texts have none, and are not looked at again for each of their values.
        self.has_properties = "&" in text or "!" in text
        # Whether it has to be looked at again for what readers take differently.
        self.suspect = suspect(text)

    def read(self) -> object:
        try:
            return self.document()
        except yaml.YAMLError as error:
            self.faults.append(syntax_fault(self.text, error))
        except _Stop:
            pass
        return None

    def document(self) -> object:
        self.next = _LOADER(self.text).get_event
        self.next()
        if isinstance(self.next(), StreamEndEvent) or _is_nothing(root := self.next()):
            self.note(("the file is empty", "write its keys, or delete it"), (0, 0))
            return None
        data = self.value(root, 0)
        self.next()
        if isinstance(second := self.next(), DocumentStartEvent):
            words = "a second document begins here", "keep one document in a file"
            self.note(words, _extent(second))
        return data

    def note(self, words: Words, at: tuple[int, int], first: Event = None) -> None:
        related = ((span_of(self.text, *_extent(first)), "first written here"),) if first else ()
        self.faults.append(Fault(*words, span_of(self.text, *at), related))
        if len(self.faults) == MAX_FAULTS:
            raise _Stop

    def value(self, event: Event, depth: int) -> object:
        if isinstance(event, AliasEvent):
            hint = "write the value out; quote it if the '*' belongs to it"
            self.note((f"an alias, '*{shortened(str(event.anchor))}'", hint), _extent(event))
            return None
        self.properties(event)
        if isinstance(event, ScalarEvent):
            return self.scalar(event)
        if depth == MAX_DEPTH:
            words = f"more than {MAX_DEPTH} levels of nesting", "make it flatter"
            self.note(words, _extent(event))
            raise _Stop
        if isinstance(event, MappingStartEvent):
            return self.mapping(event, depth + 1)
        return self.sequence(event, depth + 1)

    def properties(self, event: Event) -> None:
        """Note anchors and tags, by the text: the C parser is silent about the tag '!'."""
        if not self.has_properties:
            return
        at = event.start_mark.index
        while self.text.startswith(("&", "!"), at) and (match := _PROPERTY.match(self.text, at)):
            kind = "an anchor" if match[1][0] == "&" else "a tag"
            hint = "remove it; quote the value if the sign belongs to it"
            self.note((f"{kind}, '{shortened(match[1])}'", hint), match.span(1))
            at = match.end()

    def sequence(self, start: Event, depth: int) -> list[object]:
        items = []
        while not isinstance(event := self.next(), SequenceEndEvent):
            items.append(self.value(event, depth))
        self.suspect = self.suspect or bool(start.flow_style and _over_lines(start, event))
        return items

    def mapping(self, start: Event, depth: int) -> dict[str, object]:
        data: dict[str, object] = {}
        keys: dict[str, Event] = {}
        while not isinstance(event := self.next(), MappingEndEvent):
            key = self.key(event, depth)
            value = self.value(self.next(), depth)
            if key in keys:
                self.duplicate(event, keys[key])
            elif key is not None:
                keys[key] = event
                data[key] = value
        self.suspect = self.suspect or bool(start.flow_style and _over_lines(start, event))
        return data

    def key(self, event: Event, depth: int) -> str | None:
        """The key as it is written; None for what cannot be one, which is noted and read past."""
        if not isinstance(event, ScalarEvent):
            if not isinstance(event, AliasEvent):
                self.note(("a key must be one word", "write a plain word"), _extent(event))
            self.value(event, depth)
            return None
        self.properties(event)
        key: str = event.value
        if event.style == '"' or not key.isascii():
            self.characters(event, FORBIDDEN_IN_KEY, "a key")
        if not key or (not event.style and key in _NULLS):
            self.note(("a key is needed", "write a word; quote it if it is null"), _extent(event))
            return None
        if key == "<<" and not event.style:
            self.note(("a merge key, '<<'", "write the merged keys out"), _extent(event))
        return key

    def duplicate(self, event: Event, first: Event) -> None:
        lines = f"on lines {first.start_mark.line + 1} and {event.start_mark.line + 1}"
        words = f"key '{shortened(event.value)}' is written twice, {lines}", "keep one of them"
        self.note(words, _extent(event), first)

    def characters(self, event: Event, forbidden: re.Pattern[str], where: str = "a text") -> None:
        """Note what the scan of the text could not see: characters written as escapes."""
        for match in forbidden.finditer(event.value):
            words = f"{character_name(match[0])} in {where}", f"write the {where[2:]} without it"
            self.note(words, _extent(event))

    def comma(self, at: int) -> bool:
        """Whether what ends there is a number with a comma, which ended its value: {at: 0,193}."""
        written = _COMMA.search(self.text, max(0, at - MAX_QUOTED), at)
        words = written and comma_words(written[0])
        if words and written:
            self.note(words, written.span())
        return bool(words)

    def text_beside_spaces(self, event: Event) -> str:
        """A plain text, at whose ends YAML leaves spaces of other kinds, seen by nobody."""
        value: str = event.value
        for end in (value[:1], value[-1:]):
            if end.isspace():
                words = f"{character_name(end)} beside a value", "write a plain space, or none"
                self.note(words, _extent(event))
                break
        return value

    def scalar(self, event: Event) -> object:
        if event.style:
            self.suspect = self.suspect or event.style in "|>" or _over_lines(event, event)
            if event.style == '"':
                self.characters(event, FORBIDDEN_IN_TEXT)
            return event.value
        value: str = event.value
        match = PLAIN.fullmatch(value)
        if value and not match:
            return value if value.isascii() else self.text_beside_spaces(event)
        kind = match.lastgroup if match else "null"
        if kind == "bool":
            return value == "true"
        if not value and self.comma(event.start_mark.index):
            return None
        if (
            words := number_words(value)
            if kind in ("int", "decimal")
            else ambiguity_words(kind, value)
        ):
            self.note(words, _extent(event))
            return None
        return int(value) if kind == "int" else Decimal(value)


def _over_lines(start: Event, end: Event) -> bool:
    return bool(start.start_mark.line != end.end_mark.line)


def _is_nothing(event: Event) -> bool:
    start, end = _extent(event)
    return isinstance(event, ScalarEvent) and start == end


class _Surveyor:
    """Notes where every key and value of a text without faults stands."""

    def __init__(self, text: str) -> None:
        self.next: Callable[[], Event] = yaml.parse(text, Loader=_LOADER).__next__
        self.places: dict[Keys, Location] = {}

    def survey(self) -> dict[Keys, Location]:
        self.next()
        self.next()
        self.node(self.next(), (), None)
        return self.places

    def node(self, event: Event, path: Keys, key: Span | None) -> Mark:
        scalar = isinstance(event, ScalarEvent)
        end = event.end_mark if scalar else self.children(event, path)
        self.places[path] = Location(key, _between(event.start_mark, end))
        return end

    def children(self, start: Event, path: Keys) -> Mark:
        """Note all children. A block ends with its last one; to the parsers, where more begins."""
        count, end = 0, start.end_mark
        while not isinstance(event := self.next(), CollectionEndEvent):
            key, step = None, count
            if isinstance(start, MappingStartEvent):
                key, step = _between(event.start_mark, event.end_mark), event.value
                event = self.next()
            end = self.node(event, (*path, step), key)
            count += 1
        return event.end_mark if start.flow_style else end


@lru_cache(maxsize=8)
def _places(raw: bytes) -> dict[Keys, Location]:
    return {} if parse(raw).faults else _Surveyor(raw.decode("utf-8")).survey()
