"""A reader in Python held against all vectors of its look-up, its draws and its documents."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from langroute import DocumentError, InvalidKey, Router, UnknownFormat, UnknownLanguage, bucket
from langroute.lookup import answering, names

VECTORS = Path(__file__).parents[1] / "vectors"
LOOKUP, BUCKET, ROUTE, DOCUMENTS = (
    json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("lookup", "bucket", "route", "document")
)


def _document(group: dict[str, Any]) -> bytes:
    entry = ROUTE["document"]["languages"]["und"]
    also = {tag: {"also": held} for tag, held in group["also"].items()}
    languages = {tag: entry | also.get(tag, {}) for tag in group["entries"]}
    return json.dumps({"environment": "test", "format": 1, "languages": languages}).encode()


OF_A_DECISION = (
    "requested", "language", "found", "role", "bucket", "keyed", "audited", "compared",
)  # fmt: skip
OF_A_COPY = ("bucket", "copied", "extra", "compared")
GROUPS = [(group, _document(group)) for group in LOOKUP["groups"]]
REFUSED = [
    (case, bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode())
    for case in DOCUMENTS["refused"]
]


def disagreement(documents_first: bool) -> str | None:
    """The first vector that the reader does not agree with, and how; None when there is none."""
    parts = (
        (_documents, _routed, _looked_up) if documents_first else (_routed, _looked_up, _documents)
    )
    try:
        return next((found for part in parts for found in part()), None)
    except Exception as error:  # a mistake may make anything fail
        return f"{type(error).__name__}: {error}"


def _documents() -> Iterator[str]:
    for case, raw in REFUSED:
        try:
            Router(raw)
            yield f"{case['about']} is read"
        except DocumentError as error:
            if isinstance(error, UnknownFormat) is not case.get("unknown_format", False):
                yield f"{case['about']} is another error"
    for case in DOCUMENTS["read"]:
        expected = case["expect"]
        decision = Router(case["text"].encode()).route(expected["requested"], expected["key"])
        seen = decision._asdict() | {"endpoint": dict(decision.endpoint), "key": expected["key"]}
        if {name: seen[name] for name in expected} != expected:
            yield f"{case['about']} is read otherwise"


def _looked_up() -> Iterator[str]:
    for group, raw in GROUPS:
        among = Router(raw)
        known = names({tag: group["also"].get(tag, ()) for tag in group["entries"]})
        for requested, language, found in group["cases"]:
            for _ in range(2):  # looked up, then remembered
                try:
                    decision = among.route(requested, None)
                    seen: tuple[str | None, str] = decision.language, decision.found
                except UnknownLanguage:
                    seen = None, "unknown"
                if seen != (language, found):
                    yield f"{requested} is {seen} among {group['entries']}"
            if isinstance(requested, str) and answering(requested, known) != language:
                yield f"{requested} is answered otherwise in the files"


def _routed() -> Iterator[str]:
    among = Router(ROUTE["document_text"].encode())
    if {among.plan_hash, Router(ROUTE["document"]).plan_hash} != {ROUTE["plan_hash"]}:
        yield "another plan hash"
    for case in ROUTE["decisions"]:
        if seen := _unlike(case, among.route(case["requested"], case["key"])):
            yield f"{case['requested']} {case['key']}: {seen}"
    for tag in ROUTE["document"]["languages"]:
        for key in ROUTE["refused"]:
            try:
                among.route(tag, key)
                yield f"{key!r} is routed"
            except InvalidKey:
                pass
    for salt, language, key, expected in BUCKET["buckets"]:
        if bucket(salt, language, key) != expected:
            yield f"another bucket of {key!r}"


def _unlike(case: dict[str, Any], decision: Any) -> str | None:
    """What differs from the decision that is expected."""
    seen = {
        **_asked(decision),
        **{name: getattr(decision, name) for name in OF_A_DECISION},
        "key": case["key"],
        "fallback": decision.fallback and _asked(decision.fallback),
        "shadows": [
            {**_asked(one), **{name: getattr(one, name) for name in OF_A_COPY}}
            for one in decision.shadows
        ],
    }
    others = [one for one in (*decision.shadows, decision.fallback) if one]
    if {(one.keyed, one.audited) for one in others} - {(decision.keyed, decision.audited)}:
        return "a copy or a fallback has no part in the draw"
    if any(one.role != "shadow" for one in decision.shadows):
        return "a copy is for an answer"
    if decision.fallback and decision.fallback.compared != decision.compared:
        return "a fallback is another comparison"
    if any(
        (one.copied, one.extra) != (None, False) for one in (decision, decision.fallback) if one
    ):
        return "an answer is a copy"
    return None if seen == case else f"{seen}"


def _asked(decision: Any) -> dict[str, Any]:
    return {
        "model": decision.model,
        "endpoint": dict(decision.endpoint),
        "fields": list(decision.fields),
        "threshold": decision.threshold,
    }
