"""Which model answers for an event: the one place where a compiled document gets its meaning."""

import marshal
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, cast

from langroute.decision import Decision
from langroute.document import Document, canonical, parse, plan_hash
from langroute.endpoint_shape import LATER, endpoints
from langroute.lookup import DEFAULT, Found, folded, looked_up, names
from langroute.prepared import Draw, Entry, Parts, prepared, salted
from langroute.promise import Asked, Needs, Promise, needs, promises
from langroute.shape import EVERYBODY

# Callers may pass on tags that they got from outside, so what is remembered about them is bounded.
REMEMBERED_TAGS = 4096
REMEMBERED_LENGTH = 64
# As Decision._make, but for its call within Python and its look at the length: a tenth of a route.
_decided: Callable[[Parts], Decision] = partial(tuple.__new__, Decision)


class UnknownLanguage(LookupError):
    """A language that no entry answers for. ``tried`` are the tags that were looked up."""

    def __init__(self, language: object, tried: tuple[str, ...]) -> None:
        super().__init__(language, tried)
        self.language = language
        self.tried = tried

    def __str__(self) -> str:
        if not self.tried:
            return f"language {self.language!r:.80} is no tag: pass a str such as 'pt-BR' or 'und'"
        tried = ", ".join(f"{tag:.80}" for tag in self.tried[:8])
        return f"no entry for language {self.language!r:.80}: tried {tried}"


class InvalidKey(TypeError):
    """A key that has no bucket: neither text nor a whole number, empty, or not valid Unicode."""

    def __init__(self, key: object) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        kind = type(self.key).__name__
        return (
            f"key {_shown(self.key)} ({kind}) has no bucket: pass the event's stable id as a str "
            "that is not empty or as an int, or None for an event without one"
        )


def bucket(salt: str, language: str, key: str | int) -> int:
    """Where an event falls between 0 and 9999: the canary answers below its basis points.

    ``salt`` is the name of the model that is drawn for, or one of those of ``langroute.prepared``;
    ``language`` is the tag of the entry found.
    """
    return _bucket(salted(salt, language), _encoded(key))


