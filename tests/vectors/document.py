"""Which bytes are a document and which must be refused: written by hand."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.vectors.formula import Json
from tests.vectors.route import DOCUMENT, E5, WORDS

# The addresses of both kinds, so that the kind alone is at fault.
EITHER: Json = {
    "url": "https://models.acme.example/score",
    "region": "eu-central-1",
    "name": "words",
}
NO_TAGS = (
    "",
    "-",
    "de_AT",
    "de-",
    "-de",
    "de--AT",
    " de",
    "de\n",
    "d\N{LATIN SMALL LETTER E WITH ACUTE}",
)
SHARES: list[tuple[str, object]] = [
    ("{} above everybody", 10_001),
    ("{} below nobody", -1),
    ("{} that is no whole number", 2.5),
    ("{} that is a truth value", True),
    ("{} as text", "2%"),
]


def _scale(minimum: float, maximum: float) -> Json:
    return {"minimum": minimum, "maximum": maximum}


def _primary(**changed: object) -> Callable[[Any], object]:
    return lambda it: it["languages"]["de"]["primary"].update(changed)


def _canary(**changed: object) -> Callable[[Any], object]:
    """Beside one that takes nothing, the primary answers."""
    return lambda it: it["languages"]["de"].update(canary=CANARY | {"traffic": 0} | changed)


def _without(answerer: Json, key: str) -> Json:
    return {name: value for name, value in answerer.items() if name != key}


# What every document of format 1 has, and nothing that one may lack.
PRIMARY: Json = DOCUMENT["languages"]["de"]["primary"] | {"threshold": 0.5}
LEAST: Json = {
    "environment": "production",
    "format": 1,
    "languages": {"de": {"source": "newswire", "primary": PRIMARY, "shadows": []}},
}
CANARY: Json = PRIMARY | {"model": E5, "traffic": 10_000}
DE = "languages/de"
ONE = f"{DE}/primary"
# Each with one fault and no second one, so that it is refused by this rule or not at all.
FAULTS: list[tuple[str, str, object]] = [
    ("no entry at all", "languages", {}),
    ("a list of entries", "languages", [{"source": "s", "primary": PRIMARY, "shadows": []}]),
    ("entries that are null", "languages", None),
    ("an entry that is text", DE, "newswire"),
    *((f"no {key}", key, ...) for key in ("environment", "languages")),
    *(
        (f"an entry without its {key}", f"{DE}/{key}", ...)
        for key in ("source", "primary", "shadows")
    ),
    *(
        (f"a primary without its {key}", f"{ONE}/{key}", ...)
        for key in ("model", "fields", "required", "threshold", "score", "endpoint")
    ),
    *((f"a scale without its {end}", f"{ONE}/score/{end}", ...) for end in ("minimum", "maximum")),
    *(
        (f"an endpoint without its {key}", f"{ONE}/endpoint/{key}", ...)
        for key in ("region", "name")
    ),
    ("an endpoint without its url", f"{ONE}/endpoint", {"kind": "http"}),
    *(
        (f"{about}, empty", at, "")
        for about, at in (
            ("an environment", "environment"),
            ("a source", f"{DE}/source"),
            ("a model", f"{ONE}/model"),
            ("a field", f"{ONE}/fields/1"),
            ("a region", f"{ONE}/endpoint/region"),
            ("a name of an endpoint", f"{ONE}/endpoint/name"),
        )
    ),
    ("a url, empty", f"{ONE}/endpoint", {"kind": "http", "url": ""}),
    ("an environment that is no text", "environment", 7),
    ("a source that is no text", f"{DE}/source", None),
    ("a model that is no text", f"{ONE}/model", 7),
    ("a model of half a surrogate pair", f"{ONE}/model", "\ud800"),
    ("a field of half a surrogate pair", f"{ONE}/fields/1", "\udfff"),
    ("a primary that is a list", ONE, []),
    ("a threshold as text", f"{ONE}/threshold", "0.5"),
    ("a threshold that is a truth value", f"{ONE}/threshold", True),
    ("a threshold that is null", f"{ONE}/threshold", None),
    ("a threshold above its scale", f"{ONE}/threshold", 1.001),
    ("a threshold below its scale", f"{ONE}/threshold", -0.001),
    ("a scale that is null", f"{ONE}/score", None),
    ("a scale from text", f"{ONE}/score/minimum", "0"),
    ("a scale from nothing", f"{ONE}/score/minimum", None),
    ("a scale to a truth value", f"{ONE}/score/maximum", True),
    ("no field at all", ONE, PRIMARY | {"fields": [], "required": []}),
    ("fields as text", f"{ONE}/fields", "title"),
    ("a field that is no text", f"{ONE}/fields/1", 7),
    ("required as text", f"{ONE}/required", "title"),
    ("required that is null", f"{ONE}/required", None),
    ("a required field that is not sent", f"{ONE}/required", ["summary"]),
    ("a second required field that is not sent", f"{ONE}/required", ["title", "summary"]),
    ("a scale without a width", ONE, PRIMARY | {"threshold": 1, "score": _scale(1, 1)}),
    ("a scale of an infinite width", f"{ONE}/score", _scale(-1e308, 1e308)),
    ("an endpoint that is text", f"{ONE}/endpoint", "https://models.acme.example/score"),
    ("an endpoint of an unknown kind", f"{ONE}/endpoint", EITHER | {"kind": "grpc"}),
    ("an endpoint of a kind in capitals", f"{ONE}/endpoint", EITHER | {"kind": "SageMaker"}),
    ("an endpoint without its kind", f"{ONE}/endpoint", EITHER),
    ("an endpoint of a kind that is no text", f"{ONE}/endpoint", EITHER | {"kind": ["http"]}),
    ("a name of an endpoint that is no text", f"{ONE}/endpoint/name", 7),
    ("a canary that is null", f"{DE}/canary", None),
    ("a canary without a share", f"{DE}/canary", PRIMARY),
    ("a canary without its model", f"{DE}/canary", _without(CANARY, "model")),
    ("a canary off its scale", f"{DE}/canary", CANARY | {"threshold": 2}),
    *((about.format("a canary"), f"{DE}/canary", CANARY | {"traffic": it}) for about, it in SHARES),
    ("another stand-in", f"{DE}/canary", CANARY | {"on_failure": "canary"}),
    ("a stand-in that is empty", f"{DE}/canary", CANARY | {"on_failure": ""}),
    ("a stand-in that is null", f"{DE}/canary", CANARY | {"on_failure": None}),
    ("a stand-in that is a truth value", f"{DE}/canary", CANARY | {"on_failure": True}),
    *(
        (about.format("a comparison"), f"{DE}/canary", CANARY | {"compared": it})
        for about, it in SHARES
    ),
    ("a comparison that is null", f"{DE}/canary", CANARY | {"compared": None}),
    *((about.format("an audit"), f"{DE}/audit", it) for about, it in SHARES),
    ("an audit that is null", f"{DE}/audit", None),
    *((about.format("what passes"), f"{ONE}/passes", it) for about, it in SHARES),
    ("what passes that is null", f"{ONE}/passes", None),
    ("shadows that are null", f"{DE}/shadows", None),
    ("shadows by their names", f"{DE}/shadows", {}),
    ("a shadow that is text", f"{DE}/shadows", [E5]),
    ("a shadow without a share", f"{DE}/shadows", [PRIMARY]),
    ("a second shadow without its model", f"{DE}/shadows", [CANARY, _without(CANARY, "model")]),
    *(
        (about.format("a shadow"), f"{DE}/shadows", [CANARY | {"traffic": it}])
        for about, it in SHARES
    ),
    ("other names as text", f"{DE}/also", "nds"),
    ("other names that are null", f"{DE}/also", None),
    ("another name that is no text", f"{DE}/also", ["nds", 7]),
    *((f"another name of the form {tag!r}", f"{DE}/also", [tag]) for tag in NO_TAGS),
    ("another name that is the entry's own", f"{DE}/also", ["DE"]),
    ("another name twice", f"{DE}/also", ["nds", "NDS"]),
    ("another name for all others", f"{DE}/also", ["und"]),
]
# What is at the very edge, and is read.
EDGES: list[tuple[str, Callable[[Any], object]]] = [
    (f"a threshold at the {end} of its scale", _primary(threshold=at))
    for end, at in (("foot", 0), ("head", 1))
] + [
    ("nothing that is required", _primary(required=[])),
    ("a scale below zero", _primary(threshold=-2, score=_scale(-3, -1))),
    ("a share of the passing of nobody", _primary(passes=0)),
    ("a share of the passing of everybody", _primary(passes=10_000)),
    *(
        (f"a comparison of {whom}", _canary(compared=share))
        for whom, share in (("nobody", 0), ("everybody", 10_000))
    ),
    ("an audit of nobody", lambda it: it["languages"]["de"].update(audit=0)),
    ("an audit of everybody", lambda it: it["languages"]["de"].update(audit=10_000)),
    ("no other name", lambda it: it["languages"]["de"].update(also=[])),
    ("a name that no tag of a language has", lambda it: it["languages"]["de"].update(also=["x-1"])),
    ("a text of more than ASCII", _primary(fields=["title", "\N{EARTH GLOBE EUROPE-AFRICA}"])),
    ("a text of a blank", lambda it: it["languages"]["de"].update(source=" ")),
]
# Entries beside the one of de, each of them whole.
BESIDE: list[tuple[str, Json]] = [
    ("an entry's tag in two letter cases", {"DE": {}}),
    *((f"a tag of the form {tag!r}", {tag: {}}) for tag in NO_TAGS),
    ("a second entry at fault", {"pt": {"shadows": None}}),
    ("another name that is an entry", {"en": {"also": ["nds", "De"]}}),
    ("another name of two entries", {"en": {"also": ["nds"]}, "nl": {"also": ["nds"]}}),
    ("another name for what has an entry for all others", {"en": {"also": ["und"]}, "und": {}}),
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
TIMELESS: Json = HTTP | {"timeout": 0}
POINT: Json = {"kind": "json", "score": "."}
STEPS = "a.b_1[0][12].c-d[label=NOT RELEVANT: 1].score"
# Of format 2; each is damaged in the endpoint of HTTP, or replaces it.
LATER: list[tuple[str, str, object]] = [
    ("an unknown protocol", "protocol/kind", "grpc"),
    ("a protocol that every object has", "protocol/kind", "toString"),
    ("a protocol without its kind", "protocol/kind", ...),
    ("a protocol of a kind that is no text", "protocol/kind", ["json"]),
    ("an unknown protocol of SageMaker", "", SAGEMAKER | {"protocol": {"kind": "grpc"}}),
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
    ("a score's path that is no text", "protocol/score", 7),
    ("a body that is null", "protocol/body", None),
    *(
        (f"SageMaker's {key} that is no text", "", SAGEMAKER | {key: 7})
        for key in ("content_type", "custom_attributes", "target_variant", "target_model")
    ),
    ("SageMaker's component that is no text", "", SAGEMAKER | {"inference_component": 7}),
    ("no time at all of SageMaker", "", SAGEMAKER | {"timeout": 0}),
    *(
        (f"{kind}'s {key} that is no text", "protocol", {"kind": kind, key: 7})
        for kind in ("tensorflow-rows", "tensorflow-columns")
        for key in ("signature", "output")
    ),
    ("kserve-v2's output that is no text", "protocol", {"kind": "kserve-v2", "output": 7}),
    ("attributes of two lines", "", SAGEMAKER | {"custom_attributes": "a\nb"}),
]
FORMATS: list[tuple[str, object]] = [("newer", 3), ("older than the first", 0), ("below", -1)]


def vectors() -> Json:
    """Which bytes are a document and which must be refused."""
    return {
        "about": "Which bytes are a document. Each of read has a text and one decision of it "
        "(requested, key, role, model). Each of refused, a text or bytes in hexadecimal digits, "
        "is an error when it is loaded, so that the reader keeps the document that it has. Each "
        "has one fault; of a document with several a reader may name any. Those with "
        "unknown_format are of a format that the reader does not know, and maybe another shape.",
        "read": [*_read()],
        "refused": [
            *_bytes(),
            *_formats(),
            *map(_faulty, FAULTS),
            *({"about": about, "text": _text(_beside(more))} for about, more in BESIDE),
            *map(_faulty_later, LATER),
            *(
                {"about": f"no time at all of a {role}", "text": _text(_asking(HTTP, **{at: held}))}
                for role, at, held in (
                    ("canary", "canary", CANARY | {"endpoint": TIMELESS}),
                    ("shadow", "shadows", [CANARY, CANARY | {"endpoint": TIMELESS}]),
                )
            ),
        ],
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
        *(
            {"about": f"format 2 with {about}", "text": _text(_asking(one)), "expect": primary}
            for about, one in (
                ("the shortest time", HTTP | {"timeout": 1}),
                *(
                    (f"a body of the form {body}", HTTP | {"protocol": POINT | {"body": body}})
                    for body in ("object", "list", "value")
                ),
            )
        ),
        {
            "about": "a score's path with every kind of step",
            "text": _text(_asking(HTTP | {"protocol": {"kind": "json", "score": STEPS}})),
            "expect": primary,
        },
        *(
            {"about": about, "text": _text(_with(LEAST, change)), "expect": primary}
            for about, change in EDGES
        ),
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
        {"about": "a byte order mark", "text": "\ufeff" + whole},
        {
            "about": "a number that JSON lacks",
            "text": whole.replace('"format":1', '"format":1,"later":NaN'),
        },
        {"about": "a scale to a number beyond every double", "text": _one_to("1e400")},
        {
            "about": "a scale to a whole number beyond every double",
            "text": _one_to("1" + "0" * 400),
        },
        {"about": "a scale to a number that JSON lacks", "text": _one_to("Infinity")},
        {"about": "not UTF-8", "hex": whole.encode().replace(b"newswire", b"news\xff").hex()},
    ]


def _one_to(maximum: str) -> str:
    return _text(LEAST).replace('"maximum":1', f'"maximum":{maximum}')


def _formats() -> list[Json]:
    return [
        {"about": "no format", "text": _text(_without(LEAST, "format"))},
        {"about": "a format that is text", "text": _text(LEAST | {"format": "1"})},
        {"about": "a format that is null", "text": _text(LEAST | {"format": None})},
        {"about": "a format that is a truth value", "text": _text(LEAST | {"format": True})},
        {"about": "a format that is no whole number", "text": _text(LEAST | {"format": 1.5})},
        *(
            {"about": about, "text": _text({"format": number}), "unknown_format": True}
            for about, number in FORMATS
        ),
        # A whole document of another format is none either.
        {
            "about": "newer, of this shape",
            "text": _text(LEAST | {"format": 3}),
            "unknown_format": True,
        },
    ]


def _beside(more: Json) -> Json:
    """The least document with entries beside the one of de, each with what it has more."""
    entry = LEAST["languages"]["de"]
    beside = {tag: entry | held for tag, held in more.items()}
    return LEAST | {"languages": LEAST["languages"] | beside}


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


def _asking(endpoint: Json, **more: object) -> Json:
    def ask(document: Any) -> None:
        document["format"] = 2
        document["languages"]["de"].update(more)
        document["languages"]["de"]["primary"]["endpoint"] = endpoint

    return _with(LEAST, ask)


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
