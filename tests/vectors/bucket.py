"""Where a key falls, and who is drawn at the edges of a share."""

from tests.vectors.formula import Json, bucket, key_at

KEYS = [
    "0",
    "event-1",
    "event-2",
    "event-16680",  # for de, so near to an edge that 32 bits of its digest lie on the other side
    "0193f2a4-7c1e-7b7a-9d51-2f6f1f0e8a11",
    " event-1",
    "event-1\n",
    "a:b",
    ":",
    "Überschwemmung",
    "caf\N{LATIN SMALL LETTER E WITH ACUTE}",
    "cafe\N{COMBINING ACUTE ACCENT}",
    "地震-2024",
    "زلزال",
    "\N{EARTH GLOBE EUROPE-AFRICA}\N{FIRE}",
    "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
    "\N{NULL}",
    "k" * 64,
]
SALTS = [
    ("relevance-e5-v3", "de"),
    ("relevance-e5-v3", "zh-Hant"),
    ("relevance-chars-v2", "de"),
    (":audit", "de"),
    (":compared:relevance-e5-v3", "de"),
]
EDGES: list[tuple[int, int]] = [
    (0, 0),
    (1, 0),
    (1, 1),
    (500, 499),
    (500, 500),
    (1000, 999),
    (1000, 1000),
    (9999, 9998),
    (9999, 9999),
    (10_000, 9999),
]


def vectors() -> Json:
    """Where a key falls, and who is drawn at the edges of a share."""
    return {
        "about": "The bucket of an event, 0 to 9999: the first 8 bytes of "
        "sha256(salt:language:key) in UTF-8, as an unsigned big-endian number, times 10000, "
        "shifted right by 64 bits. This needs whole numbers of 78 bits: in JavaScript BigInt, "
        "not Number. The salt is the model's name, :audit, or :compared: with the canary's "
        "name behind it, the language the tag of the entry found; the key is hashed as it is, "
        "without trimming or Unicode normalisation. buckets has "
        "[salt, language, key, bucket]; edges has [salt, language, key, bucket, traffic in basis "
        "points, drawn], where drawn is bucket < traffic.",
        "buckets": [
            [salt, tag, key, bucket(salt, tag, key)] for salt, tag in SALTS for key in KEYS
        ],
        "edges": [_edge(traffic, number) for traffic, number in EDGES],
    }


def _edge(traffic: int, number: int) -> list[object]:
    salt, language = SALTS[0]
    return [salt, language, key_at(salt, language, number), number, traffic, number < traffic]
