"""Which entry answers for a tag: written by hand."""

from tests.vectors.formula import Json

TAGS = ["de", "en", "en-GB", "nb", "pt", "sl-rozaj", "und", "zh", "zh-Hant", "zh-Hant-HK"]
LOOKUPS: list[tuple[str, str, str]] = [
    ("de", "de", "exact"),
    ("en-GB", "en-GB", "exact"),
    ("zh-Hant", "zh-Hant", "exact"),
    ("und", "und", "exact"),
    ("EN-gb", "en-GB", "exact"),
    ("ZH-HANT-hk", "zh-Hant-HK", "exact"),
    ("pt-BR", "pt", "lookup"),
    ("PT-br", "pt", "lookup"),
    ("en-US", "en", "lookup"),
    ("en-GB-oxendict", "en-GB", "lookup"),
    ("zh-Hant-TW", "zh-Hant", "lookup"),
    ("zh-Hant-HK-x-private", "zh-Hant-HK", "lookup"),
    ("zh-Hans-CN", "zh", "lookup"),
    ("zh-TW", "zh", "lookup"),
    ("sl-rozaj-biske-1994", "sl-rozaj", "lookup"),
    ("und-Latn", "und", "lookup"),
    ("de-x-acme-internal", "de", "lookup"),
    ("de-a-foo-x-bar", "de", "lookup"),
    ("de-u-co-phonebk", "de", "lookup"),
    ("de-1-abc", "de", "lookup"),
    ("de_AT", "und", "default"),
    ("d", "und", "default"),
    ("", "und", "default"),
    ("no", "und", "default"),
    ("sl", "und", "default"),
    ("x-de", "und", "default"),
    ("i-klingon", "und", "default"),
    ("fr-CA", "und", "default"),
    ("ger", "und", "default"),
    ("\N{KELVIN SIGN}o", "und", "default"),
    # What every object of JavaScript answers to is no entry.
    ("constructor", "und", "default"),
    ("__proto__", "und", "default"),
]
WITHOUT_DEFAULT: list[tuple[str, str | None, str]] = [
    ("pt-BR", "pt", "lookup"),
    ("\N{KELVIN SIGN}o", None, "unknown"),
    ("KO", "ko", "exact"),
    ("fr", None, "unknown"),
    ("constructor", None, "unknown"),
    ("__proto__", None, "unknown"),
    ("und", None, "unknown"),
    ("x-pt", None, "unknown"),
    ("", None, "unknown"),
    # A cut leaves pt-x, and nothing may be looked up that ends in a single character.
    ("pt-x-one-two", "pt-x-one", "lookup"),
    ("pt-x-two", "pt", "lookup"),
    ("en-a-foo", None, "unknown"),
    ("en-a", "en-a", "exact"),
]


def vectors() -> Json:
    """Which entry answers for a tag."""
    return {
        "about": "Which entry of a document answers for a requested tag. First the tag itself, "
        "then the lookup of RFC 4647, section 3.4: cut off the last subtag, and with it a single "
        "character that would then stand last; the case of ASCII letters never matters. Then the "
        "entry und; else found is unknown and the reader raises an error. Each group has the "
        "entries' tags and cases of [requested, language of the entry, found].",
        "groups": [
            {"entries": TAGS, "cases": LOOKUPS},
            {"entries": ["en-a", "ko", "pt", "pt-x-one"], "cases": WITHOUT_DEFAULT},
        ],
    }
