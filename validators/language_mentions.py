"""Which languages a text names: by tag, by name in English or its own, or by a file's path.

Made for what people write about a change, so it rather misses a mention than invents one: a tag
that may as well be a word or an abbreviation (`no`, `is`, `id`) counts only where it is marked as
a tag: before a colon at the start of a line, in quotes or brackets, or as a file.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache

from langroute.lookup import candidates
from langroute_repo.tags.autonyms import AUTONYMS
from langroute_repo.tags.codes import NAMES
from langroute_repo.tags.objection import preferred
from langroute_repo.tags.registry import REGIONS, SCRIPTS

# Tags of two letters that are words of an English sentence, or abbreviations. Of three letters
# (`her`, `was`, `und`) too many are words of some language to list them.
_LISTED = (
    "am an as av be bi ca ch co cv do eg et ha he hi ho ia id ie ii in io is it km la li lo me"
    " mg mh mi ml mr ms my na ne ng no nr or os pa pi ps rm se sg sh si so sq ss st te ti tl to ts"
    " tt tv ty us ve vi vo we wo"
)
WORDS = frozenset(_LISTED.split())
# Names that are other words in lower case, or too short to be sure of.
CAPITAL = {"Polish"} | {name for name in NAMES.values() if len(name) < 5}
MARKS = ("``", '""', "''", "[]", "()", "<>")
BEFORE = ("languages/", "langroute set ", "langroute seal ", "langroute show ")
Mention = frozenset[str]

# Whole: not a part of a longer tag, of a word with a hyphen, of an address or of a host's name.
_WORD = re.compile(
    r"(?<![\w@.-])([a-z]{2,8}(?:-[a-z0-9]{1,8})*)"
    r"(?:(?P<file>\.(?:ya?ml|json)\b)|(?![\w-]|\.\w))",
    re.IGNORECASE,
)
# Upper and lower case as BCP 47 has them, for no word is written so.
_LOCALE = re.compile(
    r"(?<![\w@.-])([a-z]{2,3}[-_](?:[A-Z][a-z]{3}(?:[-_](?:[A-Z]{2}|[0-9]{3}))?|[A-Z]{2}|[0-9]{3}))"
    r"(?=\.(?:ya?ml|json|(?i:utf-?8))\b|(?![\w-]|\.\w))",
)
_BOUNDED = re.compile("[\u0000-\u058f\u10a0-\u10ff\u1e00-\u1fff]")  # Latin to Armenian, Georgian
_SCOPE = re.compile(r"\s*(?:[\w-]+\()?")
_COLON = re.compile(r"\)?!?:")
_SPELT = {name.lower(): name for name in NAMES.values()}


def mentions(text: str, tags: Collection[str]) -> set[Mention]:
    """What a text names, each as the tags that it may mean; only ``tags`` can be named.

    A tag means itself or, with its region, the one that answers for it: es-MX is `es`. A name means
    every tag of that language: Portuguese is `pt` and `pt-BR`.
    """
    text = unicodedata.normalize("NFC", text)
    return {
        *_of_tags(text, tags),
        *_of_locales(text, tags),
        *_of_names(text, tags),
        *_of_autonyms(text, tags),
    }


def _of_tags(text: str, tags: Collection[str]) -> Iterator[Mention]:
    known = {tag.lower(): tag for tag in tags}
    for found in _WORD.finditer(text):
        tag = known.get(found[1].lower())
        if tag and (not _may_be_a_word(tag) or found["file"] or _marked(text, *found.span())):
            yield frozenset({tag})


def _of_locales(text: str, tags: Collection[str]) -> Iterator[Mention]:
    """Tags with a script or a region as programs write them, also where a shorter one answers."""
    for found in _LOCALE.finditer(text):
        language, *rest = re.split("[-_]", found[1])
        if all(part in SCRIPTS or part in REGIONS for part in rest):
            asked = candidates(preferred("-".join([language, *rest])))
            if tag := next((one for one in asked if one in tags), None):
                yield frozenset({tag})


def _may_be_a_word(tag: str) -> bool:
    return len(tag) == 3 or tag in WORDS


def _marked(text: str, start: int, end: int) -> bool:
    """Whether something around a word says that it is a tag."""
    before, after = text[text.rfind("\n", 0, start) + 1 : start], text[end : end + 3]
    if before[-1:] + after[:1] in MARKS or before.endswith(BEFORE):
        return True
    return bool(_COLON.match(after) and _SCOPE.fullmatch(before))


def _of_names(text: str, tags: Collection[str]) -> Iterator[Mention]:
    for found in _name().finditer(text):
        name = _SPELT[found[0].lower()]
        if found[0] != name and name in CAPITAL:
            continue
        meant = frozenset(tag for tag in tags if _is_called(tag, name))
        if meant:
            yield meant


def _of_autonyms(text: str, tags: Collection[str]) -> Iterator[Mention]:
    for found in _autonym().finditer(text):
        called = found[0].lower()
        codes = {
            code
            for name, those in AUTONYMS.items()
            if name == called or name.startswith(f"{called} ")
            for code in those
        }
        if meant := frozenset(tag for tag in tags if tag.split("-")[0] in codes):
            yield meant


@cache
def _autonym() -> re.Pattern[str]:
    names = sorted(AUTONYMS, key=len, reverse=True)
    # Scripts that write no spaces between words, or words in one, have no such bounds.
    bounded = (rf"\b{re.escape(one)}\b" if _BOUNDED.match(one) else re.escape(one) for one in names)
    return re.compile("|".join(bounded), re.IGNORECASE)


@cache
def _name() -> re.Pattern[str]:
    """Any name of a language; made when a text is read, for it is as long as all of them."""
    # The longest first, so that Swiss German is not German.
    names = sorted(_SPELT, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)


def _is_called(tag: str, name: str) -> bool:
    """Whether a language has the name, or a longer one: Norwegian, and Norwegian Nynorsk."""
    own = NAMES.get(tag.split("-")[0], "")
    return own == name or own.startswith(f"{name} ")
