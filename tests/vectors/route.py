"""Whole decisions over one document: where each event goes is written by hand."""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import count, product

from tests.vectors.formula import Json, bucket, key_at


def _answerer(model: str, threshold: float, fields: list[str], **more: object) -> Json:
    return {
        "model": model,
        "fields": fields,
        "required": ["title"],
        "threshold": threshold,
        "score": {"minimum": 0, "maximum": 1},
        "endpoint": {"kind": "sagemaker", "region": "eu-central-1", "name": model},
        **more,
    }


WORDS = "relevance-words-v1"
E5 = "relevance-e5-v3"
CHARS = "relevance-chars-v2"
AUDIT = ":audit"
COMPARED = f":compared:{E5}"
HTTP = {"kind": "http", "url": "https://models.acme.example/v1/models/relevance:predict"}
DOCUMENT: Json = {
    "environment": "production",
    "format": 1,
    "languages": {
        "de": {
            "source": "newswire",
            "primary": _answerer(WORDS, 0.342, ["title", "body"]),
            "canary": _answerer(E5, 0.287, ["title", "body", "location"], traffic=1000),
            "shadows": [_answerer(CHARS, 0.401, ["title"], traffic=2500)],
        },
        "en": {
            "source": "newswire",
            "primary": _answerer(E5, 0.3, ["title"], endpoint=HTTP),
            "canary": _answerer(WORDS, 0.55, ["title"], traffic=0),
            "shadows": [],
            "audit": 0,
        },
        "es": {
            "source": "newswire",
            "primary": _answerer(WORDS, 0.2, ["title"]),
            "canary": _answerer(E5, 0.4, ["title"], traffic=5000, on_failure="primary"),
            "shadows": [
                _answerer(CHARS, 0.3, ["title"], traffic=2500),
                _answerer(E5, 0.5, ["title"], traffic=0),
                _answerer(WORDS, 0.25, ["title"], traffic=10_000),
            ],
            "audit": 200,
        },
        "it": {
            "source": "newswire",
            "primary": _answerer(WORDS, 0.2, ["title"]),
            "canary": _answerer(
                E5, 0.4, ["title", "body"], traffic=3000, on_failure="primary", compared=2500
            ),
            "shadows": [_answerer(CHARS, 0.3, ["title"], traffic=2500)],
            "audit": 200,
        },
        "ja": {
            "source": "newswire",
            "primary": _answerer(WORDS, 0.2, ["title"]),
            "shadows": [],
            "audit": 10_000,
        },
        "ko": {
            "source": "newswire",
            "primary": _answerer(WORDS, 0.2, ["title"]),
            "canary": _answerer(E5, 0.4, ["title"], traffic=10_000, compared=10_000),
            "shadows": [],
        },
        "pl": {
            "source": "newswire",
            "primary": _answerer(WORDS, 0.2, ["title"]),
            "canary": _answerer(E5, 0.4, ["title"], traffic=0, compared=0),
            "shadows": [],
            "audit": 10_000,
        },
        "pt": {
            "source": "newswire",
            "primary": _answerer(
                CHARS, -1.25, ["body", "title"], score={"minimum": -5, "maximum": 5}
            ),
            "canary": _answerer(E5, 0.5, ["title", "body"], traffic=10_000, on_failure="primary"),
            "shadows": [
                _answerer(WORDS, 0.1, ["title"], traffic=0),
                _answerer(CHARS, 0, ["title"], traffic=10_000),
            ],
        },
        "und": {
            "source": "newswire",
            "primary": _answerer(WORDS, 1, ["title"], required=[]),
            "shadows": [],
        },
        "zh-Hant": {
            "source": "newswire",
            "primary": _answerer(WORDS, 0.41, ["title"]),
            "canary": _answerer(E5, 0.29, ["title"], traffic=5000, on_failure="primary"),
            "shadows": [],
        },
    },
}


