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
# What an endpoint may have in format 2 beside its address, of each kind.
HTTP: Json = {
    "kind": "http",
    "url": "https://models.acme.example/score?tenant=acme",
    "protocol": {"kind": "json", "score": "[label=RELEVANT].score", "under": "inputs"},
    "timeout": 800,
    "headers": {"X-Tenant": "acme", "Authorization": {"variable": "TOKEN", "scheme": "Bearer"}},
    "ca": "/etc/ssl/models.pem",
}
SAGEMAKER: Json = PRIMARY["endpoint"] | {
    "protocol": {"kind": "tensorflow-rows", "signature": "serving_default", "output": "score"},
    "timeout": 3_600_000,
    "content_type": "application/json",
    "custom_attributes": "tenant=acme",
    "inference_component": "words",
    "target_variant": "blue",
    "target_model": "de.tar.gz",
}
STEPS = "a.b_1[0][12].c-d[label=NOT RELEVANT: 1].score"
# Of format 2; each is damaged in the endpoint of HTTP, or replaces it.
LATER: list[tuple[str, str, object]] = [
    ("an unknown protocol", "protocol/kind", "grpc"),
    ("a protocol that every object has", "protocol/kind", "toString"),
    ("a protocol without its kind", "protocol/kind", ...),
    ("a protocol as text", "protocol", "json"),
    ("a protocol that is null", "protocol", None),
    ("a protocol without its score", "protocol/score", ...),
    ("a score's path that ends in a point", "protocol/score", "probability."),
    ("a score's path from the end of a list", "protocol/score", "predictions[-1]"),
    ("a score's path that begins with a point", "protocol/score", ".probability"),
    ("a score's path to every item", "protocol/score", "predictions[*]"),
    ("a score's path of an open bracket", "protocol/score", "predictions[0"),
    ("a score's path of two lines", "protocol/score", "score\n"),
    ("a score's path longer than 200 characters", "protocol/score", "a" * 201),
    ("a body of an unknown form", "protocol/body", "lines"),
    ("a key of the body that is no text", "protocol/under", 7),
    ("no time at all", "timeout", 0),
    ("a time as text", "timeout", "800ms"),
    ("a time that is no whole number", "timeout", 0.5),
    ("more time than an hour", "timeout", 3_600_001),
    ("headers as a list", "headers", ["X-Tenant"]),
    ("a header with a line break in its name", "headers", {"X-Tenant\nX": "acme"}),
    ("a header with a line break in its value", "headers", {"X-Tenant": "acme\r\nX: 1"}),
    ("a header that ends in a line break", "headers", {"X-Tenant": "acme\n"}),
    ("a header that is no ASCII", "headers", {"X-Tenant": "größe"}),
    ("an empty header", "headers", {"X-Tenant": ""}),
    ("a header that is a number", "headers", {"X-Tenant": 7}),
    ("a reference without its variable", "headers", {"X-Tenant": {"scheme": "Bearer"}}),
    ("a reference to no variable", "headers", {"X-Tenant": {"variable": "A=B"}}),
    ("a scheme of two words", "headers", {"X-Tenant": {"variable": "A", "scheme": "a b"}}),
    ("a file of authorities that is no text", "ca", 7),
    ("a variant that is no text", "", SAGEMAKER | {"target_variant": 7}),
    ("attributes of two lines", "", SAGEMAKER | {"custom_attributes": "a\nb"}),
]
FORMATS: list[tuple[str, object]] = [("newer", 3), ("older than the first", 0)]


def vectors() -> Json:
    """Which bytes are a document and which must be refused."""
    return {
        "about": "Which bytes are a document. Each of read has a text and one decision of it "
        "(requested, key, role, model). Each of refused, a text or bytes in hexadecimal digits, "
        "is an error when it is loaded, so that the reader keeps the document that it has; those "
        "with unknown_format are of a format that the reader does not know, and of another shape.",
        "read": [*_read()],
        "refused": [*_bytes(), *_formats(), *map(_faulty, FAULTS), *map(_faulty_later, LATER)],
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
            "about": "what only format 2 knows of an endpoint means nothing in format 1",
            "text": _text(_asking(HTTP) | {"format": 1}),
            "expect": primary | {"endpoint": {"kind": "http", "url": HTTP["url"]}},
        },
        {
            "about": "faults are none either in what format 1 ignores",
            "text": _text(_asking(HTTP | {"protocol": "grpc", "timeout": 0}) | {"format": 1}),
            "expect": primary | {"endpoint": {"kind": "http", "url": HTTP["url"]}},
        },
        {
            "about": "format 2 that says no more than format 1",
            "text": _text(LEAST | {"format": 2}),
            "expect": primary | {"endpoint": PRIMARY["endpoint"]},
        },
        *(
            {
                "about": f"format 2 with all that an endpoint of {one['kind']} may have",
                "text": _text(_asking(one)),
                "expect": primary | {"endpoint": one},
            }
            for one in (HTTP, SAGEMAKER, HTTP | {"protocol": {"kind": "kserve-v2"}, "later": 1})
        ),
        {
            "about": "a score's path with every kind of step",
            "text": _text(_asking(HTTP | {"protocol": {"kind": "json", "score": STEPS}})),
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
    return _damaged(*fault, LEAST)


def _damaged(about: str, path: str, value: object, whole: Json) -> Json:
    *outer, last = [int(key) if key.isdigit() else key for key in path.split("/")]

    def damage(document: Any) -> None:
        for key in outer:
            document = document[key]
        document[last] = value
        if value is ...:
            del document[last]

    return {"about": about, "text": _text(_with(whole, damage))}


def _asking(endpoint: Json) -> Json:
    return _with(LEAST, lambda it: it["languages"]["de"]["primary"].update(endpoint=endpoint)) | {
        "format": 2
    }


def _faulty_later(fault: tuple[str, str, object]) -> Json:
    about, path, value = fault
    if not path:
        return {"about": about, "text": _text(_asking(value))}  # type: ignore[arg-type]
    at = f"languages/de/primary/endpoint/{path}"
    return _damaged(about, at, value, _asking(HTTP))


def _strangers(document: Any) -> None:
    for place in (document, document["languages"]["de"], document["languages"]["de"]["primary"]):
        place["later"] = {"compiler": 2}


def _with(document: Json, change: Callable[[Any], object]) -> Json:
    copy = deepcopy(document)
    change(copy)
    return copy


def _text(document: Json) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"))
