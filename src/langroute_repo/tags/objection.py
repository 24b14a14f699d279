"""Says what is wrong with a language tag: BCP 47 in its canonical form, with registered codes.

A tag names a file, a key of the compiled document and what the backend asks for, so that there is
one spelling for a language and a country's code is not taken for a language's.
"""

import re
from collections.abc import Iterator

from langroute import successors
from langroute_repo.tags import registry
from langroute_repo.tags.canonical import canonical
from langroute_repo.tags.codes import (
    DISCOURAGED,
    NAMES,
    OF_COUNTRY,
    OF_ISO,
    OF_WINDOWS,
    REPLACED,
    REPLACED_REGIONS,
)
from langroute_repo.wording import listed, nearest

# RFC 5646, section 2.1, without the grandfathered tags, which the registry's successors hold.
_WELL_FORMED = re.compile(
    r"""(?P<language>[a-z]{2,3}(?:-(?P<extended>[a-z]{3}))?|[a-z]{4,8})
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)
    (?:-x(?:-[a-z0-9]{1,8})+)?""",
    re.VERBOSE | re.IGNORECASE,
)
# Codes that everybody may give a meaning of their own.
_PRIVATE_LANGUAGE = re.compile("q[a-t][a-z]")
_PRIVATE_SCRIPT = re.compile("Qa(?:a[a-z]|b[a-x])")
_PRIVATE_REGION = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")
FORM = "write language-Script-REGION and leave out what is not needed: de, zh-Hant, pt-BR"

Words = tuple[str, str]


def objection(tag: str) -> Words | None:
    """What is wrong with a tag and the cure; None when nothing is."""
    right = preferred(tag)
    if "-" in tag and tag.lower() in registry.GONE:
        return _gone(tag, "tag", tag.lower())
    match = _WELL_FORMED.fullmatch(right)
    if not match:
        return f'"{tag}" is not a language tag', _spelt_otherwise(tag)
    if found := _language(tag, right) or next(_parts(tag, match), None):
        return found
    if right == tag:
        return None
    if tag.lower().split("-")[0] in DISCOURAGED:
        return f'"{tag}" is "{right}" to most: the registry prefers it', f'write "{right}"'
    return f'"{tag}" is "{right}"{_named(tag, right)} in {_authority(tag)}', f'write "{right}"'


def preferred(tag: str) -> str:
    """The canonical form: letter case, the shortest code, the code that replaced an old one."""
    if whole := successors.TAGS.get(tag.lower()):
        return whole
    match = _WELL_FORMED.fullmatch(tag)
    if not match:
        return tag
    parts = canonical(tag).split("-")
    if match["extended"] and _is_extended(parts[0], match["extended"].lower()):
        del parts[0]  # zh-yue is yue, for every extended language
        parts[0] = parts[0].lower()
    if region := match["region"]:
        index = [part.lower() for part in parts].index(region.lower(), 1)
        parts[index] = REPLACED_REGIONS.get(parts[index], parts[index])
    first = REPLACED.get(parts[0], parts[0])
    if match["script"]:
        first = first.split("-")[0]  # sh-Cyrl is sr-Cyrl, though sh is sr-Latn
    variants = match["variants"].lower()
    rest = [successors.VARIANTS.get(one, one) if one in variants else one for one in parts[1:]]
    return "-".join([first, *rest])


def _language(tag: str, right: str) -> Words | None:
    language = right.split("-")[0]
    if language in registry.GONE:
        return _gone(tag, "language", language)
    if language in registry.LANGUAGES or _PRIVATE_LANGUAGE.fullmatch(language):
        return None
    country = f"; {language.upper()} is a country" if language.upper() in registry.REGIONS else ""
    message = f'"{tag}": there is no language "{language}"{country}'
    return message, _did_you_mean(language, right)


def _parts(tag: str, match: re.Match[str]) -> Iterator[Words]:
    """What is wrong behind the language of a tag in its canonical form."""
    extended, script, region = match["extended"], match["script"], match["region"]
    if extended:
        message = f'"{tag}": there is no region or extended language "{extended.upper()}"'
        yield message, _of_windows(tag) or FORM
    if script and not (script in registry.SCRIPTS or _PRIVATE_SCRIPT.fullmatch(script)):
        message = f'"{tag}": there is no script "{script}"'
        yield message, "write a code of ISO 15924, such as Latn, or leave it out"
    if region in registry.GONE:
        yield _gone(tag, "region", region)
    elif region and not (region in registry.REGIONS or _PRIVATE_REGION.fullmatch(region)):
        message = f'"{tag}": there is no region "{region}"'
        yield message, "write a code of ISO 3166, such as BR"
    variants = match["variants"].split("-")[1:]
    for variant in variants:
        if variant in registry.GONE:
            yield _gone(tag, "variant", variant)
        elif variant not in registry.VARIANTS:
            yield f'"{tag}": there is no variant "{variant}"', "leave it out"
        elif variants.count(variant) > 1:
            yield f'"{tag}": the variant "{variant}" stands there twice', "leave one out"
    singletons = re.findall("-([a-z0-9])(?=-)", match["extensions"])
    if len(singletons) > len(set(singletons)):
        yield f'"{tag}": an extension stands there twice', "leave one out"


def _gone(tag: str, kind: str, code: str) -> Words:
    """A code that the registry gave up without one that took its place."""
    seen = [f'"{one}"' for one in registry.GONE[code]]
    cure = f"it sends to {listed(seen, 'or')}" if seen else "it names none in its place"
    return f'"{tag}": the registry gave up the {kind} "{code}"', cure


def _authority(tag: str) -> str:
    """Whose form it is: codes of ISO 639-2 and UK never were of the registry."""
    first, *rest = tag.lower().split("-")
    return "the registry" if first in OF_ISO or "uk" in rest else "canonical form"


def _named(tag: str, right: str) -> str:
    """The name of the code that took another's place, where it is not only spelt otherwise."""
    old, new = tag.lower().split("-"), right.split("-")
    if old[0] != new[0]:
        name = NAMES.get(new[0]) or registry.NAMES.get(new[0])
    else:
        name = next((registry.NAMES.get(part) for part in new[1:] if part.lower() not in old), "")
    return f" ({name})" if name else ""


def _is_extended(language: str, extended: str) -> bool:
    return registry.EXTENDED.get(extended) == language


def _spelt_otherwise(tag: str) -> str:
    """The tag as a locale of another system spells it: pt_BR, zh_CN.UTF-8."""
    spelt = preferred(re.split("[.@]", tag)[0].replace("_", "-"))
    return f'write "{spelt}"' if spelt != tag and objection(spelt) is None else FORM


def _of_windows(code: str) -> str | None:
    tag = OF_WINDOWS.get(code.lower())
    name = tag and NAMES[tag.split("-")[0]]
    return f'did you mean "{tag}" ({name})? "{code}" is what Windows calls it' if tag else None


def _did_you_mean(code: str, tag: str) -> str:
    """The language that a country's code, or a language's name, was probably meant to be."""
    if meant := _of_windows(code):
        return meant
    names = {name.lower(): short for short, name in NAMES.items()}
    near = nearest(code, names, cutoff=0.8) if len(code) > 3 else None
    other = OF_COUNTRY.get(code) or (names[near] if near else None)
    if other is None:
        return "write a code of ISO 639: two letters such as de, or three where it has no two"
    right = "-".join([other, *tag.split("-")[1:]])
    # The rest of the tag may be wrong as well: then the language alone is a start.
    return f'did you mean "{other if objection(right) else right}" ({NAMES[other]})?'