def _canonical(document: Json) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def vectors() -> Json:
    """Whole decisions over one document."""
    text = _canonical(DOCUMENT)
    return {
        "about": "Whole decisions over one document. document_text is the compiled document as "
        "it is delivered: plan_hash is the sha256 of its UTF-8 bytes; document is the same for "
        "people to read. Each of decisions has what is asked (requested, key) and the decision. "
        "fallback is who answers if the canary fails, null where the failure is the caller's. "
        "bucket is null where nothing was drawn, because there is no canary or no key; an event "
        "without a key (null) goes to the primary, is drawn for no shadow and no audit and has "
        "keyed false. audited is the audit's share, in basis points, of an event that is drawn for "
        "it, else null. compared is the share, in basis points, of an event that primary and "
        "canary are both asked about, else null: the one that does not answer is the last of the "
        "shadows, drawn by the salt :compared: with the canary's name behind it. Of a shadow's "
        "copy, copied is how likely it was, in basis points, extra whether the audit alone brought "
        "it, and compared as above, null of a copy for a shadow. "
        "Each of payloads has a tag and key, an event and either the payload, which holds exactly "
        "the fields that the event has and that are not null, or the required field missing. "
        "refused are keys that are errors, whatever the language. "
        "None of them is a whole number: a reader may refuse one, or take it as its digits.",
        "document": DOCUMENT,
        "document_text": text,
        "plan_hash": sha256(text.encode()).hexdigest(),
        "decisions": [_decision(*case) for case in _routes()],
        "payloads": list(_payloads()),
        "refused": ["", 1.5, True, ["event-1"]],
    }


def _routes() -> Iterator[tuple[str, str | None, str, str]]:
    """Requested tag, key, tag of the entry and how it was found."""
    below = key_at(E5, "de", 999)
    at = key_at(E5, "de", 1000)
    yield "de", below, "de", "exact"
    yield "de", at, "de", "exact"
    yield "de-AT", below, "de", "lookup"
    yield "DE", at, "de", "exact"
    yield "de", None, "de", "exact"
    for edge in (2499, 2500):
        yield "de", key_at(CHARS, "de", edge), "de", "exact"
    yield "en", key_at(WORDS, "en", 0), "en", "exact"
    yield "en-GB", "event-1", "en", "lookup"
    yield "pt-BR", key_at(E5, "pt", 9999), "pt", "lookup"
    yield "pt", "زلزال", "pt", "exact"
    yield "pt", None, "pt", "exact"
    yield "fr", "地震-2024", "und", "default"
    yield "und", "event-1", "und", "exact"
    yield "und-Latn", None, "und", "lookup"
    # However the tag was asked for: what is hashed is the entry's, as the document writes it.
    for requested, found in [("zh-Hant", "exact"), ("ZH-HANT", "exact"), ("zh-hant-TW", "lookup")]:
        yield requested, key_at(E5, "zh-Hant", 4999), "zh-Hant", found
    yield "zh-Hant", key_at(E5, "zh-Hant", 5000), "zh-Hant", "exact"
    for edge in (0, 199, 200):
        yield "es", key_at(AUDIT, "es", edge), "es", "exact"
    for canary, chars in [(True, True), (True, False), (False, True), (False, False)]:
        yield "es-MX", _audited("es", canary, chars), "es", "lookup"
    yield "es", None, "es", "exact"
    # The audit of en is 0: the lowest bucket is not drawn. That of ja is everybody.
    yield "en", key_at(AUDIT, "en", 0), "en", "exact"
    yield "ja", key_at(AUDIT, "ja", 9999), "ja", "exact"
    yield "ja", None, "ja", "exact"
    for edge in (0, 2499, 2500):
        yield "it", key_at(COMPARED, "it", edge), "it", "exact"
    for drawn in product((True, False), repeat=3):
        yield "it-CH", _compared("it", *drawn), "it", "lookup"
    for edge in (2999, 3000):
        yield "it", _compared_at("it", edge), "it", "exact"
    yield "it", None, "it", "exact"
    # Everybody, though the canary answers for all; and nobody, though all are audited.
    yield "ko", key_at(COMPARED, "ko", 9999), "ko", "exact"
    yield "ko", None, "ko", "exact"
    yield "pl", key_at(COMPARED, "pl", 0), "pl", "exact"


def _audited(tag: str, canary: bool, chars: bool) -> str:
    """The first audited key that the canary and the shadow draw, or do not."""
    entry = DOCUMENT["languages"][tag]
    keys = (f"event-{index}" for index in count())
    return next(
        key
        for key in keys
        if bucket(AUDIT, tag, key) < entry["audit"]
        and (bucket(E5, tag, key) < entry["canary"]["traffic"]) is canary
        and (bucket(CHARS, tag, key) < entry["shadows"][0]["traffic"]) is chars
    )


