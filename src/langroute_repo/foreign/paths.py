"""Paths into a document of any shape, in which {language} and {model} stand for names.

``routes.{language}.model`` steps by keys, ``[0]`` into a list, ``[lang={language}]`` to the member
of a list whose ``lang`` is that, ``["a.b"]`` by a key with a dot. A path that begins with a dot
goes on from a member of ``each``; ``{key}`` is that member's own key. The name of an environment
variable is a path of one step, compared without regard to case and to what is no letter or digit.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from langroute_repo.strict_yaml.position import Keys

LANGUAGE, MODEL, KEY = "{language}", "{model}", "{key}"
_TOKEN = re.compile(
    r"""\.?(?P<key>[^.\[\]"=]+)
    |\[(?P<index>[0-9]{1,6})\]
    |\["(?P<quoted>[^"]+)"\]
    |\[(?P<by>[^=\]"]+)=(?P<wanted>[^\]]+)\]""",
    re.VERBOSE,
)
_PLACEHOLDER = re.compile(r"(\{language\}|\{model\})")
# What can be a language in the name of a variable: MODEL_CANARY_DE has none at CANARY_DE.
_IN_VARIABLE = "[a-z]{2,3}(?:_[a-z0-9]{2,8})*|und|default"


class Step(NamedTuple):
    """One step: to a key, to an index, or ``by`` a key to a member of a list."""

    wanted: str | int
    by: str | None = None


class Path(NamedTuple):
    """A path as written, and its steps; ``relative`` goes on from a member of ``each``."""

    text: str
    steps: tuple[Step, ...]
    relative: bool = False


class Found(NamedTuple):
    """What stands at a place of the document."""

    place: Keys
    value: Any


def path_of(text: str, variables: bool = False) -> Path | None:
    """The path that a text is; None for a text that is none."""
    if variables:
        return Path(text, (Step(text),)) if re.fullmatch(r"[\w{}.-]+", text) else None
    if text in (".", KEY):
        return Path(text, (), relative=True)
    steps, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        # A key that follows nothing needs no dot, and one that follows something does.
        if not match or (match["key"] and at and match[0][0] != "."):
            return None
        steps.append(_step(match))
        at = match.end()
    return Path(text, tuple(steps), relative=text.startswith(".")) if steps else None


def _step(match: "re.Match[str]") -> Step:
    if match["index"]:
        return Step(int(match["index"]))
    if match["by"]:
        return Step(match["wanted"], match["by"])
    return Step(match["key"] or match["quoted"])


def bound(text: str, names: Mapping[str, str]) -> str:
    """A text with names in the places of its placeholders."""
    return _PLACEHOLDER.sub(lambda match: names.get(match[0], match[0]), text)


def find(found: Found, steps: tuple[Step, ...], names: Mapping[str, str]) -> Found | None:
    """What the steps lead to from a place, or the null before it; None where they lead nowhere."""
    for step in steps:
        if found.value is None:
            return found  # what is below a null is there as little as the null is
        wanted = bound(step.wanted, names) if isinstance(step.wanted, str) else step.wanted
        inner = _stepped(found.value, wanted, step.by)
        if inner is None:
            return None
        found = Found((*found.place, inner), found.value[inner])
    return found


def _stepped(value: Any, wanted: str | int, by: str | None) -> str | int | None:
    """The key or the index that a step leads to."""
    if by is not None:
        members = enumerate(value) if isinstance(value, list) else ()
        return next((at for at, one in members if _named(one, by) == wanted), None)
    if isinstance(wanted, int):
        return wanted if isinstance(value, list) and wanted < len(value) else None
    if isinstance(value, Variables):
        return next((name for name in value if plain(name) == plain(wanted)), None)
    return wanted if isinstance(value, dict) and wanted in value else None


def _named(member: Any, by: str) -> str | None:
    name = member.get(by) if isinstance(member, dict) else None
    return name if isinstance(name, str) else None


def languages(document: Any, steps: tuple[Step, ...]) -> Iterator[tuple[str, Keys]]:
    """Each name that stands where a path has ``{language}``, and the place of what it names."""
    at = next(at for at, one in enumerate(steps) if LANGUAGE in str(one.wanted))
    found = find(Found((), document), steps[:at], {})
    if found is None:
        return
    value, step = found.value, steps[at]
    if step.by is not None:
        members = enumerate(value) if isinstance(value, list) else ()
        named = [(at, _named(one, step.by)) for at, one in members]
    elif isinstance(value, dict):
        named = [(key, key) for key in value]
    else:
        return
    pattern = _pattern(str(step.wanted), isinstance(value, Variables))
    for key, name in named:
        if match := pattern.fullmatch(name or ""):
            yield match[1], (*found.place, key)


def _pattern(text: str, variables: bool) -> "re.Pattern[str]":
    """What a name looks like that has a language where the text has ``{language}``."""
    before, _, after = text.partition(LANGUAGE)
    if variables:
        before, after = (re.sub("[^a-z0-9]", "[^a-z0-9]", one.lower()) for one in (before, after))
        return re.compile(f"{before}({_IN_VARIABLE}){after}", re.IGNORECASE)
    return re.compile(f"{re.escape(before)}(.+){re.escape(after)}")


class Variables(dict[str, str]):
    """Environment variables by name."""


def plain(name: str) -> str:
    """The name of a variable as it is compared."""
    return re.sub("[^a-z0-9]", "_", name.lower())


def variable_pattern(text: str) -> "re.Pattern[str]":
    """Which variables a text with placeholders names."""
    parts = _PLACEHOLDER.split(text)
    return re.compile(
        "".join(
            {LANGUAGE: f"(?:{_IN_VARIABLE})", MODEL: ".+"}.get(one, re.escape(plain(one)))
            for one in parts
        )
    )


def shown(place: Keys) -> str:
    """A place as a path that leads to it."""
    told = ""
    for key in place:
        if isinstance(key, int):
            told += f"[{key}]"
        elif re.fullmatch(r'[^.\[\]"=]+', key):
            told += f".{key}" if told else key
        else:
            told += f'["{key}"]'
    return told or "the document"