class Router:
    """Routes events by one compiled document; never changes what it answers, any thread may use it.

    Takes the bytes as they were delivered, or the document as a mapping, which is then the same
    as its canonical bytes. ``DocumentError`` if it cannot be used.
    """

    __slots__ = (
        "_entries",
        "_environment",
        "_longest",
        "_names",
        "_packed",
        "_plan_hash",
        "_promises",
        "_remembered",
        "_tags",
    )

    def __init__(self, document: bytes | Mapping[str, Any]) -> None:
        raw = document if isinstance(document, bytes) else canonical(document)
        parsed = parse(raw)
        languages = parsed["languages"]
        if parsed["format"] == 1:
            _without_later(parsed)
        self._environment = parsed["environment"]
        self._plan_hash = plan_hash(raw)
        self._tags = tuple(languages)
        self._names = names({tag: one.get("also", ()) for tag, one in languages.items()})
        self._longest = max(map(len, self._names))
        # Python's collector stops every thread while it walks the objects that there are: 60 ms in
        # the middle of a swap of 2 MB. Packed, a language is not among them.
        self._packed = {
            tag: marshal.dumps((tag, cast("dict[str, Any]", language)))
            for tag, language in languages.items()
        }
        self._entries: dict[str, Entry] = {}
        self._promises: Mapping[Asked, Promise] | None = None
        self._remembered: dict[str, tuple[Entry, Found]] = {}

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Router":
        """The router over the bytes of a document, as AppConfig delivers them."""
        return cls(raw)

    @property
    def environment(self) -> str:
        """The environment that the document was compiled for."""
        return self._environment

    @property
    def plan_hash(self) -> str:
        """The sha256 of the document's bytes."""
        return self._plan_hash

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags that have an entry, in the document's order."""
        return self._tags

    @property
    def promises(self) -> Mapping[Asked, Promise]:
        """What was reviewed of every answerer, for whoever holds its answers against it."""
        if self._promises is None:
            self._promises = promises(map(marshal.loads, self._packed.values()))
        return self._promises

    def needs(self) -> Mapping[Asked, Needs]:
        """What every answerer is sent, for whoever tells an event's fault from a route's."""
        return needs(map(marshal.loads, self._packed.values()))

    def route(self, language: str, key: str | int | None) -> Decision:
        """Who answers for an event of this language, and which shadows are sent a copy.

        Where primary and canary are compared, the one that does not answer is the last of them. Of
        an event that is drawn for the audit all are.
        ``key`` is the event's stable id; a whole number is its decimal digits. An event without one
        goes to the primary, is drawn for nothing, not even for a shadow or an audit of 100 %, and
        says so by ``keyed``.
        ``UnknownLanguage`` and ``InvalidKey`` are raised whether or not the entry draws anything.
        """
        try:
            entry, found = self._remembered[language]
        except (KeyError, TypeError):
            entry, found = self._look_up(language)
        # Unpacked at once: a named tuple's attributes are the dearer way to its items.
        parts, canary, stand_in, pair, sampled, audit = entry
        if key is None:
            alone = language, found, None, False, (), None, None, None, False, None
            return _decided(parts + alone)
        encoded = _encoded(key)
        drawn = fallback = audited = compared = None
        if audit is not None and _bucket(audit.prefix, encoded) < audit.share:
            audited = audit.share
        shadows = _shadows(sampled, language, found, encoded, audited) if sampled else ()
        if canary is not None:
            asked, prefix, traffic = canary
            drawn = _bucket(prefix, encoded)
            if pair is not None:
                other = pair.primary if drawn < traffic else pair.canary
                copies = _shadows((other,), language, found, encoded, audited, other.traffic)
                if copies:
                    shadows, compared = shadows + copies, other.traffic
            if drawn < traffic:
                parts = asked
                if stand_in is not None:
                    instead = language, found, drawn, True, (), None, audited, None, False, compared
                    fallback = _decided(stand_in + instead)
        more = language, found, drawn, True, shadows, fallback, audited, None, False, compared
        return _decided(parts + more)

    def _look_up(self, language: object) -> tuple[Entry, Found]:
        if not isinstance(language, str):
            raise UnknownLanguage(language, ())
        for tag, found in looked_up(language, self._longest):
            if name := self._names.get(folded(tag)):
                other = found == "exact" and folded(name) != folded(tag)
                return self._remember(language, self._unpacked(name), "also" if other else found)
        if DEFAULT in self._names:
            return self._remember(language, self._unpacked(self._names[DEFAULT]), "default")
        tried = (tag for tag, _ in looked_up(language, REMEMBERED_LENGTH))
        raise UnknownLanguage(language, (*tried, DEFAULT))

    def _unpacked(self, tag: str) -> Entry:
        """The entry of a tag, prepared when the first event asks for it."""
        entry = self._entries.get(tag)
        if entry is None:
            written, language = marshal.loads(self._packed[tag])
            entry = self._entries[tag] = prepared(written, language, self._plan_hash)
        return entry

    def _remember(self, language: str, entry: Entry, found: Found) -> tuple[Entry, Found]:
        # Threads may race here: each step is atomic, the worst is a tag looked up once more, or
        # an entry prepared twice.
        if len(self._remembered) >= REMEMBERED_TAGS:
            self._remembered.clear()
        if len(language) <= REMEMBERED_LENGTH:
            self._remembered[language] = entry, found
        return entry, found


def _without_later(document: Document) -> None:
    """Keys that format 1 does not know are ignored, whatever a later one makes of them."""
    for _, endpoint in endpoints(document):
        for key in LATER.intersection(endpoint):
            del endpoint[key]


def _shadows(
    sampled: tuple[Draw, ...],
    language: str,
    found: Found,
    encoded: bytes,
    audited: int | None,
    compared: int | None = None,
) -> tuple[Decision, ...]:
    """The shadows that are sent a copy: by their own draw, and of an audited event all."""
    drawn = []
    for parts, prefix, traffic in sampled:
        number = _bucket(prefix, encoded)
        own = number < traffic
        if own or audited is not None:
            copied = traffic if audited is None else EVERYBODY
            copy = (language, found, number, True, (), None, audited, copied, not own, compared)
            drawn.append(_decided(parts + copy))
    return tuple(drawn)


def _encoded(key: str | int) -> bytes:
    try:
        if type(key) is int:  # no truth value, which is one by inheritance
            return str(key).encode()
        if isinstance(key, str) and key:
            return key.encode()
    except ValueError:  # half a surrogate pair, or more digits than Python writes
        pass
    raise InvalidKey(key)


def _shown(key: object) -> str:
    try:
        return f"{key!r:.80}"
    except ValueError:  # a number of more digits than Python writes
        return "of too many digits"


def _bucket(prefix: bytes, encoded: bytes) -> int:
    digest = sha256(prefix + encoded).digest()
    return int.from_bytes(digest[:8], "big") * EVERYBODY >> 64