def _compared(tag: str, audited: bool, canary: bool, compared: bool) -> str:
    """The first key that the audit, the canary and the comparison draw, or do not."""
    entry = DOCUMENT["languages"][tag]
    drawn = (
        (AUDIT, entry["audit"], audited),
        (E5, entry["canary"]["traffic"], canary),
        (COMPARED, entry["canary"]["compared"], compared),
    )
    keys = (f"event-{index}" for index in count())
    return next(
        key
        for key in keys
        if all((bucket(salt, tag, key) < share) is wanted for salt, share, wanted in drawn)
    )


def _compared_at(tag: str, number: int) -> str:
    """The first key in a bucket of the canary's own draw that the comparison draws as well."""
    share = DOCUMENT["languages"][tag]["canary"]["compared"]
    keys = (f"event-{index}" for index in count())
    return next(
        key for key in keys if bucket(E5, tag, key) == number and bucket(COMPARED, tag, key) < share
    )


def _decision(requested: str, key: str | None, tag: str, found: str) -> Json:
    role, drawn = _drawn(tag, key)
    return {
        "requested": requested,
        "key": key,
        "language": tag,
        "found": found,
        "role": role,
        **_asked(DOCUMENT["languages"][tag][role]),
        "bucket": drawn,
        "keyed": key is not None,
        "audited": _audit(tag, key),
        "fallback": _fallback(tag, role),
        **_copies(tag, key, role),
    }


def _copies(tag: str, key: str | None, role: str) -> Json:
    """Who is sent a copy, and whether primary and canary are compared."""
    entry = DOCUMENT["languages"][tag]
    share = entry.get("canary", {}).get("compared", 0)
    if key is None:
        return {"compared": None, "shadows": []}
    other = entry["canary"] if role == "primary" and share else entry["primary"]
    pair = _copy(tag, key, other, COMPARED, share, share) if share else []
    shadows = [
        copy
        for shadow in entry["shadows"]
        for copy in _copy(tag, key, shadow, shadow["model"], shadow["traffic"], None)
    ]
    return {"compared": share if pair else None, "shadows": [*shadows, *pair]}


def _copy(
    tag: str, key: str, answerer: Json, salt: str, share: int, compared: int | None
) -> list[Json]:
    """One, if its own draw brings it or the audit does."""
    number, audited = bucket(salt, tag, key), _audit(tag, key) is not None
    copied = 10_000 if audited else share
    more = {"bucket": number, "copied": copied, "extra": number >= share, "compared": compared}
    return [{**_asked(answerer), **more}] if audited or number < share else []


def _drawn(tag: str, key: str | None) -> tuple[str, int | None]:
    canary = DOCUMENT["languages"][tag].get("canary")
    if canary is None or key is None:
        return "primary", None
    drawn = bucket(canary["model"], tag, key)
    return ("canary" if drawn < canary["traffic"] else "primary"), drawn


def _audit(tag: str, key: str | None) -> int | None:
    share: int = DOCUMENT["languages"][tag].get("audit", 0)
    return share if key is not None and bucket(AUDIT, tag, key) < share else None


def _fallback(tag: str, role: str) -> Json | None:
    entry = DOCUMENT["languages"][tag]
    if role == "canary" and entry["canary"].get("on_failure") == "primary":
        return _asked(entry["primary"])
    return None


def _asked(answerer: Json) -> Json:
    return {name: answerer[name] for name in ("model", "endpoint", "fields", "threshold")}


def _payloads() -> Iterator[Json]:
    canary = key_at(E5, "de", 999)
    event = {"id": 7, "title": "Streik", "body": "Hafen", "location": "DE-HH", "extra": [1]}
    without_body = {"title": "Streik", "location": "DE-HH"}
    names = ["title", "body", "location"]
    yield {
        "language": "de",
        "key": canary,
        "event": event,
        "payload": {name: event[name] for name in names},
    }
    yield {"language": "de", "key": canary, "event": without_body, "payload": without_body}
    yield {"language": "de", "key": None, "event": without_body, "payload": {"title": "Streik"}}
    yield {"language": "de", "key": None, "event": {"body": "Hafen"}, "missing": "title"}
    yield {"language": "de", "key": None, "event": {"title": None}, "missing": "title"}
    yield {
        "language": "de",
        "key": None,
        "event": {"title": "", "body": None},
        "payload": {"title": ""},
    }
    yield {"language": "und", "key": None, "event": {}, "payload": {}}
