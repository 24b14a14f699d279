"""Which bytes are a document and which must be refused: written by hand."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.vectors.formula import Json
from tests.vectors.route import DOCUMENT, E5, WORDS

# What every document of format 1 has, and nothing that one may lack.
PRIMARY: Json = DOCUMENT["languages"]["de"]["primary"] | {"threshold": 0.5}
LEAST: Json = {
    "environment": "production",
    "format": 1,
    "languages": {"de": {"source": "newswire", "primary": PRIMARY, "shadows": []}},
}
CANARY: Json = PRIMARY | {"model": E5, "traffic": 10_000}
FAULTS: list[tuple[str, str, object]] = [
    ("no entry at all", "languages", {}),
    ("a list of entries", "languages", []),
    ("an entry without a primary", "languages/de/primary", ...),
    ("a canary that is null", "languages/de/canary", None),
    ("a primary without a threshold", "languages/de/primary/threshold", ...),
    ("a threshold as text", "languages/de/primary/threshold", "0.5"),
    ("a threshold off its scale", "languages/de/primary/threshold", 34.2),
    ("a scale without a width", "languages/de/primary/score/maximum", 0),
    ("no field at all", "languages/de/primary/fields", []),
    ("a field that is no text", "languages/de/primary/fields/0", 7),
    ("a required field that is not sent", "languages/de/primary/required", ["summary"]),
    ("a model of half a surrogate pair", "languages/de/primary/model", "\ud800"),
    ("an endpoint of an unknown kind", "languages/de/primary/endpoint/kind", "grpc"),
    ("an endpoint without its name", "languages/de/primary/endpoint/name", ...),
    ("a canary without a share", "languages/de/canary", PRIMARY),
    ("a share above everybody", "languages/de/canary", CANARY | {"traffic": 10_001}),
    ("a share below nobody", "languages/de/canary", CANARY | {"traffic": -1}),
    ("a share that is no whole number", "languages/de/canary", CANARY | {"traffic": 2.5}),
    ("an audit above everybody", "languages/de/audit", 10_001),
    ("an audit below nobody", "languages/de/audit", -1),
    ("an audit that is no whole number", "languages/de/audit", 0.5),
    ("an audit as text", "languages/de/audit", "2%"),
    ("a shadow above everybody", "languages/de/shadows", [CANARY | {"traffic": 10_001}]),
]
FORMATS: list[tuple[str, object]] = [("newer", 2), ("older than the first", 0)]


def vectors() -> Json:
    """Which bytes are a document and which must be refused."""
    return {
        "about": "Which bytes are a document. Each of read has a text and one decision of it "
        "(requested, key, role, model). Each of refused, a text or bytes in hexadecimal digits, "
        "is an error when it is loaded, so that the reader keeps the document that it has; those "
        "with unknown_format are of a format that the reader does not know, and of another shape.",
        "read": [*_read()],
        "refused": [*_bytes(), *_formats(), *map(_faulty, FAULTS)],
    }


def _read() -> list[Json]:
    primary = {"requested": "de", "key": "event-1", "role": "primary", "model": WORDS}
    canary = {"requested": "de", "key": "event-1", "role": "canary", "model": E5}
    return [
        {"about": "every optional key is missing", "text": _text(LEAST), "expect": primary},
        {
            "about": "keys that format 1 does not know are ignored, wherever they are",
            "text": _text(_with(LEAST, _strangers)),
            "expect": primary,
        },
        {
            "about": "keys in another order, with blanks between",
            "text": json.dumps(
                _with(LEAST, lambda it: it["languages"]["de"].update(canary=CANARY))
            ),
            "expect": canary,
        },
    ]


def _bytes() -> list[Json]:
    whole = _text(LEAST)
    return [
        {"about": "0 bytes", "text": ""},
        {"about": "cut off", "text": whole[: len(whole) // 2]},
        {"about": "cut off by one character", "text": whole[:-1]},
        {"about": "two documents", "text": whole + whole},
        {"about": "another page", "text": "<html>"},
        {"about": "no object", "text": "[]"},
        {"about": "null", "text": "null"},
        {"about": "a number that JSON lacks", "text": whole.replace("0.5", "NaN")},
        {"about": "a number beyond every double", "text": whole.replace("0.5", "1e400")},
        {"about": "not UTF-8", "hex": whole.encode().replace(b"newswire", b"news\xff").hex()},
    ]


def _formats() -> list[Json]:
    return [
        {"about": "no format", "text": "{}"},
        {"about": "a format that is text", "text": _text(LEAST | {"format": "1"})},
        *(
            {"about": about, "text": _text({"format": number}), "unknown_format": True}
            for about, number in FORMATS
        ),
    ]


def _faulty(fault: tuple[str, str, object]) -> Json:
    about, path, value = fault
    *outer, last = [int(key) if key.isdigit() else key for key in path.split("/")]

    def damage(document: Any) -> None:
        for key in outer:
            document = document[key]
        document[last] = value
        if value is ...:
            del document[last]

    return {"about": about, "text": _text(_with(LEAST, damage))}


def _strangers(document: Any) -> None:
    for place in (document, document["languages"]["de"], document["languages"]["de"]["primary"]):
        place["later"] = {"compiler": 2}


def _with(document: Json, change: Callable[[Any], object]) -> Json:
    copy = deepcopy(document)
    change(copy)
    return copy


def _text(document: Json) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"))
