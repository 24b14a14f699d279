"""Which entry answers for a tag: written by hand, but for what the registry replaced."""

import json
from pathlib import Path

from tests.vectors.formula import Json

TAGS = ["de", "en", "en-GB", "nb", "pt", "sl-rozaj", "und", "zh", "zh-Hant", "zh-Hant-HK"]
LOOKUPS: list[tuple[object, str | None, str]] = [
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
    # A tag as a locale writes it.
    ("de_AT", "de", "lookup"),
    ("pt_BR", "pt", "lookup"),
    ("en_GB", "en-GB", "exact"),
    ("ZH_hant-HK", "zh-Hant-HK", "exact"),
    ("zh_Hant_HK", "zh-Hant-HK", "exact"),
    ("de_x_a", "de", "lookup"),
    ("de-AT.UTF-8", "de", "lookup"),
    ("de.UTF-8", "und", "default"),
    ("de_\N{LATIN SMALL LETTER U WITH DIAERESIS}", "de", "lookup"),
    # Nothing is trimmed, and what is empty is cut like the rest.
    (" de", "und", "default"),
    ("de ", "und", "default"),
    ("de\n", "und", "default"),
    ("de-", "de", "lookup"),
    ("de--AT", "de", "lookup"),
    ("-de", "und", "default"),
    ("_", "und", "default"),
    ("de-a-b-c-d", "de", "lookup"),
    ("zh-Hant-a-b-HK", "zh-Hant", "lookup"),
    ("d", "und", "default"),
    ("", "und", "default"),
    ("no", "und", "default"),
    ("no-bok", "nb", "successor"),
    ("no-nyn", "und", "default"),
    ("sl", "und", "default"),
    ("x-de", "und", "default"),
    ("i-klingon", "und", "default"),
    ("fr-CA", "und", "default"),
    ("ger", "und", "default"),
    ("\N{KELVIN SIGN}o", "und", "default"),
    # No text is no tag, also where there is an entry for all others.
    (7, None, "unknown"),
    (None, None, "unknown"),
    (True, None, "unknown"),
    (["de"], None, "unknown"),
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


# Entries by their tags, each with the other names that it has.
NAMED = {"no": ["nb", "nn-NO"], "zh": ["cmn"], "he": [], "id": [], "sr-Latn": [], "de": ["NDS"]}
NAMES: list[tuple[str, str | None, str]] = [
    ("no", "no", "exact"),
    ("nb", "no", "also"),
    ("NB", "no", "also"),
    ("nds", "de", "also"),
    ("nn_no", "no", "also"),
    ("nb-NO", "no", "lookup"),
    ("nds-NL", "de", "lookup"),
    ("nn", None, "unknown"),
    ("nn-NO-x-old", "no", "lookup"),
    ("nn-SE", None, "unknown"),
    ("zh-Hans", "zh", "lookup"),
    ("cmn", "zh", "also"),
    ("cmn-Hans", "zh", "lookup"),
    # What was replaced, the longest beginning first; the rest of the tag stays.
    ("iw", "he", "successor"),
    ("IW-il", "he", "successor"),
    ("iw_IL", "he", "successor"),
    ("iw-x-a", "he", "successor"),
    ("iw-\N{LATIN SMALL LETTER U WITH DIAERESIS}", "he", "successor"),
    ("in", "id", "successor"),
    ("sh", "sr-Latn", "successor"),
    ("sh-BA", "sr-Latn", "successor"),
    ("sh-Latn-BA", "sr-Latn", "successor"),
    ("sh-Cyrl", None, "unknown"),
    ("x-iw", None, "unknown"),
    ("iwx", None, "unknown"),
    ("fr-iw", None, "unknown"),
    ("he-iw", "he", "lookup"),
    # A cut that an entry answers for comes before.
    ("no-bok", "no", "lookup"),
    ("zh-cmn", "zh", "lookup"),
    ("zh-min-nan", "zh", "lookup"),
    ("de-in", "de", "lookup"),
]
MORE: list[tuple[dict[str, list[str]], list[tuple[str, str | None, str]]]] = [
    # A name that an entry has is above what the registry says.
    (
        {"he": [], "yi": ["iw"]},
        [("iw", "yi", "also"), ("iw-IL", "yi", "lookup"), ("ji", "yi", "successor")],
    ),
    ({"he": [], "iw": []}, [("iw", "iw", "exact"), ("iw-IL", "iw", "lookup")]),
    # What it is now is looked up by every name, and before the default.
    ({"ar": ["he"], "und": []}, [("iw", "ar", "successor"), ("iw-IL", "ar", "successor")]),
    (
        {"und": ["nb"]},
        [("nb", "und", "also"), ("nb-NO", "und", "lookup"), ("nn", "und", "default")],
    ),
    ({"sr-Latn-RS": []}, [("sh-RS", "sr-Latn-RS", "successor"), ("sh", None, "unknown")]),
    ({"cmn": [], "cmn-Hans": []}, [("zh-cmn-Hans-SG", "cmn-Hans", "successor")]),
    ({"de": []}, [("nds", None, "unknown")]),
]
REPLACED = Path(__file__).parents[2] / "examples" / "node" / "successors.json"


def vectors() -> Json:
    """Which entry answers for a tag."""
    replaced = json.loads(REPLACED.read_text(encoding="utf-8"))
    named = [(NAMED, NAMES), *MORE]
    return {
        "about": "Which entry of a document answers for a requested tag, in which _ counts as -. "
        "First the tag itself, then the lookup of RFC 4647, section 3.4: cut off the last subtag, "
        "and with it a single character that would then stand last; the case of ASCII letters "
        "never matters. An entry is found by its tag and by each name in also. Then the same with "
        "the tag's longest beginning that the registry replaced as it is now. Then the entry und; "
        "else found is unknown and the reader raises an error. Each group has the entries' tags, "
        "the also of those that have one, and cases of [requested, language of the entry, found].",
        "groups": [
            {"entries": TAGS, "also": {}, "cases": LOOKUPS},
            {"entries": ["en-a", "ko", "pt", "pt-x-one"], "also": {}, "cases": WITHOUT_DEFAULT},
            *(
                {
                    "entries": list(group),
                    "also": {tag: names for tag, names in group.items() if names},
                    "cases": cases,
                }
                for group, cases in named
            ),
            # The whole table.
            {
                "entries": sorted(set(replaced.values())),
                "also": {},
                "cases": [(old, new, "successor") for old, new in replaced.items()],
            },
        ],
    }
