"""Says what is wrong with a language tag: BCP 47 in its canonical form, with codes that exist.

A tag names a file, a key of the compiled document and what the backend asks for, so that there is
one spelling for a language and a country's code is not taken for a language's.
"""

import re

from langroute_repo.tags.canonical import canonical
from langroute_repo.tags.codes import (
    NAMES,
    OF_COUNTRY,
    REGIONS,
    REPLACED,
    REPLACED_REGIONS,
)
from langroute_repo.wording import nearest

# RFC 5646, section 2.1, without the grandfathered tags, all of which have a regular successor.
_WELL_FORMED = re.compile(
    r"""(?:(?:ar|kok|lv|ms|sgn|sw|uz|zh)-(?P<extended>[a-z]{3})|[a-z]{2,8})
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*
    (?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*
    (?:-x(?:-[a-z0-9]{1,8})+)?""",
    re.VERBOSE | re.IGNORECASE,
)
# Region codes that everybody may give a meaning of their own.
_PRIVATE_REGION = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")
FORM = "write language-Script-REGION and leave out what is not needed: de, zh-Hant, pt-BR"


def objection(tag: str) -> tuple[str, str] | None:
    """What is wrong with a tag and the cure; None when nothing is."""
    match = _WELL_FORMED.fullmatch(tag)
    if not match:
        return f'"{tag}" is not a language tag', FORM
    right = preferred(tag)
    language = right.split("-")[0]
    if not _is_language(language):
        country = f"; {language.upper()} is a country" if language.upper() in REGIONS else ""
        message = f'"{tag}": there is no language "{language}"{country}'
        return message, _did_you_mean(language, right)
    region = _region(right)
    if region and not _is_region(region):
        return f'"{tag}": there is no region "{region}"', "write a code of ISO 3166, such as BR"
    if right == tag:
        return None
    name = f" ({NAMES[right]})" if right in NAMES else ""
    return f'"{tag}" is "{right}"{name} in canonical form', f'write "{right}"'


def preferred(tag: str) -> str:
    """The canonical form: letter case, the shortest code, the code that replaced an old one."""
    match = _WELL_FORMED.fullmatch(tag)
    if not match:
        return tag
    parts = canonical(tag).split("-")
    if match["extended"]:  # zh-yue is yue, for every extended language
        del parts[0]
        parts[0] = parts[0].lower()
    if region := match["region"]:
        index = [part.lower() for part in parts].index(region.lower(), 1)
        parts[index] = REPLACED_REGIONS.get(parts[index], parts[index])
    first = REPLACED.get(parts[0], parts[0])
    if match["script"]:
        first = first.split("-")[0]  # sh-Cyrl is sr-Cyrl, though sh is sr-Latn
    return "-".join([first, *parts[1:]])


def _is_language(code: str) -> bool:
    """Two letters must be known; of three letters there are 8,000; longer ones are not in use."""
    return code in NAMES or len(code) == 3


def _is_region(code: str) -> bool:
    return code.isdigit() or code in REGIONS or bool(_PRIVATE_REGION.fullmatch(code))


def _region(tag: str) -> str | None:
    match = _WELL_FORMED.fullmatch(tag)
    return match and match["region"]


def _did_you_mean(code: str, tag: str) -> str:
    """The language that a country's code, or a language's name, was probably meant to be."""
    names = {name.lower(): short for short, name in NAMES.items()}
    near = nearest(code, names, cutoff=0.8) if len(code) > 3 else None
    meant = OF_COUNTRY.get(code) or (names[near] if near else None)
    if meant is None:
        return "write a code of ISO 639: two letters such as de, or three where it has no two"
    right = "-".join([meant, *tag.split("-")[1:]])
    # The rest of the tag may be wrong as well: then the language alone is a start.
    return f'did you mean "{meant if objection(right) else right}" ({NAMES[meant]})?'
